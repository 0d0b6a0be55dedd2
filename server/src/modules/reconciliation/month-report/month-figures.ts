import { createHash } from 'node:crypto';
import type { MonthReport } from '../../../contract/reconciliation-api.ts';
import type { BalanceStatement } from '../../../contract/bank-balances-api.ts';
import type { FigureChange, GivenUpDay } from '../../../contract/month-document-api.ts';

/** What is signed: the report, how the bank's balance comes to the ledger's, and the days whose files were given up. */
export interface MonthFigures {
  readonly report: MonthReport;
  readonly bank: BalanceStatement;
  readonly givenUp: readonly GivenUpDay[];
}

/** The text that is kept and hashed; keys in one order, so that the same figures are the same text. */
export function canonicalText(figures: MonthFigures): string {
  return JSON.stringify(sorted(figures));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sorted(part)]));
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const MOST_CHANGES = 200;

/** Amounts and counts that are others now than when it was signed, by where they stand in the figures. */
export function changesSince(signed: MonthFigures, now: MonthFigures): FigureChange[] {
  const before = numbersOf(signed);
  const after = numbersOf(now);
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths
    .filter((path) => (before.get(path) ?? 0) !== (after.get(path) ?? 0))
    .slice(0, MOST_CHANGES)
    .map((path) => ({ path, signed: before.get(path) ?? 0, now: after.get(path) ?? 0 }));
}

/** Rows are told apart by what they are of, not by their place. */
function numbersOf({ report, bank, givenUp }: MonthFigures): Map<string, number> {
  const numbers = new Map<string, number>();
  const put = (path: string, values: object) => {
    for (const [key, value] of Object.entries(values))
      if (typeof value === 'number') numbers.set(`${path}.${key}`, value);
  };
  for (const row of report.channels) put(row.channel, row);
  put('bank', report.bank);
  put('balance', bank);
  put('givenUp', { days: givenUp.length });
  return numbers;
}
