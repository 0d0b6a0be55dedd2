import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noFailPoints } from '@louting/common/fail-points';
import { expect, test } from 'vitest';
import { CashJournal } from './cash-journal.ts';

const clock = { now: () => 1_700_000_000_000 };

function journal(file = join(mkdtempSync(join(tmpdir(), 'cash-journal-')), 'cash.sqlite')): CashJournal {
  return new CashJournal(file, clock, noFailPoints);
}

test('a note is credited once, whatever happens', () => {
  const cash = journal();
  cash.append({ device: 'Bill', record: 'STARTED', transactionId: 'note-1' });
  cash.append({ device: 'Bill', record: 'STACKED', transactionId: 'note-1', denominationFen: 5_000 });
  expect(() =>
    cash.append({ device: 'Bill', record: 'STACKED', transactionId: 'note-1', denominationFen: 5_000 }),
  ).toThrow(/UNIQUE/);
  expect(() => cash.append({ device: 'Bill', record: 'RETURNED', transactionId: 'note-1' })).toThrow(/UNIQUE/);
  expect(cash.last('Bill')).toMatchObject({ phase: 'stacked', denominationFen: 5_000 });
});

test('records survive a restart, device by device', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'cash-journal-')), 'cash.sqlite');
  const before = journal(file);
  before.append({ device: 'Left', record: 'STARTED', transactionId: 'note-1', stackedCounter: 9 });
  before.append({ device: 'Left', record: 'ESCROW', transactionId: 'note-1', denominationFen: 100 });
  before.append({ device: 'Right', record: 'STARTED', transactionId: 'note-2' });
  before.append({ device: 'Right', record: 'ORPHAN', transactionId: 'orphan-1', denominationFen: 2_000 });
  before.close();

  const after = journal(file);
  expect(after.last('Left')).toMatchObject({ transactionId: 'note-1', phase: 'escrow', counterBefore: 9 });
  expect(after.last('Right')).toMatchObject({ transactionId: 'note-2', phase: 'open' });
  expect(after.find('Left', 'note-2')).toBeUndefined();
  expect(after.orphans('Right')).toEqual([{ orphanId: 'orphan-1', at: clock.now(), denominationFen: 2_000 }]);
});
