import { monotonicClock, type Clock } from '@louting/common/clock';
import { createLcusRelay, type RestorableRelay } from './drivers/power-relay/lcus.ts';
import type { LineTransportConfig, RelayConfig } from './config.ts';
import { DeviceHealth } from './drivers/device-health.ts';
import { guardedTransport } from './transports/guard.ts';
import { recordingTransport } from './transports/record.ts';
import { serialTransport } from './transports/serial.ts';
import { tcpTransport } from './transports/tcp.ts';
import { TraceRing } from './transports/trace-ring.ts';
import type { Secrets } from './transports/trace-secrets.ts';
import type { TransportFactory } from './transports/transport.ts';
import { usbPrinterTransport } from './transports/usb-printer.ts';

/** What every device gets, whatever it is: a guarded and recorded line, a relay where there is one, and health. */
export class DeviceKit {
  readonly health: DeviceHealth;
  #trace: TraceRing;
  readonly #relay: RestorableRelay | undefined;

  constructor(clock: Clock, relay: RelayConfig | undefined) {
    this.health = new DeviceHealth(monotonicClock);
    this.#trace = new TraceRing(clock);
    this.#relay = relay && createLcusRelay(openLine(relay.transport), relay.channel, relay.offMs);
  }

  get trace(): TraceRing {
    return this.#trace;
  }

  /** Devices on one wire have one trace: what is said to either of them. */
  sharesWireOf(other: DeviceKit): void {
    this.#trace = other.trace;
  }

  /** A bridge that ended while the supply was off left it off. */
  async restorePower(): Promise<void> {
    await this.#relay?.restore();
  }

  line(factory: TransportFactory, newSecrets: () => Secrets): TransportFactory {
    const guarded = guardedTransport(factory);
    const relay = this.#relay;
    return {
      ...recordingTransport(
        guarded,
        ({ direction, bytes, hidden }) => this.trace.add(direction, bytes, hidden),
        newSecrets,
      ),
      onRecovery: this.health.onRecovery,
      ...(relay && { relay }),
    };
  }
}

export function openLine(transport: LineTransportConfig): TransportFactory {
  if (transport.type === 'tcp') return tcpTransport(transport);
  if (transport.type === 'serial') return serialTransport(transport);
  return usbPrinterTransport(transport);
}
