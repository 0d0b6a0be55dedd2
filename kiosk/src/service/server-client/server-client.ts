import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { KeyObject } from 'node:crypto';
import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { failed, ok, type Result } from '@louting/common/result';
import { orphanRoutes, type OrphanReport } from '@louting/server/contract/cash-api';
import {
  kioskRoutes,
  ProblemSchema,
  type Heartbeat,
  type HeartbeatAnswerSchema,
  type Receipt,
} from '@louting/server/contract/kiosk-api';
import { type Agreement, type Credential, type Session, sessionRoutes } from '@louting/server/contract/session-api';
import { signRequest } from '@louting/server/contract/request-signature';
import { create, isAxiosError, type AxiosInstance } from 'axios';
import type { z } from 'zod';
import { pause } from '../pause.ts';
import type { Answer, AnyCall, CalledRoute, Calling } from './call.ts';
import { cardAuthCalls, type CardAuthCalls } from './card-auth-calls.ts';
import { identificationCalls, type IdentificationCalls } from './identification-calls.ts';
import { orderCalls, type OrderCalls } from './order-calls.ts';
import { ownerCalls, type OwnerCalls } from './owner-calls.ts';
import { ticketCalls, type TicketCalls } from './ticket-calls.ts';
import { totalsCalls, type TotalsCalls } from './totals-calls.ts';
import { visitCalls, type VisitCalls } from './visit-calls.ts';

/** The server as the kiosk uses it. Every failure but LT-5001 is the server's own word (LT-9999 when it is not understood). */
export interface ServerClient
  extends OwnerCalls, CardAuthCalls, IdentificationCalls, OrderCalls, TicketCalls, TotalsCalls, VisitCalls {
  heartbeat(beat: Heartbeat): Promise<Result<z.infer<typeof HeartbeatAnswerSchema>>>;
  openSession(sessionId: string, credential: Credential): Promise<Result<Session>>;
  closeSession(sessionId: string): Promise<Result<undefined>>;
  refundsOfSession(sessionId: string): Promise<Result<z.infer<typeof sessionRoutes.refundsOfSession.response>>>;
  agree(sessionId: string, agreement: Agreement): Promise<Result<Agreement>>;
  reprintReceipt(receiptNumber: string, copyId: string): Promise<Result<Receipt>>;
  /** @returns the ids that are on the server's books now */
  reportOrphans(orphans: OrphanReport['orphans']): Promise<Result<{ readonly orphanIds: readonly string[] }>>;
  close(): void;
}

