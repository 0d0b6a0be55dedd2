import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface ReceivedNotification {
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: Buffer;
}

/** A merchant's notification address that keeps what came, for tests of a channel without a server behind it. */
export interface NotificationReceiver {
  readonly url: string;
  readonly received: readonly ReceivedNotification[];
  /** What it answers from now on. */
  answer(status: number, body: string): void;
  close(): Promise<void>;
}

export async function startNotificationReceiver(status: number, body: string): Promise<NotificationReceiver> {
  const received: ReceivedNotification[] = [];
  let answer = { status, body };
  const keep = async (request: IncomingMessage, response: ServerResponse) => {
    const rawBody = await buffer(request);
    received.push({ headers: singleHeaders(request.headers), rawBody });
    response.writeHead(answer.status).end(answer.body);
  };
  const server = createServer((request, response) => void keep(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`,
    received,
    answer: (nextStatus, nextBody) => {
      answer = { status: nextStatus, body: nextBody };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function singleHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
