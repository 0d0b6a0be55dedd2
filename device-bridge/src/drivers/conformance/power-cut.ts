import type { Transport, TransportFactory } from '../../transports/transport.ts';
import { LineLost } from '../bill-acceptor/exchange-line.ts';

/** Unwinds the bridge at the step where it lost its power, as if nothing after it had ever run. */
export class PowerCut extends LineLost {
  constructor() {
    super('power cut', 'closed');
  }
}

/** A line that can be taken away for good: what was written before is on its way, nothing comes or goes after. */
export class Severable {
  readonly factory: TransportFactory;
  cut = false;
  readonly #open = new Set<Transport>();

  constructor(inner: TransportFactory) {
    this.factory = {
      description: inner.description,
      open: async () => {
        if (this.cut) throw new Error('no power');
        const line = await inner.open();
        this.#open.add(line);
        return {
          ...line,
          write: (bytes) => (this.cut ? Promise.resolve() : line.write(bytes)),
          onData: (listener) => line.onData((bytes) => (this.cut ? undefined : listener(bytes))),
        };
      },
    };
  }

  sever(): void {
    this.cut = true;
    for (const line of this.#open) void line.close();
  }
}
