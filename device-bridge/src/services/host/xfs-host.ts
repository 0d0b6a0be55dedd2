import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { MAX_CONNECTIONS, MAX_FRAME_BYTES, XFS_PATH, XFS_PORTS, type CommandMessage } from '../../protocol/envelope.ts';
import { COMMANDS } from '../../protocol/profile.ts';
import type { TraceRing } from '../../transports/trace-ring.ts';
import type { XfsService } from '../xfs-service.ts';
import type { Deadlines } from './command-queue.ts';
import { XfsConnection, type CommandTaker } from './connection.ts';
import { ServiceEndpoint } from './service-endpoint.ts';

export interface XfsHostOptions {
  /** Absent: the first free of the standard's 5846…5856. 0: any free port. */
  readonly port?: number;
  /**
   * XFS4IoT has no client authentication. A client on this machine proves that it may read our state directory: it
   * sends `Authorization: Bearer <token>` with the WebSocket upgrade. A web page cannot set that header.
   */
  readonly token: string;
  /** `Origin` values let in; a client that is no browser sends none, and is let in. */
  readonly allowedOrigins: readonly string[];
  readonly vendorName: string;
  readonly deadlines?: Deadlines;
  /** By the name of the service. */
  readonly traces?: ReadonlyMap<string, TraceRing>;
  /** Where a trace is kept that is asked for as a file. */
  readonly traceDirectory?: string;
}

/** Who opens a line and says nothing is not waited for: the places are the kiosk's. */
const IMPATIENT = {
  headersTimeout: 5_000,
  requestTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 8_192,
} as const;

export interface XfsHost {
  readonly port: number;
  /** URI of the service publisher. */
  readonly url: string;
  close(): Promise<void>;
}

/** Opens the services on the loopback interface, one WebSocket endpoint each, and the publisher that names them. */
export async function startXfsHost(
  services: readonly XfsService[],
  options: XfsHostOptions,
  logger: Logger,
): Promise<XfsHost> {
  const http = createServer(IMPATIENT, (_, response) => response.writeHead(400).end());
  http.maxConnections = 2 * MAX_CONNECTIONS;
  const port = await listen(http, options.port);
  const endpoints = new Map(services.map((service) => [service.name, new ServiceEndpoint(service, logger, options)]));
  const url = `ws://127.0.0.1:${port}${XFS_PATH}`;
  const publisher = servicePublisher(options.vendorName, [...endpoints.keys()], url);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, autoPong: false });

  http.on('upgrade', (request, socket, head) => {
    const refusal = refuse(request, port, options);
    const path = pathOf(request);
    const endpoint = path.startsWith(`${XFS_PATH}/`) ? endpoints.get(path.slice(XFS_PATH.length + 1)) : undefined;
    const crowded = sockets.clients.size >= MAX_CONNECTIONS ? 503 : undefined;
    const status = refusal ?? (endpoint || path === XFS_PATH ? crowded : 404);
    if (status !== undefined) {
      logger.warn({ status, path, origin: request.headers.origin }, 'connection refused');
      turnAway(socket, status);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      const connection = new XfsConnection(client, endpoint ?? publisher, logger);
      endpoint?.join(connection);
      client.on('error', (error) => logger.warn({ err: error }, 'connection failed'));
      client.on('close', () => endpoint?.leave(connection));
    });
  });

  return {
    port,
    url,
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** Without what stands behind `?`: whoever puts a token there must not find it in our log. */
function pathOf({ url = '' }: IncomingMessage): string {
  const [path = ''] = url.split('?');
  return path.replace(/\/$/, '');
}

/** Who is turned away may be gone already, or stay on the line: neither may cost us anything. */
function turnAway(socket: Duplex, status: number): void {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\n\r\n`, () => socket.destroy());
}

function refuse(request: IncomingMessage, port: number, { token, allowedOrigins }: XfsHostOptions): number | undefined {
  const { host, origin, authorization } = request.headers;
  // A name that resolves here but is not ours is DNS rebinding.
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) return 403;
  if (origin !== undefined && !allowedOrigins.includes(origin)) return 403;
  const given = Buffer.from(authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? undefined : 401;
}

function servicePublisher(vendorName: string, names: readonly string[], url: string): CommandTaker {
  const name = 'ServicePublisher.GetServices';
  return {
    execute: (connection: XfsConnection, message: CommandMessage) => {
      if (message.header.name !== name || message.header.version !== COMMANDS[name].version) {
        connection.complete(message, { completionCode: 'unsupportedCommand', failure: { code: 'LT-3905' } });
        return;
      }
      const services = names.map((service) => ({ serviceURI: `${url}/${service}` }));
      connection.complete(message, { payload: { vendorName, services } });
    },
  };
}

async function listen(server: Server, port: number | undefined): Promise<number> {
  for (const candidate of port === undefined ? XFS_PORTS : [port]) {
    if (await listenOn(server, candidate)) return (server.address() as AddressInfo).port;
  }
  throw new Error(`no free port: ${port ?? `${XFS_PORTS[0]}…${XFS_PORTS.at(-1)}`}`);
}

function listenOn(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed);
      resolve(true);
    });
  });
}
