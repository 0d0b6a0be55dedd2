import { createServer, type Server, type Socket } from 'node:net';
import type { Transport } from '../transports/transport.ts';

/**
 * The socket on the wall a simulated device is plugged into: a TCP port on the loopback that the device answers while
 * its cable is in. Unplugged, the port refuses connections, as a pulled USB cable makes its device file go away.
 */
export interface TcpSocket {
  readonly port: () => number;
  unplug(): Promise<void>;
  replug(): Promise<void>;
  plugged(): boolean;
  close(): Promise<void>;
}

/** @param port 0 takes a free one, kept for every replug. */
export async function openTcpSocket(port: number, attach: (line: Transport) => void): Promise<TcpSocket> {
  let number = port;
  let server: Server | undefined;
  const sockets = new Set<Socket>();

  const listen = async (): Promise<void> => {
    const opened = createServer({ noDelay: true }, (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      attach(lineOf(socket));
    });
    await new Promise<void>((resolve, reject) => {
      opened.once('error', reject);
      opened.listen(number, '127.0.0.1', resolve);
    });
    const address = opened.address();
    if (address !== null && typeof address !== 'string') number = address.port;
    server = opened;
  };

  const unplug = async (): Promise<void> => {
    const closing = server;
    server = undefined;
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((done) => (closing ? closing.close(() => done()) : done()));
  };

  await listen();
  return {
    port: () => number,
    plugged: () => server !== undefined,
    unplug,
    replug: async () => {
      if (!server) await listen();
    },
    close: unplug,
  };
}

function lineOf(socket: Socket): Transport {
  let reason = 'closed by the host';
  socket.on('error', (error) => {
    reason = error.message;
  });
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        socket.write(bytes, (error) => (error ? reject(error) : resolve()));
      }),
    onData: (listener) => void socket.on('data', listener),
    onClose: (listener) => void socket.once('close', () => listener(reason)),
    close: () =>
      new Promise((resolve) => {
        if (socket.closed) return resolve();
        socket.once('close', () => resolve());
        return socket.destroy();
      }),
  };
}
