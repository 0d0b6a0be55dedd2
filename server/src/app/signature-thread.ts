import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import type { CheckToDo } from './signature-checks.ts';

/** The thread behind signature-checks.ts: answers one byte a check, 1 where the signature holds. */
const keys = new Map<string, KeyObject>();
const MOST_KEYS = 10_000;

parentPort?.on('message', (checks: readonly CheckToDo[]) => {
  const answers = new Uint8Array(checks.length);
  for (const [index, [publicKey, data, signature]] of checks.entries()) {
    const holds = verify(null, Buffer.from(data), keyOf(publicKey), Buffer.from(signature, 'base64'));
    answers[index] = holds ? 1 : 0;
  }
  parentPort?.postMessage(answers, []);
});

function keyOf(publicKey: string): KeyObject {
  const known = keys.get(publicKey);
  if (known) return known;
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  if (keys.size >= MOST_KEYS) keys.clear();
  keys.set(publicKey, key);
  return key;
}
