import type { DifferenceKind } from '../../../contract/reconciliation-api.ts';
import { dayAfter } from '../reconciliation-context.ts';
import type { StatementFigures } from './statement-figures.ts';

export type Chained = Omit<StatementFigures, 'accountId' | 'lineCount'>;

/** Where a statement does not follow from its lines or from the one before it. */
export interface ChainFinding {
  readonly kind: Extract<DifferenceKind, `STATEMENT_${string}`>;
  /** The days it is about. */
  readonly fromDate: string;
  readonly toDate: string;
  /** What the bank prints, and what should stand there; null where no balance is printed. */
  readonly bankFen: number | null;
  readonly expectedFen: number | null;
  /** The balances follow all the same: no money is missing. */
  readonly explained: boolean;
}

/**
 * Holds a statement against the sum of its lines, and against the statement before it: gap, missing days, overlap.
 * @param before the newest that ends before this one does
 * @param onFile sum of the account's lines on file after one day and up to another
 */
export function chainFindings(
  statement: Chained,
  before: Chained | undefined,
  onFile: (after: string, upTo: string) => number,
): ChainFinding[] {
  const findings = [sumFinding(statement), before && followFinding(statement, before, onFile)];
  return findings.filter((finding) => finding !== undefined);
}

function sumFinding({ fromDate, toDate, openingFen, closingFen, sumFen }: Chained): ChainFinding | undefined {
  if (openingFen === null || closingFen === null || openingFen + sumFen === closingFen) return undefined;
  const amounts = { bankFen: closingFen, expectedFen: openingFen + sumFen };
  return { kind: 'STATEMENT_SUM', fromDate, toDate, ...amounts, explained: false };
}

function followFinding(
  statement: Chained,
  before: Chained,
  onFile: (after: string, upTo: string) => number,
): ChainFinding | undefined {
  const { fromDate, toDate, openingFen, closingFen } = statement;
  const known = openingFen !== null && before.closingFen !== null;
  const follows = known && openingFen === before.closingFen;
  const next = dayAfter(before.toDate);
  if (fromDate > next) {
    const days = { fromDate: next, toDate: dayAfter(fromDate, -1) };
    if (known && !follows) return gap(days, openingFen, before.closingFen);
    const amounts = { bankFen: openingFen, expectedFen: before.closingFen };
    return { kind: 'STATEMENT_DAYS', ...days, ...amounts, explained: follows };
  }
  if (follows) return undefined;
  if (fromDate === next) {
    return known ? gap({ fromDate, toDate: fromDate }, openingFen, before.closingFen) : undefined;
  }
  const expectedFen = before.closingFen === null ? null : before.closingFen + onFile(before.toDate, toDate);
  const explained = closingFen !== null && closingFen === expectedFen;
  return { kind: 'STATEMENT_OVERLAP', fromDate, toDate: before.toDate, bankFen: closingFen, expectedFen, explained };
}

function gap(
  days: { readonly fromDate: string; readonly toDate: string },
  bankFen: number,
  expectedFen: number | null,
): ChainFinding {
  return { kind: 'STATEMENT_GAP', ...days, bankFen, expectedFen, explained: false };
}
