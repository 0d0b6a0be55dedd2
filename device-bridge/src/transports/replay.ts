import type { TraceStep } from './trace.ts';
import type { Transport, TransportFactory } from './transport.ts';

const REPEATABLE = 2;

interface Exchange {
  readonly asked: TraceStep | undefined;
  readonly answers: readonly Uint8Array[];
}

/**
 * Plays the device's part of a recorded trace: each write must be the next `to-device` step, and is answered by the
 * `from-device` steps that follow it. The two writes before may be repeated, and are answered as they were: how often a device is
 * polled before something happens is nobody's promise. Any other write closes the line with a reason that shows both.
 */
export function replayTransport(trace: readonly TraceStep[]): TransportFactory {
  return { description: `replay of ${trace.length} steps`, open: () => Promise.resolve(replay(trace)) };
}

function replay(trace: readonly TraceStep[]): Transport {
  const steps = [...trace];
  const data: ((bytes: Uint8Array) => void)[] = [];
  const closed: ((reason: string) => void)[] = [];
  let pending = Buffer.alloc(0);
  let open = true;

  const end = (reason: string): void => {
    if (!open) return;
    open = false;
    steps.length = 0;
    for (const listener of closed) listener(reason);
  };
  /** The last exchanges, newest first: a question and, where the protocol has one, the acknowledgement after it. */
  let before: Exchange[] = [];
  const tell = ({ answers }: Exchange): void => {
    for (const bytes of answers) for (const listener of data) listener(bytes);
  };
  const answer = (asked: TraceStep | undefined): void => {
    const answers: Uint8Array[] = [];
    for (let step = steps[0]; step?.direction === 'from-device'; step = steps[0]) {
      steps.shift();
      answers.push(step.bytes);
    }
    const exchange = { asked, answers };
    before = [exchange, ...before].slice(0, REPEATABLE);
    tell(exchange);
  };
  queueMicrotask(() => answer(undefined));

  return {
    write: (bytes) => {
      if (!open) return Promise.reject(new Error('replay is closed'));
      pending = Buffer.concat([pending, bytes]);
      const expected = steps[0];
      const repeated = before.find(({ asked }) => asked && equals(pending, asked));
      if (repeated && !(expected && equals(pending, expected))) {
        pending = Buffer.alloc(0);
        queueMicrotask(() => tell(repeated));
      } else if (!expected) {
        end(`trace is over, yet ${pending.toString('hex')} was written`);
      } else if (!begins(pending, expected)) {
        end(`expected ${Buffer.from(expected.bytes).toString('hex')}, written ${pending.toString('hex')}`);
      } else if (pending.length === expected.bytes.length) {
        pending = Buffer.alloc(0);
        steps.shift();
        queueMicrotask(() => answer(expected));
      }
      return Promise.resolve();
    },
    onData: (listener) => void data.push(listener),
    onClose: (listener) => void closed.push(listener),
    close: () => {
      end('closed by us');
      return Promise.resolve();
    },
  };
}

/** Bytes that were left out of the trace may be any. */
function begins(bytes: Uint8Array, { bytes: expected, hidden: [from, to] = [0, 0] }: TraceStep): boolean {
  return bytes.every((byte, index) => byte === expected[index] || (index >= from && index < to));
}

function equals(bytes: Uint8Array, step: TraceStep): boolean {
  return bytes.length === step.bytes.length && begins(bytes, step);
}
