import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Sends requests that were written out beforehand, each connection the next one as soon as its last is answered.
 * Plain sockets: on a small machine a full HTTP client takes as much of the processor as the server that is measured.
 * @param requests whole HTTP/1.1 requests, head and body
 * @throws Error when one is answered with anything but 200
 */
export async function sendAll(origin: string, requests: readonly Buffer[], connections: number): Promise<void> {
  let next = 0;
  const sendOneAfterAnother = async () => {
    const socket = await connected(origin);
    for (let request = requests[next++]; request; request = requests[next++]) await exchange(socket, request);
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, sendOneAfterAnother));
}

/**
 * Sends requests at an even rate, whether or not earlier ones are answered.
 * @returns milliseconds from when each was due until its answer had come
 */
export async function sendAtRate(origin: string, requests: readonly Buffer[], perSecond: number): Promise<number[]> {
  const idle: Socket[] = [];
  const latencies: number[] = [];
  const sendOne = async (request: Buffer, dueAt: number) => {
    const socket = idle.pop() ?? (await connected(origin));
    await exchange(socket, request);
    latencies.push(performance.now() - dueAt);
    idle.push(socket);
  };
  const sent: Promise<void>[] = [];
  const startedAt = performance.now();
  for (const [index, request] of requests.entries()) {
    const dueAt = startedAt + (index / perSecond) * 1000;
    while (performance.now() < dueAt) await delay(1);
    sent.push(sendOne(request, dueAt));
  }
  await Promise.all(sent);
  for (const socket of idle) socket.destroy();
  return latencies;
}

async function connected(origin: string): Promise<Socket> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname).setNoDelay(true);
  await once(socket, 'connect');
  return socket;
}

async function exchange(socket: Socket, request: Buffer): Promise<void> {
  socket.write(request);
  const status = await answered(socket);
  if (status !== 200) throw new Error(`booking was answered with ${status}`);
}
/** Status of the answer, once it has come whole. */
function answered(socket: Socket): Promise<number> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    const onData = (part: Buffer) => {
      received = received.length === 0 ? part : Buffer.concat([received, part]);
      const head = received.indexOf('\r\n\r\n');
      if (head < 0) return;
      const text = received.toString('latin1', 0, head);
      const length = /^content-length: (\d+)/im.exec(text)?.[1];
      if (length === undefined || received.length < head + 4 + Number(length)) return;
      stop();
      resolve(Number(text.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length)));
    };
    const onClose = () => {
      stop();
      reject(new Error('the server hung up'));
    };
    const stop = () => socket.off('data', onData).off('close', onClose).off('error', onClose);
    socket.on('data', onData).on('close', onClose).on('error', onClose);
  });
}
