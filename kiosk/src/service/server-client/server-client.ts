import type { BankCardReport } from '@louting/server/contract/bank-card-api';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { KeyObject } from 'node:crypto';
import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { failed, ok, type Result } from '@louting/common/result';
import { orphanRoutes, type OrphanReport } from '@louting/server/contract/cash-api';
import { kioskInvoiceRoutes, type InvoiceView } from '@louting/server/contract/invoices-api';
import {
  kioskRoutes,
  ProblemSchema,
  type CashSettlementRequest,
  type CreatePaymentOrderRequest,
  type Heartbeat,
  type HeartbeatAnswerSchema,
  type PaymentOrder,
  type PaymentOrderState,
  type Receipt,
} from '@louting/server/contract/kiosk-api';
import { type Agreement, type Credential, type Session, sessionRoutes } from '@louting/server/contract/session-api';
import { signRequest } from '@louting/server/contract/request-signature';
import { create, isAxiosError, type AxiosInstance } from 'axios';
import type { z } from 'zod';
import { pause } from '../pause.ts';
import type { Call, Calling } from './call.ts';
import { cardAuthCalls, type CardAuthCalls } from './card-auth-calls.ts';
import { identificationCalls, type IdentificationCalls } from './identification-calls.ts';
import { ownerCalls, type OwnerCalls } from './owner-calls.ts';
import { ticketCalls, type TicketCalls } from './ticket-calls.ts';
import { totalsCalls, type TotalsCalls } from './totals-calls.ts';
import { visitCalls, type VisitCalls } from './visit-calls.ts';

