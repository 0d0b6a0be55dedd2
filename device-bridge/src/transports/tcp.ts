import { connect } from 'node:net';
import type { Transport, TransportFactory } from './transport.ts';

export interface TcpOptions {
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs?: number;
}

/** A device behind a serial server, a network printer, or a simulator. */
export function tcpTransport(options: TcpOptions): TransportFactory {
  return {
    description: `tcp ${options.host}:${options.port}`,
    open: () => openTcp(options),
  };
}

function openTcp({ host, port, connectTimeoutMs = 3_000 }: TcpOptions): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    const giveUp = setTimeout(() => socket.destroy(new Error('no answer')), connectTimeoutMs);
    let opened = false;
    let reason = 'closed by the device';
    const closed: ((reason: string) => void)[] = [];

    socket.once('error', (error) => {
      reason = error.message;
    });
    socket.once('close', () => {
      clearTimeout(giveUp);
      if (!opened) reject(new Error(`tcp ${host}:${port}: ${reason}`));
      for (const listener of closed.splice(0)) listener(reason);
    });
    socket.once('connect', () => {
      clearTimeout(giveUp);
      opened = true;
      resolve({
        write: (bytes) =>
          new Promise((written, failed) => {
            socket.write(bytes, (error) => (error ? failed(error) : written()));
          }),
        onData: (listener) => void socket.on('data', listener),
        onClose: (listener) => void (socket.closed ? queueMicrotask(() => listener(reason)) : closed.push(listener)),
        close: () =>
          new Promise((done) => {
            reason = 'closed by us';
            if (socket.closed) return done();
            socket.once('close', () => done());
            return socket.destroy();
          }),
      });
    });
  });
}