export interface ServerClientOptions {
  /** Origin of the server, e.g. `https://fees.example.cn`. */
  readonly serverUrl: string;
  readonly identity: { readonly keyId: string; readonly privateKey: KeyObject };
  readonly clock: Clock;
  readonly failPoints: FailPoints;
  /** Patience for one attempt, in milliseconds. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;
const BACK_OFF_MS = [150, 600];

export function connectServer(options: ServerClientOptions): ServerClient {
  const { identity, clock, failPoints, timeoutMs = TIMEOUT_MS } = options;
  const agents = agentsOf();
  const http = httpOver(agents);

  const call: Calling = async (route, request: AnyCall) => {
    const url = urlOf(options.serverUrl, route.path, request);
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const { method } = route;
    const attempt = () => {
      const created = clock.now();
      const signed = signRequest({ ...identity, method, url, body, created, nonce: newId() });
      const patienceMs = timeoutMs + (request.extraPatienceMs ?? 0);
      return send(http, { url, method, body, headers: { ...signed }, timeoutMs: patienceMs, signal: request.signal });
    };
    let last: Result<unknown> = failed('LT-5001');
    for (let tried = 0; tried < request.attempts; tried += 1) {
      if (tried > 0) await pause(BACK_OFF_MS[tried - 1] ?? 1_000, request.signal);
      failPoints.hit(`server.${request.name}.before`);
      last = await attempt();
      failPoints.hit(`server.${request.name}.after`);
      if (last.ok || !isTransient(last.error.code) || request.signal?.aborted) break;
    }
    return last.ok ? answerOf(route, last.value) : last;
  };

  return {
    ...ownerCalls(call),
    ...cardAuthCalls(call),
    ...totalsCalls(call),
    ...visitCalls(call),
    ...identificationCalls(call),
    ...ticketCalls(call),
    ...orderCalls(call),
    heartbeat: (body) => call(kioskRoutes.heartbeat, { name: 'heartbeat', body, attempts: 1 }),
    openSession: (sessionId, credential) =>
      call(sessionRoutes.openSession, { name: 'open-session', body: { sessionId, credential }, attempts: 2 }),
    closeSession: (sessionId) =>
      call(sessionRoutes.closeSession, { name: 'close-session', params: { sessionId }, attempts: 1 }),
    refundsOfSession: (sessionId) =>
      call(sessionRoutes.refundsOfSession, { name: 'refunds-of-session', params: { sessionId }, attempts: 2 }),
    agree: (sessionId, body) => call(sessionRoutes.agree, { name: 'agree', params: { sessionId }, body, attempts: 2 }),
    reprintReceipt: (receiptNumber, copyId) =>
      call(kioskRoutes.reprintReceipt, {
        name: 'reprint-receipt',
        params: { receiptNumber },
        body: { copyId },
        attempts: 3,
      }),
    reportOrphans: (orphans) =>
      call(orphanRoutes.reportOrphans, { name: 'report-orphans', body: { orphans }, attempts: 1 }),
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

function agentsOf(): Agents {
  // A tapped card must not wait for a new connection.
  return { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
}

function httpOver(agents: Agents): AxiosInstance {
  return create({
    httpAgent: agents.http,
    httpsAgent: agents.https,
    proxy: false,
    maxRedirects: 0,
    validateStatus: () => true,
    responseType: 'json',
    maxContentLength: 4 * 1024 * 1024,
  });
}

/** The one call that cannot be signed yet: it makes the key known. */
export async function enrol(
  serverUrl: string,
  body: { readonly code: string; readonly publicKey: string },
): Promise<Result<z.infer<typeof kioskRoutes.enrol.response>>> {
  const agents = agentsOf();
  try {
    const answer = await send(httpOver(agents), {
      url: new URL(kioskRoutes.enrol.path, serverUrl).href,
      method: 'POST',
      body: JSON.stringify(body),
      headers: {},
      timeoutMs: TIMEOUT_MS,
      signal: undefined,
    });
    return answer.ok ? answerOf(kioskRoutes.enrol, answer.value) : answer;
  } finally {
    agents.http.destroy();
    agents.https.destroy();
  }
}

function urlOf(serverUrl: string, path: string, { params = {}, query = {} }: AnyCall): string {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const url = new URL(filled, serverUrl);
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(key, String(value));
  }
  return url.href;
}

function answerOf<Route extends CalledRoute>(route: Route, value: unknown): Result<Answer<Route>> {
  if (!route.response) return ok(undefined as Answer<Route>);
  const parsed = route.response.safeParse(value);
  if (parsed.success) return ok(parsed.data as Answer<Route>);
  return failed('LT-9999', `answer of ${route.path} breaks the contract`);
}

async function send(
  http: AxiosInstance,
  request: {
    readonly url: string;
    readonly method: string;
    readonly body: string | undefined;
    readonly headers: Readonly<Record<string, string>>;
    readonly timeoutMs: number;
    readonly signal: AbortSignal | undefined;
  },
): Promise<Result<unknown>> {
  const { url, method, body, headers, timeoutMs, signal } = request;
  try {
    const response = await http.request<unknown>({
      url,
      method,
      // Axios would name a form type for a POST without body, which the server rightly refuses.
      headers: { ...headers, 'content-type': body === undefined ? null : 'application/json' },
      timeout: timeoutMs,
      ...(body === undefined ? {} : { data: body }),
      ...(signal ? { signal } : {}),
    });
    if (response.status < 400) return ok(response.data);
    const problem = ProblemSchema.safeParse(response.data);
    if (problem.success) return failed(problem.data.code, problem.data.detail);
    // A gateway in between answered, not our server: nobody knows whether the request went through.
    return failed('LT-5001', `status ${response.status}`);
  } catch (error) {
    if (!isAxiosError(error)) throw error;
    return failed('LT-5001', error.code ?? 'no answer');
  }
}

function isTransient(code: string): boolean {
  return code === 'LT-5001' || code === 'LT-9003';
}
