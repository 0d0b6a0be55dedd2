import type { BankLine, PrintedStatement } from '../statement-rows.ts';

/** What one file says of one account. */
export interface StatementFigures {
  readonly accountId: string;
  readonly fromDate: string;
  readonly toDate: string;
  /** Null where the file prints no balance. */
  readonly openingFen: number | null;
  readonly closingFen: number | null;
  readonly sumFen: number;
  readonly lineCount: number;
}

type Line = Pick<BankLine, 'date' | 'amountFen' | 'balanceAfterFen'>;

interface Gathered {
  first?: Line;
  last?: Line;
  fromDate: string | undefined;
  toDate: string | undefined;
  sumFen: number;
  lineCount: number;
  printed?: { openingFen: number; closingFen: number };
}

/**
 * Gathers what a file says of each account while its lines pass: balances printed beside the lines, or those that the
 * first and the last line carry, in whichever order of time the bank prints them.
 */
export function createStatementFigures() {
  const accounts = new Map<string, Gathered>();
  const of = (accountId: string): Gathered => {
    const known = accounts.get(accountId) ?? { fromDate: undefined, toDate: undefined, sumFen: 0, lineCount: 0 };
    accounts.set(accountId, known);
    return known;
  };
  const reach = (gathered: Gathered, date: string) => {
    if (gathered.fromDate === undefined || date < gathered.fromDate) gathered.fromDate = date;
    if (gathered.toDate === undefined || date > gathered.toDate) gathered.toDate = date;
  };
  return {
    line: (accountId: string, line: Line): void => {
      const gathered = of(accountId);
      gathered.first ??= line;
      gathered.last = line;
      gathered.sumFen += line.amountFen;
      gathered.lineCount += 1;
      reach(gathered, line.date);
    },
    printed: (accountId: string, { openingFen, closingFen, fromDate, toDate }: PrintedStatement): void => {
      const gathered = of(accountId);
      // A file may hold the statements of several days in a row.
      gathered.printed = { openingFen: gathered.printed?.openingFen ?? openingFen, closingFen };
      if (fromDate !== undefined) reach(gathered, fromDate);
      if (toDate !== undefined) reach(gathered, toDate);
    },
    figures: (): StatementFigures[] =>
      [...accounts].flatMap(([accountId, gathered]) => {
        const { fromDate, toDate, sumFen, lineCount } = gathered;
        if (fromDate === undefined || toDate === undefined) return [];
        const { openingFen, closingFen } = gathered.printed ?? balancesOf(gathered);
        return [{ accountId, fromDate, toDate, openingFen, closingFen, sumFen, lineCount }];
      }),
  };
}

function balancesOf({ first, last, sumFen }: Gathered): { openingFen: number | null; closingFen: number | null } {
  if (first?.balanceAfterFen === undefined || last?.balanceAfterFen === undefined) {
    return { openingFen: null, closingFen: null };
  }
  const before = (line: Line) => (line.balanceAfterFen ?? 0) - line.amountFen;
  const oldestFirst = { openingFen: before(first), closingFen: last.balanceAfterFen };
  const newestFirst = { openingFen: before(last), closingFen: first.balanceAfterFen };
  const adds = ({ openingFen, closingFen }: typeof oldestFirst) => openingFen + sumFen === closingFen;
  if (adds(oldestFirst) !== adds(newestFirst)) return adds(oldestFirst) ? oldestFirst : newestFirst;
  return first.date <= last.date ? oldestFirst : newestFirst;
}
