import type { CashAcceptorConfig } from './config.ts';
import { serialTransport, type SerialOptions } from './transports/serial.ts';
import { tcpTransport } from './transports/tcp.ts';
import type { TransportFactory } from './transports/transport.ts';

/** A line as it is configured, with the settings of the device's profile where none are named. */
export function openProfiledLine(
  transport: CashAcceptorConfig['transport'],
  { line }: { readonly line: Required<Omit<SerialOptions, 'path'>> },
): TransportFactory {
  if (transport.type === 'tcp') return tcpTransport(transport);
  const { path, baudRate, dataBits, parity, stopBits } = transport;
  return serialTransport({
    path,
    baudRate: baudRate ?? line.baudRate,
    dataBits: dataBits ?? line.dataBits,
    parity: parity ?? line.parity,
    stopBits: stopBits ?? line.stopBits,
  });
}
