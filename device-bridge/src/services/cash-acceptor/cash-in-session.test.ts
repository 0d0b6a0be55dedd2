import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { failed, ok } from '@louting/common/result';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { BillAcceptorDriver, BillEvent } from '../../drivers/roles.ts';
import { CashJournal } from '../../journal/cash-journal.ts';
import { CashInSession } from './cash-in-session.ts';

test('a note reaches escrow when nobody wants it any more: it goes back', () => {
  const asked: string[] = [];
  const does = (what: string) => () => {
    asked.push(what);
    return Promise.resolve(ok());
  };
  let tell: (event: BillEvent) => void = () => undefined;
  const driver: BillAcceptorDriver = {
    start: () => undefined,
    stop: () => Promise.resolve(),
    condition: () => ({ device: 'online', cashBox: 'ok' }),
    onCondition: () => undefined,
    identity: () => undefined,
    reset: does('reset'),
    denominations: () => [10_000],
    enable: does('enable'),
    disable: does('disable'),
    stack: does('stack'),
    returnNote: does('return'),
    onBillEvent: (listener) => {
      tell = listener;
    },
    counters: () => Promise.resolve(failed('LT-3905')),
    onConnected: () => undefined,
  };
  const file = join(mkdtempSync(join(tmpdir(), 'cash-in-')), 'cash.sqlite');
  const journal = new CashJournal(file, systemClock, noFailPoints);
  const logger = pino({ level: 'silent' });
  const session = new CashInSession({ device: 'Bills', driver, journal, logger, newId });
  tell({ event: 'settled', keptPower: true });
  session.start('note-1', undefined);
  session.want(true);
  session.want(false);
  tell({ event: 'escrow', denominationFen: 10_000 });
  expect(asked).toEqual(['return']);
  expect(session.last?.phase).toBe('open');
  journal.close();
});
