import type { BankRefund } from '../../refunds/refund-at-bank.ts';
import { normaliseText } from '../matching/normalise.ts';
import { dayAfter } from '../reconciliation-context.ts';

export interface RefundLine {
  readonly date: string;
  /** The bank sends back what we had sent. */
  readonly isReturn: boolean;
  readonly counterpartyName: string;
  readonly counterpartyAccount: string;
  readonly remark: string;
}

/** A bank shows what was sent within so many days, and sends back what it cannot deliver within so many. */
const SHOWN_WITHIN_DAYS = 10;
const RETURNED_WITHIN_DAYS = 30;
const BEFORE_DAYS = 1;

/**
 * Which refund of ours a line is: one of the amount, near in time, that the remark names, or the only one whose payee is
 * the line's. A refund that staff have recorded as sent needs no more than to be the only one; one that has not left yet
 * is never completed by its amount alone.
 */
export function refundOfLine(line: RefundLine, refunds: readonly BankRefund[]): BankRefund | undefined {
  const fitting = refunds.filter((refund) => canBe(line, refund));
  const remark = line.remark.toUpperCase();
  const named = fitting.filter(({ references }) => references.some((reference) => remark.includes(reference)));
  if (named.length > 0) return only(named);
  const payee = key(line.counterpartyName);
  const toPayee = fitting.filter(({ names }) => payee !== '' && names.some((name) => key(name) === payee));
  if (toPayee.length > 0) return only(toPayee);
  return only(fitting.filter(({ state }) => state === 'SUCCEEDED'));
}

function canBe({ date, isReturn }: RefundLine, refund: BankRefund): boolean {
  if (isReturn) {
    return refund.state === 'SUCCEEDED' && date >= refund.since && date <= dayAfter(refund.since, RETURNED_WITHIN_DAYS);
  }
  if (refund.isOnStatement) return false;
  return date >= dayAfter(refund.since, -BEFORE_DAYS) && date <= dayAfter(refund.since, SHOWN_WITHIN_DAYS);
}

function only<T>([first, ...others]: readonly T[]): T | undefined {
  return others.length === 0 ? first : undefined;
}

function key(name: string): string {
  return normaliseText(name).replaceAll(' ', '');
}
