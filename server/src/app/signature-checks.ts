import type { KeyObject } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { rawPublicKey } from '../contract/request-signature.ts';

/** Raw public key as base64url, what was signed, and the signature as base64. */
export type CheckToDo = readonly [publicKey: string, data: string, signature: string];

interface Asked {
  readonly check: CheckToDo;
  answer(holds: boolean): void;
  fail(reason: unknown): void;
}

/** Checks that may be at the thread at the same time; what comes meanwhile waits here and goes as one message. */
const MOST_UNDER_WAY = 64;

const rawKeys = new WeakMap<KeyObject, string>();
let asked: Asked[] = [];
const underWay: Asked[][] = [];
let checksUnderWay = 0;
let thread: Worker | undefined;

/**
 * Checks an Ed25519 signature on a thread of its own, shared by the process: a check costs more than all the rest of
 * reading a request. Those that come together travel in one message, which the thread pool of Node cannot do.
 */
export function checkOnThread(data: string, key: KeyObject, signature: string): Promise<boolean> {
  return new Promise((answer, fail) => {
    asked.push({ check: [rawKeyOf(key), data, signature], answer, fail });
    if (asked.length === 1) setImmediate(send);
  });
}

function rawKeyOf(key: KeyObject): string {
  const raw = rawKeys.get(key) ?? rawPublicKey(key);
  rawKeys.set(key, raw);
  return raw;
}

function send(): void {
  if (asked.length === 0 || checksUnderWay >= MOST_UNDER_WAY) return;
  thread ??= startThread();
  thread.ref();
  underWay.push(asked);
  checksUnderWay += asked.length;
  thread.postMessage(
    asked.map(({ check }) => check),
    [],
  );
  asked = [];
}

function startThread(): Worker {
  const started = new Worker(new URL('./signature-thread.ts', import.meta.url));
  started.on('message', (answers: Uint8Array) => {
    const batch = underWay.shift() ?? [];
    checksUnderWay -= batch.length;
    for (const [index, one] of batch.entries()) one.answer(answers[index] === 1);
    if (underWay.length === 0 && asked.length === 0) started.unref();
    send();
  });
  started.on('error', (error) => {
    thread = undefined;
    checksUnderWay = 0;
    for (const one of [...underWay.splice(0).flat(), ...asked.splice(0)]) one.fail(error);
  });
  return started;
}
