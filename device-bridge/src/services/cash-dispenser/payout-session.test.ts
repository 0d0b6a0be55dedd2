import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { ok } from '@louting/common/result';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { CoinDispenserDriver, PayoutWitness } from '../../drivers/roles.ts';
import { PayoutJournal } from '../../journal/payout-journal.ts';
import { PayoutSession } from './payout-session.ts';

test('a hopper forgets whether it paid: the coins may be in the hand, so no other hopper pays them', async () => {
  const ordered: string[] = [];
  const told = (unit: string): PayoutWitness =>
    ordered.includes(unit) ? { moving: false, orders: 0 } : { moving: false, totalFen: 1_000, orders: 4 };
  const full = { coins: [{ denominationFen: 100, count: 50 }], level: 'ok', broken: false } as const;
  const driver: CoinDispenserDriver = {
    start: () => undefined,
    stop: () => Promise.resolve(),
    condition: () => ({ device: 'online' }),
    onCondition: () => undefined,
    identity: () => undefined,
    reset: () => Promise.resolve(ok()),
    units: () => [
      { unit: 'left', ...full },
      { unit: 'right', ...full },
    ],
    pay: (unit) => {
      ordered.push(unit);
      return Promise.resolve(ok());
    },
    witness: (unit) => Promise.resolve(ok(told(unit))),
    rest: () => Promise.resolve(ok()),
  };
  const file = join(mkdtempSync(join(tmpdir(), 'payout-')), 'payout.sqlite');
  const journal = new PayoutJournal(file, systemClock, noFailPoints);
  const session = new PayoutSession({ device: 'Change', driver, journal, logger: pino({ level: 'silent' }) });
  const paid = await session.pay('p1', 300, () => undefined);
  expect(paid).toMatchObject({ ok: true, value: { paidFen: 0, doubtFen: 300, ended: true } });
  expect(ordered).toEqual(['left']);
  journal.close();
});