/** The server as the kiosk uses it. Every failure but LT-5001 is the server's own word (LT-9999 when it is not understood). */
export interface ServerClient
  extends OwnerCalls, CardAuthCalls, IdentificationCalls, TicketCalls, TotalsCalls, VisitCalls {
  heartbeat(beat: Heartbeat): Promise<Result<z.infer<typeof HeartbeatAnswerSchema>>>;
  openSession(sessionId: string, credential: Credential): Promise<Result<Session>>;
  closeSession(sessionId: string): Promise<Result<undefined>>;
  refundsOfSession(sessionId: string): Promise<Result<z.infer<typeof sessionRoutes.refundsOfSession.response>>>;
  agree(sessionId: string, agreement: Agreement): Promise<Result<Agreement>>;
  createPaymentOrder(order: CreatePaymentOrderRequest): Promise<Result<PaymentOrder>>;
  /** @param waitMs how long the server may hold the answer while the state stays `knownState` */
  watchPaymentOrder(
    orderId: string,
    watch: { readonly knownState?: PaymentOrderState; readonly waitMs: number; readonly signal?: AbortSignal },
  ): Promise<Result<PaymentOrder>>;
  /** Never sent twice by itself: after LT-5001 the order must be watched. */
  submitPayerCode(orderId: string, payerCode: string): Promise<Result<PaymentOrder>>;
  /** What the terminal said of the sale of an order; told as often as needed. */
  reportBankCard(orderId: string, report: BankCardReport): Promise<Result<PaymentOrder>>;
  closePaymentOrder(orderId: string): Promise<Result<PaymentOrder>>;
  settleCash(orderId: string, settlement: CashSettlementRequest): Promise<Result<PaymentOrder>>;
  reprintReceipt(receiptNumber: string, copyId: string): Promise<Result<Receipt>>;
  invoiceOf(orderId: string): Promise<Result<InvoiceView>>;
  /** Asks for one in the owner's own name; asked again, it answers the invoice as it stands. */
  requestInvoice(orderId: string): Promise<Result<InvoiceView>>;
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

  const attempt = async (call: Call, url: string): Promise<Result<unknown>> => {
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const signature = signRequest({
      method: call.method,
      url,
      body,
      privateKey: identity.privateKey,
      keyId: identity.keyId,
      created: clock.now(),
      nonce: newId(),
    });
    return send(http, {
      url,
      method: call.method,
      body,
      headers: { ...signature },
      timeoutMs: timeoutMs + (call.extraPatienceMs ?? 0),
      signal: call.signal,
    });
  };

  const call: Calling = async (schema, request) => {
    const url = urlOf(options.serverUrl, request);
    let last: Result<unknown> = failed('LT-5001');
    for (let tried = 0; tried < request.attempts; tried += 1) {
      if (tried > 0) await pause(BACK_OFF_MS[tried - 1] ?? 1_000, request.signal);
      failPoints.hit(`server.${request.name}.before`);
      last = await attempt(request, url);
      failPoints.hit(`server.${request.name}.after`);
      if (last.ok || !isTransient(last.error.code) || request.signal?.aborted) break;
    }
    if (!last.ok) return last;
    const parsed = schema.safeParse(last.value);
    return parsed.success ? ok(parsed.data) : failed('LT-9999', `answer of ${request.name} breaks the contract`);
  };

  const order = (orderId: string, rest = '') => `/kiosk/v1/payment-orders/${encodeURIComponent(orderId)}${rest}`;
  const orderAnswer = kioskRoutes.createPaymentOrder.response;

  return {
    ...ownerCalls(call),
    ...cardAuthCalls(call),
    ...totalsCalls(call),
    ...visitCalls(call),
    ...identificationCalls(call),
    heartbeat: (body) =>
      call(kioskRoutes.heartbeat.response, {
        name: 'heartbeat',
        method: 'POST',
        path: kioskRoutes.heartbeat.path,
        body,
        attempts: 1,
      }),
    openSession: (sessionId, credential) =>
      call(sessionRoutes.openSession.response, {
        name: 'open-session',
        method: 'POST',
        path: sessionRoutes.openSession.path,
        body: { sessionId, credential },
        attempts: 2,
      }),
    closeSession: async (sessionId) => {
      const path = `/kiosk/v1/sessions/${encodeURIComponent(sessionId)}`;
      const request: Call = { name: 'close-session', method: 'DELETE', path, attempts: 1 };
      const result = await attempt(request, urlOf(options.serverUrl, request));
      return result.ok ? ok() : result;
    },
    refundsOfSession: (sessionId) =>
      call(sessionRoutes.refundsOfSession.response, {
        name: 'refunds-of-session',
        method: 'GET',
        path: `/kiosk/v1/sessions/${encodeURIComponent(sessionId)}/refunds`,
        attempts: 2,
      }),
    agree: (sessionId, body) =>
      call(sessionRoutes.agree.response, {
        name: 'agree',
        method: 'POST',
        path: `/kiosk/v1/sessions/${encodeURIComponent(sessionId)}/agreement`,
        body,
        attempts: 2,
      }),
    createPaymentOrder: (body) =>
      call(orderAnswer, {
        name: 'create-order',
        method: 'POST',
        path: kioskRoutes.createPaymentOrder.path,
        body,
        attempts: 3,
        extraPatienceMs: 5_000,
      }),
    watchPaymentOrder: (orderId, { knownState, waitMs, signal }) =>
      call(orderAnswer, {
        name: 'watch-order',
        method: 'GET',
        path: order(orderId),
        query: { knownState, waitMs },
        attempts: 1,
        extraPatienceMs: waitMs,
        signal,
      }),
    submitPayerCode: (orderId, payerCode) =>
      call(orderAnswer, {
        name: 'submit-payer-code',
        method: 'POST',
        path: order(orderId, '/payer-code'),
        body: { payerCode },
        attempts: 1,
        extraPatienceMs: 10_000,
      }),
    reportBankCard: (orderId, report) =>
      call(orderAnswer, {
        name: 'report-bank-card',
        method: 'POST',
        path: order(orderId, '/bank-card'),
        body: report,
        attempts: 2,
      }),
    closePaymentOrder: (orderId) =>
      call(orderAnswer, {
        name: 'close-order',
        method: 'POST',
        path: order(orderId, '/close'),
        attempts: 2,
        extraPatienceMs: 15_000,
      }),
    settleCash: (orderId, body) =>
      call(orderAnswer, {
        name: 'settle-cash',
        method: 'POST',
        path: order(orderId, '/cash-settlement'),
        body,
        attempts: 3,
      }),
    reprintReceipt: (receiptNumber, copyId) =>
      call(kioskRoutes.reprintReceipt.response, {
        name: 'reprint-receipt',
        method: 'POST',
        path: `/kiosk/v1/receipts/${encodeURIComponent(receiptNumber)}/copies`,
        body: { copyId },
        attempts: 3,
      }),
    invoiceOf: (orderId) =>
      call(kioskInvoiceRoutes.invoice.response, {
        name: 'invoice',
        method: 'GET',
        path: order(orderId, '/invoice'),
        attempts: 2,
      }),
    requestInvoice: (orderId) =>
      call(kioskInvoiceRoutes.requestInvoice.response, {
        name: 'request-invoice',
        method: 'POST',
        path: order(orderId, '/invoice'),
        body: { buyer: { kind: 'personal' } },
        attempts: 2,
      }),
    reportOrphans: (orphans) =>
      call(orphanRoutes.reportOrphans.response, {
        name: 'report-orphans',
        method: 'POST',
        path: orphanRoutes.reportOrphans.path,
        body: { orphans },
        attempts: 1,
      }),
    ...ticketCalls(call),
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
    if (!answer.ok) return answer;
    const parsed = kioskRoutes.enrol.response.safeParse(answer.value);
    return parsed.success ? ok(parsed.data) : failed('LT-9999', 'answer of enrol breaks the contract');
  } finally {
    agents.http.destroy();
    agents.https.destroy();
  }
}

function urlOf(serverUrl: string, { path, query = {} }: Call): string {
  const url = new URL(path, serverUrl);
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(key, String(value));
  }
  return url.href;
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
