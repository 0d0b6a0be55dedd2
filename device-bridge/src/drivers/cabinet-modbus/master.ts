import { patience } from '../patience.ts';
import { encode, findReply, type Reply, type Request } from './codec.ts';

/** Longest answer to one of our questions; more than this many bytes without it are a line that babbles. */
const MOST_HEARD = 512;
const TRIES = 2;

export interface ModbusMaster {
  receive(bytes: Uint8Array): void;
  /** One question at a time, in order; undefined when nobody answered it. */
  ask(request: Request): Promise<Reply | undefined>;
  /** The line is gone: whoever waits is told so. */
  end(): void;
}

export function createModbusMaster(write: (bytes: Uint8Array) => Promise<void>, timeoutMs: number): ModbusMaster {
  let heard: number[] = [];
  let waiting: { readonly request: Request; readonly answer: (reply: Reply | undefined) => void } | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  const settle = (reply: Reply | undefined): void => {
    const { answer } = waiting ?? {};
    waiting = undefined;
    heard = [];
    answer?.(reply);
  };

  const askOnce = async (request: Request): Promise<Reply | undefined> => {
    heard = [];
    const answered = new Promise<Reply | undefined>((answer) => {
      waiting = { request, answer };
    });
    const endWait = patience(timeoutMs, () => settle(undefined));
    await write(encode(request)).catch(() => settle(undefined));
    const reply = await answered;
    endWait();
    return reply;
  };

  const askTwice = async (request: Request): Promise<Reply | undefined> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const reply = await askOnce(request);
      if (reply) return reply;
    }
    return undefined;
  };

  return {
    receive: (bytes) => {
      if (!waiting) return;
      heard = [...heard, ...bytes].slice(-MOST_HEARD);
      const reply = findReply(waiting.request, Uint8Array.from(heard));
      if (reply) settle(reply);
    },
    ask: (request) => {
      const turn = queue.then(() => askTwice(request));
      queue = turn;
      return turn;
    },
    end: () => settle(undefined),
  };
}
