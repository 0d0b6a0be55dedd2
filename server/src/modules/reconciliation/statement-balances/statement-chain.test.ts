import { describe, expect, it } from 'vitest';
import { accountFinder } from '../bank-accounts/bank-accounts.store.ts';
import { balanceStatement } from './balance-statement.ts';
import { type Chained, chainFindings } from './statement-chain.ts';
import { createStatementFigures } from './statement-figures.ts';

const statement = (changes: Partial<Chained> = {}): Chained => ({
  fromDate: '2026-11-11',
  toDate: '2026-11-20',
  openingFen: 1_000,
  closingFen: 1_500,
  sumFen: 500,
  ...changes,
});
const before = statement({
  fromDate: '2026-11-01',
  toDate: '2026-11-10',
  openingFen: 0,
  closingFen: 1_000,
  sumFen: 1_000,
});

describe('a bank statement against its lines and the statement before it', () => {
  it.each<[string, Chained, Chained | undefined, number, object[]]>([
    ['the first one, adding up', statement(), undefined, 0, []],
    ['following to the fen', statement(), before, 0, []],
    [
      'lines do not make the closing balance',
      statement({ sumFen: 400 }),
      before,
      0,
      [{ kind: 'STATEMENT_SUM', bankFen: 1_500, expectedFen: 1_400, explained: false }],
    ],
    [
      'money moved in between',
      statement({ openingFen: 900, closingFen: 1_400 }),
      before,
      0,
      [{ kind: 'STATEMENT_GAP', fromDate: '2026-11-11', bankFen: 900, expectedFen: 1_000, explained: false }],
    ],
    [
      'days without a statement and without money moved',
      statement({ fromDate: '2026-11-14' }),
      before,
      0,
      [{ kind: 'STATEMENT_DAYS', fromDate: '2026-11-11', toDate: '2026-11-13', explained: true }],
    ],
    [
      'days without a statement in which money moved',
      statement({ fromDate: '2026-11-14', openingFen: 900, closingFen: 1_400 }),
      before,
      0,
      [{ kind: 'STATEMENT_GAP', fromDate: '2026-11-11', toDate: '2026-11-13', explained: false }],
    ],
    [
      'days missing, and no balance printed that would tell',
      statement({ fromDate: '2026-11-14', openingFen: null, closingFen: null }),
      before,
      0,
      [{ kind: 'STATEMENT_DAYS', bankFen: null, explained: false }],
    ],
    [
      'overlapping, and the lines on file give the closing balance',
      statement({ fromDate: '2026-11-05', openingFen: 600, sumFen: 900 }),
      before,
      500,
      [{ kind: 'STATEMENT_OVERLAP', fromDate: '2026-11-05', toDate: '2026-11-10', explained: true }],
    ],
    [
      'overlapping, and a line is there twice',
      statement({ fromDate: '2026-11-05', openingFen: 600, sumFen: 900 }),
      before,
      800,
      [{ kind: 'STATEMENT_OVERLAP', bankFen: 1_500, expectedFen: 1_800, explained: false }],
    ],
  ])('%s', (_, one, other, onFile, expected) => {
    expect(chainFindings(one, other, () => onFile)).toMatchObject(expected);
    expect(chainFindings(one, other, () => onFile)).toHaveLength(expected.length);
  });

  it('balances are found in either order of time, and printed ones go before them', () => {
    const lines = [
      { date: '2026-11-01', amountFen: 500, balanceAfterFen: 1_500 },
      { date: '2026-11-03', amountFen: -200, balanceAfterFen: 1_300 },
    ];
    for (const inOrder of [lines, lines.toReversed()]) {
      const figures = createStatementFigures();
      for (const line of inOrder) figures.line('a', line);
      expect(figures.figures()).toEqual([
        {
          accountId: 'a',
          fromDate: '2026-11-01',
          toDate: '2026-11-03',
          openingFen: 1_000,
          closingFen: 1_300,
          sumFen: 300,
          lineCount: 2,
        },
      ]);
    }
    const quiet = createStatementFigures();
    quiet.printed('a', { account: '', openingFen: 7, closingFen: 7, toDate: '2026-11-04' });
    expect(quiet.figures()).toMatchObject([{ fromDate: '2026-11-04', openingFen: 7, sumFen: 0, lineCount: 0 }]);
  });

  it('what only one side has brings the two balances together, and a rest is not hidden', () => {
    const account = { accountId: 'a', bank: 'ICBC', numberMasked: '****1', upTo: '2026-11-30' };
    const sides = [
      { side: 'bank', date: '2026-11-30', fen: 300, what: 'other-in', reference: 'l1' },
      { side: 'bank', date: '2026-11-29', fen: -20, what: 'fee', reference: 'l2' },
      { side: 'books', date: '2026-11-30', fen: 5_000, what: 'cash.banked', reference: 'd1' },
      { side: 'books', date: '2026-11-28', fen: -700, what: 'refund.paid', reference: 'r1' },
    ] as const;
    const of = (balanceFen: number) =>
      balanceStatement('2026-11-30', [{ ...account, balanceFen, beforeBooksFen: 1_000 }], 9_000, sides);
    expect(of(5_980)).toMatchObject({ adjustedBankFen: 10_280, adjustedLedgerFen: 10_280, unexplainedFen: 0 });
    expect(of(5_981)).toMatchObject({ unexplainedFen: 1 });
    expect(of(5_980).items.map(({ side, amountFen }) => [side, amountFen])).toEqual([
      ['books-out', 700],
      ['bank-out', 20],
      ['bank-in', 300],
      ['books-in', 5_000],
    ]);
  });
});

describe('whose account a statement is of', () => {
  const accounts = [
    { accountId: 'a', communityId: 'c1', accountNumber: '6222020200001234' },
    { accountId: 'b', communityId: 'c1', accountNumber: '6222020200009234' },
    { accountId: 'x', communityId: 'c2', accountNumber: '3300161735059500' },
  ];
  it.each([
    ['6222020200001234', undefined, 'a'],
    ['6222 0202 0000 1234', undefined, 'a'],
    ['6222****1234', undefined, 'a'],
    ['****234', undefined, 'LT-2747'],
    ['6222****9999', undefined, 'LT-2747'],
    ['3300****9500', undefined, 'LT-2748'],
    ['', undefined, 'LT-2749'],
    ['', 'b', 'b'],
    ['', 'x', 'LT-2749'],
    ['不是账号', 'a', 'LT-2747'],
  ])('%s: %s → %s', (printed, chosen, expected) => {
    const found = accountFinder(accounts, 'c1', chosen)(printed);
    expect(found.ok ? found.value : found.error.code).toBe(expected);
  });
});
