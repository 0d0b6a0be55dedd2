import { SerialPort } from 'serialport';
import type { Transport, TransportFactory } from './transport.ts';

export interface SerialOptions {
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits?: 7 | 8;
  readonly parity?: 'none' | 'even' | 'odd';
  readonly stopBits?: 1 | 2;
}

export function serialTransport(options: SerialOptions): TransportFactory {
  const { path, baudRate, dataBits = 8, parity = 'none', stopBits = 1 } = options;
  return {
    description: `${path} ${baudRate} ${dataBits}${parity.charAt(0).toUpperCase()}${stopBits}`,
    open: () => openSerial({ path, baudRate, dataBits, parity, stopBits }),
  };
}

function openSerial(options: Required<SerialOptions>): Promise<Transport> {
  return new Promise((resolve, reject) => {
    // `lock` keeps a second process from stealing half of the replies.
    const port = new SerialPort({ ...options, autoOpen: false, lock: true });
    let reason: string | undefined;
    const closed: ((reason: string) => void)[] = [];

    const ended = (cause: Error | null | undefined): void => {
      reason ??= cause?.message ?? 'closed by us';
      for (const listener of closed.splice(0)) listener(reason);
    };
    port.on('close', ended);
    port.on('error', (error: Error) => {
      if (port.isOpen) port.close(() => ended(error));
      else ended(error);
    });
    port.open((error) => {
      if (error) {
        reject(new Error(`${options.path}: ${error.message}`));
        return;
      }
      resolve({
        write: (bytes) =>
          new Promise((written, failed) => {
            port.write(bytes, (failure) => (failure ? failed(failure) : written()));
          }),
        onData: (listener) => void port.on('data', listener),
        onClose: (listener) => {
          const ending = reason;
          if (ending === undefined) closed.push(listener);
          else queueMicrotask(() => listener(ending));
        },
        close: () => new Promise((done) => (port.isOpen ? port.close(() => done()) : done())),
      });
    });
  });
}
