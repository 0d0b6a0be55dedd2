import type { TraceStep } from './trace.ts';
import { noSecrets, type Secrets } from './trace-secrets.ts';
import type { TransportFactory } from './transport.ts';

/** Passes everything through and tells `sink` each step: the "save device trace" of service mode. */
export function recordingTransport(
  factory: TransportFactory,
  sink: (step: TraceStep) => void,
  newSecrets: () => Secrets = noSecrets,
): TransportFactory {
  return {
    ...factory,
    open: async () => {
      const line = await factory.open();
      const secrets = newSecrets();
      const tell = (direction: TraceStep['direction'], bytes: Uint8Array): void => {
        const hidden = secrets(direction, bytes);
        sink({ direction, bytes, ...(hidden && { hidden }) });
      };
      line.onData((bytes) => tell('from-device', bytes));
      return {
        ...line,
        write: (bytes) => {
          tell('to-device', bytes);
          return line.write(bytes);
        },
      };
    },
  };
}
