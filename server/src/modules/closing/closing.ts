import { failed, ok, type Result } from '@louting/common/result';
import type { ClosingCheck } from '../../contract/ledger-api.ts';
import { monthBefore, monthOf } from '../ledger/accounting-month.ts';
import { endOfMonth } from '../ledger/trial-balance.ts';

/** What a month is closed on. */
export interface ClosingFacts {
  readonly month: string;
  readonly now: number;
  /** Undefined: this community has never closed a month. */
  readonly closedBefore: number | undefined;
  readonly accountsOffBalance: number;
  readonly waitingForSeal: number;
  readonly openExceptions: number;
  readonly unknownOrders: number;
  readonly openDays: number;
  readonly openRefunds: number;
  readonly openDepositReturns: number;
  /** 1: something of the month was reconciled, and nobody has signed its report. */
  readonly unsignedReports: number;
}

/** The list that staff see before they close, worst first where it blocks. */
export function closingChecks(facts: ClosingFacts): ClosingCheck[] {
  const check = (name: ClosingCheck['check'], count: number, otherwise: 'warns' | 'blocks'): ClosingCheck => ({
    check: name,
    result: count === 0 ? 'ok' : otherwise,
    count,
  });
  return [
    check('month-over', endOfMonth(facts.month) > facts.now ? 1 : 0, 'blocks'),
    check('next-in-order', isNext(facts) ? 0 : 1, 'blocks'),
    check('trial-balance', facts.accountsOffBalance, 'blocks'),
    check('exceptions', facts.openExceptions, 'warns'),
    check('unknown-orders', facts.unknownOrders, 'warns'),
    check('open-days', facts.openDays, 'warns'),
    check('open-refunds', facts.openRefunds, 'warns'),
    check('open-deposit-returns', facts.openDepositReturns, 'warns'),
    check('unsigned-report', facts.unsignedReports, 'warns'),
    check('sealed', facts.waitingForSeal, 'warns'),
  ];
}

function isNext({ closedBefore, month }: ClosingFacts): boolean {
  return closedBefore === undefined || monthOf(closedBefore) === month;
}

/** @returns LT-2801 not over or out of order, LT-2802 closed already, LT-2803 sums differ, LT-2804 warnings without a note */
export function mayClose(facts: ClosingFacts, note: string): Result<undefined> {
  const { closedBefore, month } = facts;
  if (closedBefore !== undefined && month < monthOf(closedBefore)) return failed('LT-2802');
  const checks = closingChecks(facts);
  const blocks = (name: ClosingCheck['check']) =>
    checks.some(({ check, result }) => check === name && result === 'blocks');
  if (blocks('month-over')) return failed('LT-2801', `${month} is not over`);
  if (blocks('next-in-order') && closedBefore !== undefined) {
    return failed('LT-2801', `${monthOf(closedBefore)} is the next to close`);
  }
  if (blocks('trial-balance')) return failed('LT-2803');
  const warned = checks.filter(({ check, result }) => result === 'warns' && check !== 'sealed');
  if (warned.length > 0 && note.trim() === '') return failed('LT-2804', warned.map(({ check }) => check).join(' '));
  return ok();
}

export interface ClosedPeriod {
  readonly month: string;
  readonly closedBy: string;
}

/** @returns LT-2806 not the last closed one, LT-2805 the same person */
export function mayReopen(
  period: ClosedPeriod | undefined,
  closedBefore: number | undefined,
  by: string,
): Result<ClosedPeriod> {
  if (!period || closedBefore === undefined || monthBefore(monthOf(closedBefore)) !== period.month) {
    return failed('LT-2806');
  }
  if (period.closedBy === by) return failed('LT-2805');
  return ok(period);
}

/** First moment that is open once the month is closed. */
export function openFrom(month: string): number {
  return endOfMonth(month);
}
