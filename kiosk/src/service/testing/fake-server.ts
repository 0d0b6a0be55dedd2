import type { FailPoints } from '@louting/common/fail-points';
import { fen, formatYuan, toCapitals, type Fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { InvoiceView } from '@louting/server/contract/invoices-api';
import type {
  AnomalyRule,
  CashSettlementRequest,
  CreatePaymentOrderRequest,
  Heartbeat,
  KioskConfiguration,
  PaymentOrder,
  Receipt,
} from '@louting/server/contract/kiosk-api';
import type { Preferences } from '@louting/server/contract/owner-preferences';
import type { Agreement, Session } from '@louting/server/contract/session-api';
import { orderReference } from '@louting/server/contract/order-reference';
import type { KioskTicket, RaiseTicket } from '@louting/server/contract/tickets-api';
import type { ToldTotals } from '@louting/server/contract/terminal-totals-api';
import type { Visit } from '@louting/server/contract/visits-api';
import { configuration } from '../../flows/test-effects.ts';
import { ownerCallsOf } from './fake-owner-calls.ts';
import type { ServerClient } from '../server-client/server-client.ts';

/** Books in memory that keep the server's promises: one order per id, one credit per note, one settlement per order. */
export interface FakeServer {
  /** A client of this server; several restarts of a kiosk use one server. */
  client(failPoints: FailPoints): ServerClient;
  /** While down nothing arrives. */
  down: boolean;
  /** Calls of these names do not arrive. */
  readonly downFor: Set<string>;
  configuration: KioskConfiguration;
  /** The next calls of these names arrive, but their answers are lost. */
  readonly loseAnswers: Set<string>;
  readonly orders: Map<string, PaymentOrder>;
  readonly settlements: Map<string, CashSettlementRequest>;
  readonly creditedNotes: Map<string, Fen>;
  readonly agreements: Map<string, Agreement>;
  /** What was told to be remembered, by session. */
  readonly remembered: Map<string, Preferences>;
  /** Orders that were told afterwards, with the number of times. */
  readonly lateOrders: Map<string, number>;
  /** Orders whose invoice was asked for, with the number of times. */
  readonly invoices: Map<string, number>;
  readonly issued: Set<string>;
  refusesInvoices: boolean;
  /** Ids of orphan notes as often as they were told. */
  readonly orphans: string[];
  /** As they were raised, and where they stand. */
  readonly tickets: Map<string, RaiseTicket & Pick<KioskTicket, 'state' | 'helper'>>;
  readonly faces: string[];
  readonly visits: Visit[];
  /** What the office wants of the terminal, with every heartbeat until it is told. */
  readonly totalsAsked: { readonly totalsId: string; readonly settles: boolean }[];
  readonly totals: ToldTotals[];
  readonly heartbeats: Heartbeat[];
  paidMeanwhile: boolean;
  /** It refuses for good whatever a card has paid. */
  booksNoCards: boolean;
  refuseLateOrders: boolean;
  /** Rules that fire for every order until it is confirmed. */
  asksToConfirm: AnomalyRule[];
  payerPays(orderId: string): void;
}

export function fakeServer(household: Session): FakeServer {
  const watchers = new Set<() => void>();
  const copies = new Map<string, number>();
  const channelPaid = new Set<string>();
  const state: FakeServer = {
    client: (failPoints) => clientOf(failPoints),
    down: false,
    downFor: new Set(),
    configuration,
    loseAnswers: new Set(),
    orders: new Map(),
    settlements: new Map(),
    creditedNotes: new Map(),
    agreements: new Map(),
    remembered: new Map(),
    lateOrders: new Map(),
    invoices: new Map(),
    issued: new Set(),
    refusesInvoices: false,
    orphans: [],
    tickets: new Map(),
    faces: [],
    visits: [],
    totalsAsked: [],
    totals: [],
    heartbeats: [],
    paidMeanwhile: false,
    booksNoCards: false,
    refuseLateOrders: false,
    asksToConfirm: [],
    payerPays: (orderId) => {
      channelPaid.add(orderId);
      const order = state.orders.get(orderId);
      if (order?.state === 'PENDING') put(succeeded(order));
    },
  };

  const put = (order: PaymentOrder): PaymentOrder => {
    state.orders.set(order.orderId, order);
    for (const wake of watchers) wake();
    return order;
  };

  const succeeded = (order: PaymentOrder, toPrepaymentFen = 0): PaymentOrder => {
    const number = `K001-${String([...state.orders.values()].filter((each) => each.receipt).length + 1).padStart(6, '0')}`;
    return { ...order, state: 'SUCCEEDED', receipt: receiptOf(order, number, toPrepaymentFen) };
  };

  const answerThrough = async <T>(failPoints: FailPoints, name: string, act: () => Result<T>): Promise<Result<T>> => {
    failPoints.hit(`server.${name}.before`);
    await Promise.resolve();
    if (state.down || state.downFor.has(name)) return failed('LT-5001', 'server is down');
    const result = act();
    failPoints.hit(`server.${name}.after`);
    return state.loseAnswers.has(name) ? failed('LT-5001', 'answer was lost') : result;
  };

  const invoiceOf = (orderId: string): InvoiceView => {
    const shown = { pageUrl: 'https://fees.example/i/1', amountFen: fen(18_640), buyerMasked: '张*' };
    if (!state.invoices.has(orderId)) return { state: 'none', ...shown };
    if (!state.issued.has(orderId)) return { state: 'ISSUING', ...shown };
    return { state: 'ISSUED', ...shown, invoiceNumber: '26352000000012345678' };
  };

  const ticketOf = (ticketId: string): KioskTicket => {
    const { state: at = 'open', helper } = state.tickets.get(ticketId) ?? {};
    return { ticketId, reference: orderReference(ticketId), state: at, ...(helper && { helper }) };
  };

  const known = (orderId: string, act: (order: PaymentOrder) => Result<PaymentOrder>): Result<PaymentOrder> => {
    const order = state.orders.get(orderId);
    return order ? act(order) : failed('LT-2109');
  };

  const clientOf = (failPoints: FailPoints): ServerClient => {
    const answer = <T>(name: string, act: () => Result<T>) => answerThrough(failPoints, name, act);
    return {
      heartbeat: async (beat) => {
        state.heartbeats.push(beat);
        // No fail point: nothing depends on a heartbeat.
        return state.down
          ? failed('LT-5001')
          : ok({ serverTime: beat.at, configuration: state.configuration, totalsAsked: state.totalsAsked });
      },
      startCardAuthentication: () => answer('start-card-authentication', () => ok({ state: 'not-needed' as const })),
      answerCardAuthentication: () => answer('answer-card-authentication', () => failed('LT-1018')),
      openSession: (sessionId) =>
        answer('open-session', () => {
          const lateOrders = [...state.lateOrders.keys()].filter((id) => state.orders.get(id)?.state === 'SUCCEEDED');
          return ok({ ...household, sessionId, lateOrders });
        }),
      closeSession: async () => ok(),
      sendPhoneCode: () => answer('send-phone-code', () => ok({ resendAfterS: 60, livesS: 180 })),
      doors: () => answer('doors', () => ok({ buildings: [] })),
      identify: () => answer('identify', () => failed('LT-1013')),
      show: () => answer('show', () => failed('LT-1012')),
      showing: () => answer('showing', () => ok({ state: 'ended' as const })),
      endShowing: async () => ok(),
      refundsOfSession: () => answer('refunds-of-session', () => ok({ refunds: [] })),
      rememberPreferences: (sessionId, preferences) =>
        answer('remember-preferences', () => {
          state.remembered.set(sessionId, preferences);
          return ok({ kept: true });
        }),
      ...ownerCallsOf(answer),
      agree: (sessionId, agreement) =>
        answer('agree', () => {
          state.agreements.set(sessionId, agreement);
          return ok(agreement);
        }),
      createPaymentOrder: (draft) =>
        answer('create-order', () => {
          const order = state.orders.get(draft.orderId);
          if (draft.takenOffline) {
            if (state.refuseLateOrders) return failed('LT-2602');
            state.lateOrders.set(draft.orderId, (state.lateOrders.get(draft.orderId) ?? 0) + 1);
          }
          if (order) return ok(order);
          const asks = state.asksToConfirm.filter((rule) => !draft.confirmed?.includes(rule));
          if (asks.length > 0 && !draft.takenOffline) return failed('LT-2113', asks.join(' '));
          if (state.paidMeanwhile) return failed('LT-2002');
          return ok(put(newOrder(draft)));
        }),
      watchPaymentOrder: async (orderId, { knownState, waitMs, signal }) => {
        const changed = () => state.orders.get(orderId)?.state !== knownState;
        if (!state.down && waitMs > 0 && !changed()) {
          await new Promise<void>((resolve) => {
            const wake = () => {
              if (!changed() && !signal?.aborted) return;
              watchers.delete(wake);
              resolve();
            };
            watchers.add(wake);
            signal?.addEventListener('abort', wake, { once: true });
            setTimeout(() => {
              watchers.delete(wake);
              resolve();
            }, waitMs).unref();
          });
        }
        return answer('watch-order', () => known(orderId, ok));
      },
      submitPayerCode: (orderId) =>
        answer('submit-payer-code', () =>
          known(orderId, (order) =>
            ok(channelPaid.has(orderId) ? put(succeeded(order)) : put({ ...order, state: 'PENDING' })),
          ),
        ),
      reportBankCard: (orderId, report) =>
        answer('report-bank-card', () =>
          state.booksNoCards
            ? failed('LT-2109')
            : known(orderId, (order) => {
                if (report.outcome === 'approved') return ok(put(succeeded(order)));
                if (report.outcome === 'unknown') return ok(put({ ...order, state: 'UNKNOWN' }));
                return ok(put({ ...order, state: 'FAILED', failure: { code: report.code } }));
              }),
        ),
      closePaymentOrder: (orderId) =>
        answer('close-order', () =>
          known(orderId, (order) => ok(order.state === 'PENDING' ? put({ ...order, state: 'CLOSED' }) : order)),
        ),
      settleCash: (orderId, request) =>
        answer('settle-cash', () =>
          known(orderId, (order) => {
            if (state.settlements.has(orderId)) return ok(order);
            if (request.notes.some(({ noteId }) => state.creditedNotes.has(noteId))) return failed('LT-2301');
            state.settlements.set(orderId, request);
            for (const { noteId, denominationFen } of request.notes) state.creditedNotes.set(noteId, denominationFen);
            const paid = request.notes.reduce((sum, { denominationFen }) => sum + denominationFen, 0);
            return ok(
              put(succeeded({ ...order, amountFen: fen(Math.max(paid, 1)) }, Math.max(0, paid - order.amountFen))),
            );
          }),
        ),
      reprintReceipt: (receiptNumber) =>
        answer('reprint-receipt', () => {
          const order = [...state.orders.values()].find(({ receipt }) => receipt?.receiptNumber === receiptNumber);
          if (!order?.receipt) return failed('LT-2401');
          const copyNumber = (copies.get(receiptNumber) ?? 0) + 1;
          copies.set(receiptNumber, copyNumber);
          return ok({ ...order.receipt, copyNumber });
        }),
      invoiceOf: (orderId) => answer('invoice', () => ok(invoiceOf(orderId))),
      requestInvoice: (orderId) =>
        answer('request-invoice', () => {
          if (state.refusesInvoices) return failed('LT-2901');
          state.invoices.set(orderId, (state.invoices.get(orderId) ?? 0) + 1);
          return ok(invoiceOf(orderId));
        }),
      reportOrphans: (orphans) =>
        answer('report-orphans', () => {
          for (const { orphanId } of orphans) state.orphans.push(orphanId);
          return ok({ orphanIds: orphans.map(({ orphanId }) => orphanId) });
        }),
      raiseTicket: (ticket) =>
        answer('raise-ticket', () => {
          state.tickets.set(ticket.ticketId, state.tickets.get(ticket.ticketId) ?? { ...ticket, state: 'open' });
          return ok(ticketOf(ticket.ticketId));
        }),
      ticket: (ticketId) => answer('ticket', () => ok(ticketOf(ticketId))),
      withdrawTicket: (ticketId) =>
        answer('withdraw-ticket', () => {
          const ticket = state.tickets.get(ticketId);
          if (!ticket) return failed('LT-9002');
          state.tickets.set(ticketId, { ...ticket, state: 'closed' });
          return ok(ticketOf(ticketId));
        }),
      questions: () => answer('questions', () => ok({ questions: [] })),
      openMaintenance: (code) => answer('open-maintenance', () => (code === '123456' ? ok({}) : failed('LT-4007'))),
      tellSurvey: (survey) =>
        answer('tell-survey', () => {
          state.faces.push(survey.face);
          return ok({ surveyId: survey.surveyId });
        }),
      tellTotals: (totalsId, told) =>
        answer('tell-totals', () => {
          state.totals.push(told);
          return ok({ totalsId });
        }),
      tellVisit: (visit) =>
        answer('tell-visit', () => {
          state.visits.push(visit);
          return ok({ visitId: visit.visitId });
        }),
      close: () => undefined,
    };
  };
  return state;
}

function newOrder({ orderId, method, amountFen }: CreatePaymentOrderRequest): PaymentOrder {
  const qr = { content: `weixin://wxpay/bizpayurl?pr=${orderId}`, expiresAt: Date.now() + 180_000 };
  const isQr = method === 'wechat-qr' || method === 'alipay-qr';
  return {
    orderId,
    state: 'PENDING',
    method,
    amountFen: fen(amountFen),
    reference: '7F3K-92QD',
    ...(isQr ? { qr } : {}),
  };
}

function receiptOf(order: PaymentOrder, receiptNumber: string, toPrepaymentFen: number): Receipt {
  return {
    receiptNumber,
    copyNumber: 0,
    communityName: '翠湖花园',
    companyName: '翠湖物业',
    roomLabel: '3栋2单元*01',
    payerMasked: '张*',
    lines: [{ itemName: `物业费 ${formatYuan(order.amountFen)}`, period: '2026-10', amountFen: order.amountFen }],
    totalFen: order.amountFen,
    totalCapitals: toCapitals(order.amountFen),
    methodName: order.method,
    paidAt: 0,
    kioskNumber: 'K001',
    toPrepaymentFen: fen(toPrepaymentFen),
    prepaidAfterFen: fen(toPrepaymentFen),
    verifyUrl: 'https://fees.example/r/1',
    servicePhone: '400-800-1234',
  };
}
