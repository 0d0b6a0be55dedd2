import { patience } from '../patience.ts';
import * as codec from './codec.ts';
import { createStatusParser } from './status.ts';

/**
 * Questions and answers over one open line. A printer answers in order and says nothing about which question it
 * answers, so the longest waiting asker of a kind gets the next answer of that kind.
 */
export interface Conversation {
  receive(bytes: Uint8Array): void;
  send(bytes: Uint8Array): Promise<void>;
  /** The reply byte, or `undefined` when none came in time. */
  realtimeStatus(kind: 1 | 2 | 3 | 4): Promise<number | undefined>;
  information(kind: 65 | 67): Promise<string | undefined>;
  counter(kind: 148 | 178): Promise<number | undefined>;
  /**
   * `confirmed` becomes true once the job is confirmed: by its process id, or by the next `GS r` reply when there is
   * none; false when the line ends first. It has no time limit of its own: `forget` when nobody waits any more.
   */
  confirmation(processId: string | undefined): { readonly confirmed: Promise<boolean>; forget(): void };
  /** The line is gone: everyone still waiting gets no answer. */
  end(): void;
}

/** What a printer says without being asked, or to somebody who is gone. */
export interface Unasked {
  readonly automaticStatus: (bytes: readonly [number, number, number, number]) => void;
  readonly processId: (id: string) => void;
}

interface Waiting<T> {
  readonly accept: (value: T) => boolean;
  readonly end: () => void;
}

export function createConversation(
  write: (bytes: Uint8Array) => Promise<void>,
  timeoutMs: number,
  /** A printer that still prints answers its buffered questions as late as this. */
  longestMs: number,
  heard: Unasked,
): Conversation {
  const parser = createStatusParser();
  const realtime: Waiting<number>[] = [];
  const information: Waiting<string>[] = [];
  const confirmations: Waiting<string | undefined>[] = [];
  /** When questions were given up whose answers may still come: in their turn, and before any to a later question. */
  let givenUp: number[] = [];
  let ended = false;

  const offer = <T>(waiting: Waiting<T>[], value: T): boolean => {
    const index = waiting.findIndex((one) => one.accept(value));
    if (index >= 0) waiting.splice(index, 1);
    return index >= 0;
  };

  const ask = async <T>(waiting: Waiting<T>[], question: Uint8Array): Promise<T | undefined> => {
    if (ended) return undefined;
    const { promise, resolve } = Promise.withResolvers<T | undefined>();
    const one: Waiting<T> = {
      accept: (value) => {
        resolve(value);
        return true;
      },
      end: () => resolve(undefined),
    };
    waiting.push(one);
    const endWait = patience(timeoutMs, () => {
      drop(waiting, one);
      if ((waiting as unknown) === information) givenUp.push(performance.now());
      resolve(undefined);
    });
    write(question).catch(() => resolve(undefined));
    const answer = await promise;
    endWait();
    return answer;
  };

  const hearInformation = (text: string): void => {
    givenUp = givenUp.filter((at) => performance.now() - at < longestMs);
    if (givenUp.shift() === undefined) offer(information, text);
  };

  return {
    receive: (bytes) => {
      for (const message of parser.push(bytes)) {
        if (message.type === 'realtime-status') offer(realtime, message.value);
        else if (message.type === 'information') hearInformation(message.text);
        else if (message.type === 'process-id') {
          if (!offer(confirmations, message.id)) heard.processId(message.id);
        } else if (message.type === 'paper-status') offer(confirmations, undefined);
        else heard.automaticStatus(message.bytes);
      }
    },
    send: (bytes) => write(bytes),
    realtimeStatus: (kind) => ask(realtime, codec.statusRequest(kind)),
    information: (kind) => ask(information, codec.informationRequest(kind)),
    counter: async (kind) => {
      const told = await ask(information, codec.counterRequest(kind));
      return told !== undefined && /^\d{1,10}$/.test(told) ? Number(told) : undefined;
    },
    confirmation: (processId) => {
      if (ended) return { confirmed: Promise.resolve(false), forget: () => undefined };
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const one: Waiting<string | undefined> = {
        accept: (id) => {
          if (id !== processId) return false;
          resolve(true);
          return true;
        },
        end: () => resolve(false),
      };
      confirmations.push(one);
      return { confirmed: promise, forget: () => drop(confirmations, one) };
    },
    end: () => {
      ended = true;
      for (const one of [...realtime, ...information, ...confirmations]) one.end();
      realtime.length = 0;
      information.length = 0;
      confirmations.length = 0;
    },
  };
}

function drop<T>(waiting: Waiting<T>[], one: Waiting<T>): void {
  const index = waiting.indexOf(one);
  if (index >= 0) waiting.splice(index, 1);
}
