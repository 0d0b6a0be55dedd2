import { describe, expect, test } from 'vitest';
import type { CashIn, Phase } from './cash-in.ts';
import { judge, type Verdict, type Witness } from './recovery.ts';

const COUNTER_BEFORE = 41;

function tail(phase: Phase, denominationFen?: number): CashIn {
  const refused = { refused: 0, recovered: false };
  return { transactionId: 'note-1', phase, denominationFen, counterBefore: COUNTER_BEFORE, ...refused };
}

const silent = (counter?: number): Witness => ({ seen: 'nothing', denominationFen: undefined, counter });
const says = (seen: Witness['seen'], denominationFen?: number, counter?: number): Witness => ({
  seen,
  denominationFen,
  counter,
});

const repeated = (seen: Witness['seen'], denominationFen?: number): Witness => ({
  ...says(seen, denominationFen),
  mayBeToldAgain: true,
});

type Row = readonly [story: string, last: CashIn | undefined, witness: Witness, verdict: Verdict['verdict']];

const TABLE: readonly Row[] = [
  ['in escrow, told of the return', tail('escrow', 5_000), says('returned'), 'void'],
  ['in escrow, cleared to the front', tail('escrow', 5_000), says('cleared-from-front'), 'void'],
  ['in escrow, silent, counter the same', tail('escrow', 5_000), silent(41), 'void'],
  ['in escrow, yet cleared to the box', tail('escrow', 5_000), says('cleared-to-cashbox', 5_000), 'credit'],
  ['in escrow, silent, counter one up', tail('escrow', 5_000), silent(42), 'credit'],
  ['in escrow, device cannot tell', tail('escrow', 5_000), silent(), 'suspense'],
  ['in escrow, silent, device kept its power', tail('escrow', 5_000), { ...silent(), keptPower: true }, 'void'],
  [
    'stack sent, silent, device kept its power',
    tail('stack-sent', 5_000),
    { ...silent(), keptPower: true },
    'suspense',
  ],
  ['stack sent, told of the stacking', tail('stack-sent', 5_000), says('stacked', 5_000), 'credit'],
  ['stack sent, cleared to the box, value forgotten', tail('stack-sent', 5_000), says('cleared-to-cashbox'), 'credit'],
  ['stack sent, silent, counter one up', tail('stack-sent', 5_000), silent(42), 'credit'],
  ['stack sent, told of the return', tail('stack-sent', 5_000), says('returned'), 'void'],
  ['stack sent, cleared to the front', tail('stack-sent', 5_000), says('cleared-from-front'), 'void'],
  ['stack sent, silent, counter the same', tail('stack-sent', 5_000), silent(41), 'void'],
  ['stack sent, device cannot tell', tail('stack-sent', 5_000), silent(), 'suspense'],
  ['stack sent, counter two up', tail('stack-sent', 5_000), silent(43), 'suspense'],
  ['stack sent, counters were reset', tail('stack-sent', 5_000), silent(0), 'suspense'],
  ['open and empty', tail('open'), silent(41), 'close-empty'],
  ['open, a note went in unseen with its value', tail('open'), says('cleared-to-cashbox', 1_000), 'credit'],
  ['open, a note went in unseen without its value', tail('open'), says('cleared-to-cashbox'), 'suspense'],
  ['open, silent, counter one up', tail('open'), silent(42), 'suspense'],
  ['nothing open, silent', undefined, silent(7), 'nothing-to-do'],
  ['nothing open, told of a stacking', undefined, says('stacked', 1_000), 'orphan'],
  ['given back, yet a stacking', tail('returned', 5_000), says('stacked', 5_000), 'orphan'],
  ['suspended, told of the stacking later', tail('suspense', 5_000), says('stacked', 5_000), 'orphan'],
  [
    'stacked, told again, counter one up',
    tail('stacked', 5_000),
    says('cleared-to-cashbox', 5_000, 42),
    'nothing-to-do',
  ],
  ['stacked, told until acknowledged', tail('stacked', 5_000), repeated('stacked', 5_000), 'nothing-to-do'],
  ['given back, yet told until acknowledged', tail('returned', 5_000), repeated('cleared-to-cashbox'), 'orphan'],
  ['stack sent, told until acknowledged', tail('stack-sent', 5_000), repeated('cleared-to-cashbox'), 'credit'],
  ['stacked, another went in', tail('stacked', 5_000), says('cleared-to-cashbox', 5_000, 43), 'orphan'],
  ['given back, told of the return', tail('returned', 5_000), says('returned'), 'nothing-to-do'],
];

describe('journal tail × what the device says', () => {
  test.each(TABLE)('%s', (_, last, witness, verdict) => {
    expect(judge(last, witness).verdict).toBe(verdict);
  });
});

test('the credit carries the journaled value, or the one the device names', () => {
  expect(judge(tail('stack-sent', 5_000), says('cleared-to-cashbox'))).toEqual({
    verdict: 'credit',
    denominationFen: 5_000,
  });
  expect(judge(tail('open'), says('cleared-to-cashbox', 1_000))).toEqual({ verdict: 'credit', denominationFen: 1_000 });
});
