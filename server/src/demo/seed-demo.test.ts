import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { businessDate } from '@louting/common/clock';
import { newId } from '@louting/common/ids';
import { openBillsOfRooms } from '../modules/billing/billing.store.ts';
import { findCard } from '../modules/cards/cards.store.ts';
import { loadCardKey } from '../modules/cards/cards.ts';
import { seedDemoKiosks } from '../modules/kiosks/kiosks.store.ts';
import { auditBooks } from '../modules/ledger/ledger.audit.ts';
import { seedDemoStaff } from '../modules/staff/demo-staff.ts';
import { describeOnEachDatabase } from '../storage/test-storages.ts';
import { DEMO_COMMUNITIES } from './communities.ts';
import { seedDemo } from './seed-demo.ts';
import { seedHoppers } from './seed-hoppers.ts';

const directory = mkdtempSync(join(tmpdir(), 'louting-demo-'));
afterAll(() => rmSync(directory, { recursive: true }));

const now = Date.parse('2026-11-23T15:00:00+08:00');
const clock = { now: () => now };
const smallest = DEMO_COMMUNITIES.filter((demo) => demo.code === 'LJ');

describeOnEachDatabase('demo data', (open) => {
  test('sound books, and a card for every case', { timeout: 120_000 }, async () => {
    const storage = await open();
    const stateDir = mkdtempSync(join(directory, 'state-'));
    const demo = await seedDemo(storage, { seed: 'demo', clock, stateDir });
    expect(demo.communities.map(({ code, rooms }) => [code, rooms])).toEqual([
      ['CH', 2_000],
      ['YQ', 240],
      ['LJ', 120],
    ]);
    expect(JSON.parse(readFileSync(join(stateDir, 'demo-cards.json'), 'utf8'))).toEqual({ cards: demo.cards });
    // What lies in the hoppers was counted by two, and once.
    const [kiosk] = await seedDemoKiosks(storage, newId, now);
    await seedDemoStaff({ storage, clock, newId }, () => undefined);
    for (let start = 0; start < 2; start += 1) {
      if (kiosk) await seedHoppers({ storage, clock, newId }, kiosk, [{ denominationFen: 50, count: 60 }]);
    }
    const fillings = await storage.db.selectFrom('hopper_movement').select(['kind', 'counted_fen']).execute();
    expect(fillings).toEqual([{ kind: 'fill', counted_fen: 3_000 }]);
    expect((await auditBooks(storage.db)).sound).toBe(true);

    const cardKey = loadCardKey(stateDir);
    const communityId = demo.communities[0]?.communityId ?? '';
    const seen: Record<string, unknown> = {};
    for (const { scenario, uid } of demo.cards) {
      const found = await findCard(storage.db, uid, { cardKey, communityId });
      if (!found.ok) {
        seen[scenario] = found.error.code;
        continue;
      }
      const bills = await openBillsOfRooms(storage.db, found.value.roomIds, businessDate(now));
      seen[scenario] = [found.value.roomIds.length, bills.length, bills.filter((bill) => bill.overdue).length];
      if (scenario === 'elderly') expect(found.value.elderMode).toBe(true);
    }
    expect(seen).toEqual({
      'several-bills': [1, 4, 0],
      'single-bill': [1, 1, 0],
      'small-sum': [1, 1, 0],
      elderly: [1, 2, 0],
      arrears: [1, 27, 24],
      'large-sum': [1, 22, 18],
      'two-rooms': [2, 8, 4],
      'nothing-owed': [1, 0, 0],
      lost: 'LT-1002',
      replaced: 'LT-1003',
      'no-room': 'LT-1006',
      'other-community': 'LT-1004',
      unknown: 'LT-1001',
    });
    const codes = new Set(demo.runs.flatMap((run) => run.exceptions.map((exception) => exception.code)));
    expect([...codes].sort()).toEqual(['LT-7001', 'LT-7002', 'LT-7003']);
  });

  test('the same seed and day make the same books, and only empty books are filled', async () => {
    const communities = smallest;
    const [first, second] = [await open(), await open()];
    const options = { seed: 'demo', clock, stateDir: mkdtempSync(join(directory, 'state-')), communities };
    const demo = await seedDemo(first, options);
    expect(await seedDemo(second, options)).toEqual(demo);
    const bills = (storage: typeof first) => storage.db.selectFrom('bill').selectAll().orderBy('bill_id').execute();
    expect(await bills(second)).toEqual(await bills(first));
    await expect(seedDemo(first, options)).rejects.toThrow('empty books');
  });
});
