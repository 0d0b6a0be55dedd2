import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import fastifyStatic from '@fastify/static';
import fastify from 'fastify';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import { screenKey, type UnnumberedModel } from '../../flows/present.ts';
import type { Intent, ServiceMessage } from '../../screens.ts';
import { UiMessageSchema } from './intents.ts';
import { serveVoice } from './serve-voice.ts';

export interface UiGatewayOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly uiDirectory: string | undefined;
  readonly voiceDirectory: string | undefined;
  /** Origins beside the gateway's own. */
  readonly uiOrigins: readonly string[];
  readonly paintedWithinMs: number;
  readonly log: Logger;
  /** The page may use the camera. */
  readonly camera?: boolean;
  readonly onIntent: (intent: Intent) => void;
}

export interface UiGateway {
  readonly port: number;
  /** Shows this model on every connected screen; the revision is the gateway's. */
  show(model: UnnumberedModel): void;
  close(): Promise<void>;
}

const MAX_UNSENT_BYTES = 1024 * 1024;

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The screen's only door. It listens on loopback and checks `Host` (against DNS rebinding) and `Origin` (against pages of
 * other origins in the same browser): whoever passes both runs on this cabinet as the same page we serve, so a token
 * handed to that page would prove nothing more.
 */
export async function startUiGateway(options: UiGatewayOptions): Promise<UiGateway> {
  const { log } = options;
  const screens = new Set<WebSocket>();
  let revision = 0;
  let lastPaintedAt: number | null = null;
  let key: string | undefined;
  let shown: string | undefined;

  const app = fastify({ logger: false, forceCloseConnections: true });
  app.addHook('onRequest', async (request, reply) => {
    if (!isLoopbackHost(request.headers.host, port())) await reply.code(421).send({ code: 'LT-9001' });
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'permissions-policy': `camera=(${options.camera ? 'self' : ''}), microphone=(), geolocation=()`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });
  app.get('/healthz', async () => ({ screens: screens.size, lastPaintedAt }));
  if (options.uiDirectory !== undefined) await app.register(fastifyStatic, { root: options.uiDirectory });
  await serveVoice(app, options.voiceDirectory);

  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4_096, autoPong: false });
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const allowed =
      request.url === '/ui' &&
      isLoopbackHost(request.headers.host, port()) &&
      (request.headers.origin === `http://${request.headers.host}` ||
        options.uiOrigins.includes(request.headers.origin ?? ''));
    if (!allowed) {
      log.warn({ url: request.url, origin: request.headers.origin }, 'screen connection refused');
      // Who is turned away may be gone already, or stay on the line.
      socket.on('error', () => socket.destroy());
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n', () => socket.destroy());
      return;
    }
    sockets.handleUpgrade(request, socket, head, (screen) => welcome(screen));
  });

  const painted = new Map<WebSocket, NodeJS.Timeout>();
  const hasPainted = new WeakSet<WebSocket>();
  /**
   * A screen that drew before and now takes models without drawing is hung: it is cut off, and its page connects or is
   * reloaded anew. One that never drew is the shell's to restart: it sees so in `/healthz`.
   */
  const expectPainted = (screen: WebSocket) => {
    if (options.paintedWithinMs === 0 || painted.has(screen) || !hasPainted.has(screen)) return;
    const expected = revision;
    const timer = setTimeout(() => {
      log.error({ revision: expected }, 'screen did not draw; closing its connection');
      screen.terminate();
    }, options.paintedWithinMs);
    painted.set(screen, timer);
  };

  const welcome = (screen: WebSocket) => {
    screens.add(screen);
    log.info({ screens: screens.size }, 'screen connected');
    screen.on('message', (data: Buffer, isBinary) => {
      if (isBinary || !receive(screen, data.toString('utf8'))) {
        log.warn('screen sent something that is no message of the contract');
        screen.close(1008, 'LT-9001');
      }
    });
    screen.on('error', (error) => log.warn({ error }, 'screen connection failed'));
    screen.on('close', () => {
      screens.delete(screen);
      clearTimeout(painted.get(screen));
      painted.delete(screen);
      log.info({ screens: screens.size }, 'screen disconnected');
    });
  };

  const receive = (screen: WebSocket, text: string): boolean => {
    const message = UiMessageSchema.safeParse(parseJson(text));
    if (!message.success) return false;
    switch (message.data.type) {
      case 'hello':
        if (shown !== undefined) {
          screen.send(shown);
          expectPainted(screen);
        }
        return true;
      case 'painted':
        hasPainted.add(screen);
        if (message.data.revision === revision) {
          lastPaintedAt = Date.now();
          clearTimeout(painted.get(screen));
          painted.delete(screen);
        }
        return true;
      case 'spoken': {
        // Which sentences were said is no secret, how much was owed is: counts alone go to the log.
        const { clips, missing } = message.data;
        if (missing.length > 0) log.warn({ missing }, 'clips could not be played');
        else log.debug({ clips: clips.length }, 'spoken');
        return true;
      }
      default:
        // Made on a screen the owner no longer sees: dropped, the current one is on its way.
        if (message.data.revision === revision) options.onIntent(message.data.intent);
        else log.debug({ made: message.data.revision, now: revision }, 'late touch dropped');
        return true;
    }
  };

  await app.listen({ host: '127.0.0.1', port: options.port });
  const port = (): number => (app.server.address() as AddressInfo).port;

  return {
    port: port(),
    show: (model) => {
      const nextKey = screenKey(model);
      const isNewScreen = nextKey !== key;
      if (isNewScreen) revision += 1;
      key = nextKey;
      const message: ServiceMessage = { type: 'screen', model: { ...model, revision } };
      const text = JSON.stringify(message);
      if (text === shown) return;
      shown = text;
      for (const screen of screens) {
        // Who does not read must not fill our memory.
        if (screen.bufferedAmount > MAX_UNSENT_BYTES) screen.terminate();
        else screen.send(text);
        if (isNewScreen) expectPainted(screen);
      }
    },
    close: async () => {
      for (const timer of painted.values()) clearTimeout(timer);
      for (const screen of screens) screen.terminate();
      sockets.close();
      await app.close();
    },
  };
}

function isLoopbackHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
