import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import {
  barrierGateRoutes,
  GateAnswerSchema,
  type GateEvent,
  LET_OUT_PATH,
  LetOutSchema,
} from '../../contract/barrier-gate-api.ts';
import type { BarrierGateSettings } from '../barrier-gate/barrier-gate-client.ts';
import { signedGateHeaders } from '../barrier-gate/gate-signature.ts';
import { signatureIsRight } from '../shared-secret-signature.ts';
import { barrierGatePage } from './barrier-gate-page.ts';
import { listenOnLoopback, rawBody, rawBodyHost } from './gateway-host.ts';
import { refuseProduction } from './sandbox-keys.ts';
import { sharedSecretPath } from './shared-secret.ts';

const KEY_ID = 'sandbox-gate';
const FRESH_MS = 300_000;
const KEPT = 200;
const RETRY_MS = 1_000;
const MINUTE_MS = 60_000;

export const BarrierGateSandboxConfigSchema = z.strictObject({
  /** 0 takes any free port. */
  port: z.number().int().min(0).max(65_535),
  keysDir: z.string().min(1),
  /** Origin of the server that is told of cars. */
  serverUrl: z.url(),
});

/** A car as the gate sees it. */
export interface SandboxCar {
  readonly passageId: string;
  readonly plate: string;
  readonly enteredAt: number;
  /** `waits`: at the closed exit. */
  readonly place: 'inside' | 'waits' | 'gone';
  /** What the server said last. */
  readonly said: string;
  readonly owedFen?: number | undefined;
}

/** Configuration of the real client, pointed at the sandbox; the first call makes the shared secret. */
export function barrierGateSandboxConfig(keysDir: string, baseUrl: string, communityCode: string): BarrierGateSettings {
  refuseProduction();
  return { communityCode, baseUrl, keyId: KEY_ID, secretPath: sharedSecretPath(keysDir, 'barrier-gate') };
}

const PlateSchema = z.string().trim().min(5).max(16);
const PassageSchema = z.strictObject({ passageId: z.string() });

/** A gate with an entry and an exit: tells the server of cars, keeps the exit shut until it is told otherwise. */
export async function startBarrierGate(
  config: z.input<typeof BarrierGateSandboxConfigSchema>,
  { logger, now = Date.now }: { readonly logger: Logger; readonly now?: () => number },
): Promise<{ url: string; close(): Promise<void> }> {
  refuseProduction();
  const { port, keysDir, serverUrl } = BarrierGateSandboxConfigSchema.parse(config);
  const secret = readFileSync(sharedSecretPath(keysDir, 'barrier-gate'), 'utf8').trim();
  const cars = new Map<string, SandboxCar>();
  const stopping = new AbortController();
  const host = rawBodyHost(64);
  host.setErrorHandler((error, _request, reply) => {
    const isMalformed = error instanceof z.ZodError || error instanceof SyntaxError;
    return reply.code(isMalformed ? 400 : 500).send({ detail: String(error) });
  });

  /** Tells the server, again and again until it answers: the id of the event is the same. */
  async function tell(kind: GateEvent['kind'], car: SandboxCar, at: number) {
    const lane = kind === 'entered' ? '东门入口' : '东门出口';
    const event = { eventId: randomUUID(), kind, passageId: car.passageId, plate: car.plate, lane, at };
    const body = JSON.stringify(event);
    const { method, path } = barrierGateRoutes.event;
    while (!stopping.signal.aborted) {
      const parts = { subject: `${method} ${path}`, timestamp: String(now()), nonce: randomUUID(), body };
      const headers = signedGateHeaders(parts, { keyId: KEY_ID, secret });
      const answer = await fetch(`${serverUrl}${path}`, { method, headers, body, signal: stopping.signal })
        .then(async (response) => GateAnswerSchema.parse(await response.json()))
        .catch((error: unknown) => {
          logger.warn({ kind, reason: String(error) }, 'server does not take the event');
        });
      if (answer) return answer;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
    throw new Error('stopped');
  }

  function change(car: SandboxCar, next: Partial<SandboxCar>): SandboxCar {
    const changed = { ...car, ...next };
    cars.set(car.passageId, changed);
    const [oldest] = cars.keys();
    if (cars.size > KEPT && oldest !== undefined) cars.delete(oldest);
    return changed;
  }

  async function driveOut(car: SandboxCar): Promise<SandboxCar> {
    const gone = change(car, { place: 'gone', said: 'open' });
    await tell('left', gone, now());
    return gone;
  }

  host.get('/', (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(barrierGatePage([...cars.values()], now())),
  );
  host.get('/control/cars', () => [...cars.values()]);
  host.post('/control/cars', async (request, reply) => {
    const { plate, minutesAgo } = z
      .strictObject({ plate: PlateSchema, minutesAgo: z.coerce.number().int().min(0).max(100_000).default(0) })
      .parse(wishOf(request));
    const enteredAt = now() - minutesAgo * MINUTE_MS;
    const car = change({ passageId: randomUUID(), plate, enteredAt, place: 'inside', said: 'noted' }, {});
    await tell('entered', car, enteredAt);
    return isForm(request) ? reply.redirect('/') : car;
  });
  host.post('/control/leavings', async (request, reply) => {
    const car = cars.get(PassageSchema.parse(wishOf(request)).passageId);
    if (!car || car.place === 'gone') return reply.code(404).send({});
    const { answer, owedFen } = await tell('exit-asked', car, now());
    const seen = answer === 'open' ? await driveOut(car) : change(car, { place: 'waits', said: answer, owedFen });
    return isForm(request) ? reply.redirect('/') : seen;
  });
  host.post(LET_OUT_PATH, async (request, reply) => {
    const refusal = refusalOf(request, secret, now());
    if (refusal !== undefined) return reply.code(401).send({ message: refusal });
    const { commandId, passageId, until } = LetOutSchema.parse(JSON.parse(rawBody(request.body).toString('utf8')));
    const car = cars.get(passageId);
    if (car?.place === 'waits' && now() <= until) {
      // The barrier goes up at once; the server hears of the car when it is through.
      void driveOut(car).catch((error: unknown) => logger.warn({ reason: String(error) }, 'car left, not told'));
    } else if (car?.place === 'inside') {
      change(car, { said: 'paid' });
    }
    return { commandId };
  });

  const url = await listenOnLoopback(host, port);
  return {
    url,
    close: async () => {
      stopping.abort();
      await host.close();
    },
  };
}

/** A form of the page, or JSON of a test. */
function wishOf(request: FastifyRequest): unknown {
  const text = rawBody(request.body).toString('utf8');
  return isForm(request) ? Object.fromEntries(new URLSearchParams(text)) : JSON.parse(text);
}

function isForm(request: FastifyRequest): boolean {
  return String(request.headers['content-type']).startsWith('application/x-www-form-urlencoded');
}

function refusalOf(request: FastifyRequest, secret: string, now: number): string | undefined {
  const header = (name: string) => String(request.headers[name] ?? '');
  if (header('x-gate-key') !== KEY_ID) return 'unknown key';
  const timestamp = header('x-timestamp');
  if (Math.abs(now - Number(timestamp)) > FRESH_MS) return 'timestamp too far off';
  const parts = { subject: `POST ${LET_OUT_PATH}`, timestamp, nonce: header('x-nonce'), body: rawBody(request.body) };
  return signatureIsRight(header('x-signature'), parts, secret) ? undefined : 'wrong signature';
}
