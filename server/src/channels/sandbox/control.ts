import { randomInt } from 'node:crypto';
import type { Clock } from '@louting/common/clock';
import { fen } from '@louting/common/money';
import {
  createBehaviourQueue,
  type BehaviourQueue,
  type CallBehaviour,
  type NotificationBehaviour,
} from './misbehaviour.ts';
import type { Notifier } from './notifier.ts';
import { orderOfRefund, settleRefund } from './refund-book.ts';
import { isOpen, type OrderBook, type PayerCode, type SandboxOrder } from './order-book.ts';

export type PayResult = 'paid' | 'not-found' | 'not-payable';

export interface PayerCodeWish {
  readonly requirePin?: boolean | undefined;
  readonly balanceFen?: number | undefined;
}

/** What a person with a phone, or a test, can do to a sandbox gateway. The same is offered over HTTP below `/control`. */
export interface GatewayControl {
  /** Newest first. */
  orders(): readonly SandboxOrder[];
  order(outTradeNo: string): SandboxOrder | undefined;
  /** The phone looks at a QR code. @returns undefined when it is not a code of this gateway */
  scan(qrContent: string): SandboxOrder | undefined;
  /** The payer confirms; money moves, the merchant is notified. */
  pay(outTradeNo: string): PayResult;
  /** The payer turns the PIN request away; a QR order merely stays unpaid. @returns false when there is nothing to decline */
  decline(outTradeNo: string): boolean;
  /** The platform ends a refund it has in hand, and tells the merchant. @returns false when there is none */
  settleRefund(outRefundNo: string, outcome: 'succeeded' | 'failed'): boolean;
  /** @returns HTTP status of the merchant, 0 when it did not answer, undefined when there is no such refund */
  resendRefundNotification(outRefundNo: string, behaviour?: NotificationBehaviour): Promise<number | undefined>;
  /** A fresh payer code 付款码, good for one payment within a minute. */
  issuePayerCode(wish?: PayerCodeWish): PayerCode;
  payerCode(code: string): PayerCode | undefined;
  /** @param route e.g. `native`, `codepay`, `query`, `close`, `reverse`, `refund`, `refund-query`; `precreate`, `pay`, `cancel`,
   * `refund`, `fastpay.refund.query` */
  misbehave(route: string, behaviour: CallBehaviour, times?: number): void;
  misbehaveNotifications(behaviour: NotificationBehaviour, times?: number): void;
  /** Forgets every misbehaviour that was asked for. */
  behave(): void;
  releaseNotifications(order: 'oldest-first' | 'newest-first'): Promise<void>;
  notificationsSettled(): Promise<void>;
  /** @returns HTTP status of the merchant, 0 when it did not answer, undefined when there is no such order */
  resendNotification(outTradeNo: string, behaviour?: NotificationBehaviour): Promise<number | undefined>;
  /** Calls received so far, by route. */
  calls(): Readonly<Record<string, number>>;
}

const PAYER_CODE_LIFE_MS = 60_000;
const WEALTHY_FEN = 100_000_00;

export interface Behaviours {
  readonly calls: BehaviourQueue<CallBehaviour>;
  readonly notifications: BehaviourQueue<NotificationBehaviour>;
  /** Counts a call and answers how to behave in it. */
  takeForCall(route: string): CallBehaviour | undefined;
  count(): Readonly<Record<string, number>>;
}

export const NOTIFY = 'notify';

export function createBehaviours(): Behaviours {
  const calls = createBehaviourQueue<CallBehaviour>();
  const counts: Record<string, number> = {};
  return {
    calls,
    notifications: createBehaviourQueue<NotificationBehaviour>(),
    takeForCall: (route) => {
      counts[route] = (counts[route] ?? 0) + 1;
      return calls.take(route);
    },
    count: () => ({ ...counts }),
  };
}

export function createControl(parts: {
  readonly book: OrderBook;
  readonly clock: Clock;
  readonly notifier: Notifier;
  readonly behaviours: Behaviours;
  /** First two digits of a payer code of this channel. */
  readonly payerCodePrefix: string;
}): GatewayControl {
  const { book, clock, notifier, behaviours } = parts;
  return {
    orders: () => book.orders(),
    order: (outTradeNo) => book.order(outTradeNo),

    scan: (qrContent) => {
      const order = book.orderByQr(qrContent.trim());
      if (order?.state !== 'waiting') return order;
      const scanned: SandboxOrder = { ...order, state: 'scanned', scannedAt: clock.now() };
      book.save(scanned);
      return scanned;
    },

    pay: (outTradeNo) => {
      const order = book.order(outTradeNo);
      if (!order) return 'not-found';
      const now = clock.now();
      if (!isOpen(order) || (order.expiresAt !== undefined && now > order.expiresAt)) return 'not-payable';
      const paid: SandboxOrder = { ...order, state: 'paid', paidAt: now, scannedAt: order.scannedAt ?? now };
      book.save(paid);
      notifier.announce(paid);
      return 'paid';
    },

    decline: (outTradeNo) => {
      const order = book.order(outTradeNo);
      if (!order || !isOpen(order)) return false;
      if (order.state === 'user-paying') book.save({ ...order, state: 'refused' });
      return true;
    },

    settleRefund: (outRefundNo, outcome) => {
      const settled = settleRefund(book, outRefundNo, outcome, clock.now());
      if (settled) notifier.announce(settled.order, settled.refund);
      return settled !== undefined;
    },
    resendRefundNotification: async (outRefundNo, behaviour) => {
      const order = orderOfRefund(book, outRefundNo);
      const refund = order?.refunds.find((one) => one.outRefundNo === outRefundNo);
      return order && refund && (await notifier.sendOnce(order, behaviour, refund));
    },

    issuePayerCode: (wish = {}) => {
      const digits = Array.from({ length: 16 }, () => randomInt(10)).join('');
      const code: PayerCode = {
        code: parts.payerCodePrefix + digits,
        expiresAt: clock.now() + PAYER_CODE_LIFE_MS,
        requirePin: wish.requirePin ?? false,
        balanceFen: fen(wish.balanceFen ?? WEALTHY_FEN),
      };
      book.savePayerCode(code);
      return code;
    },
    payerCode: (code) => book.payerCode(code),

    misbehave: (route, behaviour, times = 1) => behaviours.calls.push(route, behaviour, times),
    misbehaveNotifications: (behaviour, times = 1) => behaviours.notifications.push(NOTIFY, behaviour, times),
    behave: () => {
      behaviours.calls.clear();
      behaviours.notifications.clear();
    },
    releaseNotifications: (order) => notifier.release(order),
    notificationsSettled: () => notifier.settled(),
    resendNotification: async (outTradeNo, behaviour) => {
      const order = book.order(outTradeNo);
      return order && (await notifier.sendOnce(order, behaviour));
    },
    calls: () => behaviours.count(),
  };
}
