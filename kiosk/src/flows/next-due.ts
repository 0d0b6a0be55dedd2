import type { Receipt } from '@louting/server/contract/kiosk-api';
import type { NextView } from '../screens.ts';
import { sumOf, type SessionContext } from './session-context.ts';

type Paying = Pick<SessionContext, 'session' | 'purpose' | 'collecting' | 'chosen'>;

/**
 * What comes after a payment: what is still open of what the session showed, and until when the first of it has to be
 * paid; with nothing open, when the next bill will be due. Nothing is said of money that was taken earlier, or for later.
 */
export function nextAfter(
  { session, purpose, collecting, chosen }: Paying,
  receipt: Pick<Receipt, 'totalFen' | 'toPrepaymentFen' | 'refund'>,
): NextView | undefined {
  if (!session || session.onBehalf || purpose !== 'bills' || collecting || receipt.refund) return undefined;
  const paidFen = receipt.totalFen - receipt.toPrepaymentFen;
  const paid = session.bills.filter(({ billId }) => chosen.includes(billId));
  const open = paidFen < sumOf(paid) ? session.bills : session.bills.filter((bill) => !paid.includes(bill));
  const leftFen = sumOf(session.bills) - paidFen;
  if (leftFen <= 0) return session.nextDueDate === undefined ? undefined : { leftFen: 0, dueDate: session.nextDueDate };
  const [first] = open.map(({ dueDate }) => dueDate).sort();
  const isLate = open.some(({ overdue }) => overdue);
  return { leftFen, ...(first === undefined || isLate ? {} : { dueDate: first }) };
}
