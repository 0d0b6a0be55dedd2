import type { TraceStep } from './trace.ts';
import type { TransportFactory } from './transport.ts';

/** Passes everything through and tells `sink` each step: the "save device trace" of service mode. */
export function recordingTransport(factory: TransportFactory, sink: (step: TraceStep) => void): TransportFactory {
  return {
    description: factory.description,
    open: async () => {
      const line = await factory.open();
      line.onData((bytes) => sink({ direction: 'from-device', bytes }));
      return {
        ...line,
        write: (bytes) => {
          sink({ direction: 'to-device', bytes });
          return line.write(bytes);
        },
      };
    },
  };
}
