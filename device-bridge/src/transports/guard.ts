import type { Transport, TransportFactory } from './transport.ts';

/** What a line may cost the others: nothing of it depends on the device being honest. */
export interface LineLimits {
  readonly openMs: number;
  readonly writeMs: number;
  /** A serial port that is closed first waits for what its device has not taken: half a minute. */
  readonly closeMs: number;
  /** Twenty times the fastest serial line; a network device has no business to say more. */
  readonly bytesPerSecond: number;
}

export const LINE_LIMITS: LineLimits = { openMs: 10_000, writeMs: 60_000, closeMs: 3_000, bytesPerSecond: 256 * 1024 };

/**
 * A line that ends instead of holding up the process: opening or writing that never returns, or a device that talks
 * without end. What follows is the driver's way to recover from any lost line.
 */
export function guardedTransport(factory: TransportFactory, limits: LineLimits = LINE_LIMITS): TransportFactory {
  return { ...factory, open: () => openInTime(factory, limits) };
}

async function openInTime(factory: TransportFactory, limits: LineLimits): Promise<Transport> {
  const opening = factory.open();
  let late = false;
  const opened = await inTime(opening, limits.openMs, () => {
    late = true;
    // Comes up after all: nobody waits for it any more.
    opening.then((line) => line.close()).catch(() => undefined);
  });
  if (late || !opened) throw new Error(`${factory.description}: does not open`);
  return guard(opened, limits);
}

function guard(line: Transport, limits: LineLimits): Transport {
  const closed: ((reason: string) => void)[] = [];
  const data: ((bytes: Uint8Array) => void)[] = [];
  let reason: string | undefined;
  let windowStart = performance.now();
  let heard = 0;

  const end = (why: string): void => {
    if (reason !== undefined) return;
    reason = why;
    for (const listener of closed.splice(0)) listener(why);
    void line.close();
  };
  line.onClose(end);
  line.onData((bytes) => {
    if (reason !== undefined) return;
    const now = performance.now();
    if (now - windowStart > 1_000) {
      windowStart = now;
      heard = 0;
    }
    heard += bytes.length;
    if (heard > limits.bytesPerSecond) end('device floods the line');
    else for (const listener of data) listener(bytes);
  });
  return {
    write: async (bytes) => {
      if (reason !== undefined) throw new Error(reason);
      await inTime(line.write(bytes), limits.writeMs, () => end('device takes no data'));
      if (reason !== undefined) throw new Error(reason);
    },
    onData: (listener) => void data.push(listener),
    onClose: (listener) => {
      const ending = reason;
      if (ending === undefined) closed.push(listener);
      else queueMicrotask(() => listener(ending));
    },
    close: () => inTime(line.close(), limits.closeMs, () => undefined),
  };
}

/** Undefined when it is late, after `onLate` was called. */
async function inTime<T>(work: Promise<T>, ms: number, onLate: () => void): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => {
    onLate();
    resolve(undefined);
  }, ms);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
