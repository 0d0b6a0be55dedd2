import type { PaymentOrderState } from '../../contract/kiosk-api.ts';

/** What happened to a payment order, as far as it is known. */
export type OrderEvent =
  /** The payer can pay now: QR shown, code sent to the channel, or cash intake open. */
  | 'offered'
  /** The channel or the kiosk took money and it is booked. */
  | 'paid'
  | 'refused'
  | 'closed'
  /** No answer: neither success nor failure. */
  | 'unclear'
  /** A query said that the payer still has to act. */
  | 'still-open';

/**
 * Payment order states (domain.md §3.4). UNKNOWN is left only with knowledge, from a query or a verified notification.
 * Money that arrives after FAILED or CLOSED is money all the same: it is booked, and staff are told (LT-2112).
 */
const NEXT: Readonly<Record<PaymentOrderState, Partial<Record<OrderEvent, PaymentOrderState>>>> = {
  CREATED: { offered: 'PENDING', paid: 'SUCCEEDED', refused: 'FAILED', closed: 'CLOSED', unclear: 'UNKNOWN' },
  PENDING: {
    offered: 'PENDING',
    'still-open': 'PENDING',
    paid: 'SUCCEEDED',
    refused: 'FAILED',
    closed: 'CLOSED',
    unclear: 'UNKNOWN',
  },
  UNKNOWN: { 'still-open': 'PENDING', paid: 'SUCCEEDED', refused: 'FAILED', closed: 'CLOSED', unclear: 'UNKNOWN' },
  SUCCEEDED: {},
  FAILED: { paid: 'SUCCEEDED' },
  CLOSED: { paid: 'SUCCEEDED' },
};

/** @returns the state that follows, or undefined when the event changes nothing any more */
export function nextState(state: PaymentOrderState, event: OrderEvent): PaymentOrderState | undefined {
  return NEXT[state][event];
}

/** States from which `event` may move an order: what an UPDATE must find, or it has lost a race. */
export function statesBefore(event: OrderEvent): PaymentOrderState[] {
  return (Object.keys(NEXT) as PaymentOrderState[]).filter((state) => nextState(state, event) !== undefined);
}
