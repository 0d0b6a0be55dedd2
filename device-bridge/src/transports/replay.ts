import type { TraceStep } from './trace.ts';
import type { Transport, TransportFactory } from './transport.ts';

/**
 * Plays the device's part of a recorded trace: each write must be the next `to-device` step, and is answered by the
 * `from-device` steps that follow it. A different write closes the line with a reason that shows both.
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
  const answer = (): void => {
    for (let step = steps[0]; step?.direction === 'from-device'; step = steps[0]) {
      steps.shift();
      for (const listener of data) listener(step.bytes);
    }
  };
  queueMicrotask(answer);

  return {
    write: (bytes) => {
      if (!open) return Promise.reject(new Error('replay is closed'));
      pending = Buffer.concat([pending, bytes]);
      const expected = steps[0];
      if (!expected) {
        end(`trace is over, yet ${pending.toString('hex')} was written`);
      } else if (!pending.equals(Buffer.from(expected.bytes).subarray(0, pending.length))) {
        end(`expected ${Buffer.from(expected.bytes).toString('hex')}, written ${pending.toString('hex')}`);
      } else if (pending.length === expected.bytes.length) {
        pending = Buffer.alloc(0);
        steps.shift();
        queueMicrotask(answer);
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
