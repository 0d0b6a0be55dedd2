import type { Selectable } from 'kysely';
import type { PaymentOrderState } from '../../contract/kiosk-api.ts';
import type { PaymentTables } from './payments.tables.ts';

/** What happened to a payment order, as far as it is known. */
export type OrderEvent =
  /** The payer can pay now: QR shown, or code sent to the channel. */
  | 'offered'
  /** The channel or the kiosk took money and it is booked. */
  | 'paid'
  | 'refused'
  | 'closed'
  /** No answer: neither success nor failure. */
  | 'unclear'
  /** A query said that the payer still has to act. */
  | 'still-open';

type Order = Selectable<PaymentTables['payment_order']>;
export type OrderField = keyof PaymentTables['payment_order'];

interface StateRules {
  /** What follows; an event that is not named changes nothing any more. */
  readonly next: Partial<Record<OrderEvent, PaymentOrderState>>;
  /** Columns that may still change, while the order is in this state or as it leaves it. All others are frozen. */
  readonly open: readonly OrderField[];
}

/** What is set when an order is taken up by its channel, once. */
const OFFER: readonly OrderField[] = ['channel', 'qr_content', 'charged_at', 'payer_code_hash'];
/** What the work on an order leaves behind. */
const COURSE: readonly OrderField[] = [
  'close_requested_at',
  'failure_code',
  'failure_detail',
  'resolve_at',
  'resolve_attempts',
  'claimed_until',
  'manual_by',
];
/** Facts that a kiosk may only be able to tell when everything is over; set once. */
const TOLD_LATER: readonly OrderField[] = ['taken_offline_at'];
/** Known with the money, and only then. */
const MONEY: readonly OrderField[] = ['channel_transaction_id', 'paid_at'];

/**
 * Payment order states: what may follow, and what may still change. UNKNOWN is left only with knowledge,
 * from a query, a verified notification or a person with the channel's statement. Money that arrives after FAILED or
 * CLOSED is money all the same: it is booked, and staff are told (LT-2112). How far an order is refunded follows from its
 * refunds and is not stored with it. The books check the same table by themselves (migration 12).
 */
export const ORDER_STATES: Readonly<Record<PaymentOrderState, StateRules>> = {
  CREATED: {
    next: {
      offered: 'PENDING',
      'still-open': 'CREATED',
      paid: 'SUCCEEDED',
      refused: 'FAILED',
      closed: 'CLOSED',
      unclear: 'UNKNOWN',
    },
    open: [...OFFER, ...COURSE, ...MONEY, ...TOLD_LATER],
  },
  PENDING: {
    next: { 'still-open': 'PENDING', paid: 'SUCCEEDED', refused: 'FAILED', closed: 'CLOSED', unclear: 'UNKNOWN' },
    open: [...COURSE, ...MONEY, ...TOLD_LATER],
  },
  UNKNOWN: {
    next: { 'still-open': 'PENDING', paid: 'SUCCEEDED', refused: 'FAILED', closed: 'CLOSED', unclear: 'UNKNOWN' },
    open: [...COURSE, ...MONEY, ...TOLD_LATER],
  },
  SUCCEEDED: { next: {}, open: TOLD_LATER },
  FAILED: { next: { paid: 'SUCCEEDED' }, open: ['failure_code', 'failure_detail', ...MONEY, ...TOLD_LATER] },
  CLOSED: { next: { paid: 'SUCCEEDED' }, open: ['failure_code', 'failure_detail', ...MONEY, ...TOLD_LATER] },
};

/** @returns the state that follows, or undefined when the event changes nothing any more */
export function nextState(state: PaymentOrderState, event: OrderEvent): PaymentOrderState | undefined {
  return ORDER_STATES[state].next[event];
}

/**
 * The one judge of every change of an order.
 * @param before the order as it was read; @param changes new values, `state` among them when it changes
 * @throws Error when the state may not follow, a frozen column would change, or money is named without being paid
 */
export function assertAllowed(before: Order, changes: Partial<Order>): void {
  const { state = before.state } = changes;
  const rules = ORDER_STATES[before.state];
  const about = `order ${before.order_id}, ${before.state} → ${state}`;
  const mayFollow = Object.values(rules.next).includes(state);
  if (state !== before.state && !mayFollow) throw new Error(`${about}: may not follow`);
  const changed = (Object.keys(changes) as OrderField[]).filter(
    (field) => field !== 'state' && changes[field] !== before[field],
  );
  // An order that has ended and stays so takes in nothing but what is told later.
  const stays = !mayFollow && state === before.state;
  for (const field of changed) {
    const isOpen = stays ? TOLD_LATER.includes(field) : rules.open.includes(field);
    if (!isOpen) throw new Error(`${about}: ${field} is frozen`);
    if (MONEY.includes(field) && state !== 'SUCCEEDED') throw new Error(`${about}: ${field} without money`);
    const isSetOnce = [...OFFER, ...TOLD_LATER, 'close_requested_at'].includes(field);
    if (isSetOnce && before[field] !== null) throw new Error(`${about}: ${field} is set once`);
  }
  if (state === 'SUCCEEDED' && typeof (changes.paid_at ?? before.paid_at) !== 'number') {
    throw new Error(`${about}: paid without a time`);
  }
}
