import { fen } from '@louting/common/money';
import type { Session } from '@louting/server/contract/session-api';
import { describe, expect, it } from 'vitest';
import { nextAfter } from './next-due.ts';
import { bill, household } from './test-effects.ts';

const late = bill('late', 18_640);
const soon = { ...bill('soon', 10_000), dueDate: '2026-12-20', overdue: false };
const later = { ...bill('later', 5_000), dueDate: '2026-12-31', overdue: false };
const session: Session = { ...household, bills: [late, soon, later], nextDueDate: '2027-01-30' };
const paying = { session, purpose: 'bills', collecting: false, chosen: ['late', 'soon', 'later'] } as const;
const paid = (totalFen: number, toPrepaymentFen = 0) => ({
  totalFen: fen(totalFen),
  toPrepaymentFen: fen(toPrepaymentFen),
});

describe('what has to be paid after a payment', () => {
  it.each([
    ['all is paid', paying, paid(33_640), { leftFen: 0, dueDate: '2027-01-30' }],
    ['all is paid, and something kept', paying, paid(40_000, 6_360), { leftFen: 0, dueDate: '2027-01-30' }],
    [
      'the first two were chosen',
      { ...paying, chosen: ['late', 'soon'] },
      paid(28_640),
      { leftFen: 5_000, dueDate: '2026-12-31' },
    ],
    ['what is overdue was left', { ...paying, chosen: ['soon'] }, paid(10_000), { leftFen: 23_640 }],
    ['cash stopped before it was enough', paying, paid(20_000), { leftFen: 13_640 }],
    [
      'nobody knows the next day',
      { ...paying, session: { ...household, bills: [soon] }, chosen: ['soon'] },
      paid(10_000),
      undefined,
    ],
    ['somebody else paid', { ...paying, session: { ...session, onBehalf: true } }, paid(33_640), undefined],
    ['it was kept for later', { ...paying, purpose: 'prepayment' as const }, paid(10_000, 10_000), undefined],
  ])('%s', (_what, context, receipt, next) => {
    expect(nextAfter(context, receipt)).toEqual(next);
  });
});
