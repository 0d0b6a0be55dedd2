import type { FailureCode } from '@louting/common/failure-codes';
import type { Fen } from '@louting/common/money';
import { rulesToConfirm, type PaymentOrder } from '@louting/server/contract/kiosk-api';
import type { OpenedOrder, OrderDraft, OrderToConfirm } from './effects.ts';

/** How a payment ended, as the session needs it. */
export type PaymentEnd =
  | { readonly end: 'paid'; readonly order: PaymentOrder }
  | {
      readonly end: 'failed';
      readonly code: FailureCode;
      readonly money: 'not-taken' | 'returned' | 'being-verified';
      readonly reference?: string;
      readonly confirm?: OrderToConfirm;
    }
  /** The money is inside; the server hears of it as soon as it is reached. */
  | { readonly end: 'booked-later'; readonly orderId: string; readonly reference: string; readonly amountFen: Fen }
  | { readonly end: 'left'; readonly towards: 'method' | 'goodbye' }
  /** The outcome is still unknown; the order stays with the background resolver. */
  | { readonly end: 'handed-over' };

export function paymentFailed(
  code: FailureCode,
  money: 'not-taken' | 'returned' | 'being-verified',
  reference?: string,
): Extract<PaymentEnd, { end: 'failed' }> {
  return { end: 'failed', code, money, ...(reference === undefined ? {} : { reference }) };
}

/** The end of a payment whose order the server did not take: nothing was paid, and it may ask whether it is meant. */
export function notOpened(draft: OrderDraft, { orderId, result }: OpenedOrder): PaymentEnd {
  if (result.ok) return paymentFailed('LT-9999', 'not-taken');
  const end = paymentFailed(result.error.code, 'not-taken');
  const rules = rulesToConfirm(result.error);
  if (orderId === undefined || rules.length === 0) return end;
  return { ...end, confirm: { orderId, rules: [...new Set([...(draft.confirm?.rules ?? []), ...rules])] } };
}

export const TO_METHOD: PaymentEnd = { end: 'left', towards: 'method' };
export const TO_GOODBYE: PaymentEnd = { end: 'left', towards: 'goodbye' };

/** Whether the state of an order is its last one. */
export function isFinal({ state }: PaymentOrder): boolean {
  return state === 'SUCCEEDED' || state === 'FAILED' || state === 'CLOSED';
}
