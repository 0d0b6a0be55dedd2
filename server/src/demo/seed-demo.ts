import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { businessDate, type Clock } from '@louting/common/clock';
import { type BillRunReport, runBills } from '../modules/billing/bill-run.ts';
import { addMonths } from '../modules/billing/periods.ts';
import { CardSchemesSchema, loadCardMasters } from '../modules/card-auth/card-masters.ts';
import { loadCardKey } from '../modules/cards/cards.ts';
import type { Storage } from '../storage/storage.ts';
import { DEMO_COMMUNITIES, type DemoCommunity } from './communities.ts';
import { idsFrom, randomFrom } from './random.ts';
import { type DemoCard, seedCards } from './seed-cards.ts';
import { seedChargeItems, seedCharges } from './seed-charges.ts';
import { seedOffers } from './seed-offers.ts';
import { seedEstate, type SeededRoom } from './seed-estate.ts';

export interface DemoOptions {
  /** The same seed and day make the same books. */
  readonly seed: string;
  readonly clock: Clock;
  /** The server's state directory: its card key is used, and `demo-cards.json` written there. */
  readonly stateDir: string;
  /** All three, unless a test wants fewer. */
  readonly communities?: readonly DemoCommunity[];
}

export interface SeededDemo {
  readonly communities: readonly { readonly communityId: string; readonly code: string; readonly rooms: number }[];
  readonly cards: readonly DemoCard[];
  /** Of the present month, one a community. */
  readonly runs: readonly BillRunReport[];
}

/** The longest arrears of scenarios.ts and seed-estate.ts. */
const MONTHS_OF_BILLS = 8;

export async function booksAreEmpty(storage: Storage): Promise<boolean> {
  return (await storage.db.selectFrom('community').select('community_id').limit(1).execute()).length === 0;
}

/**
 * Fills empty books with three communities, their people, cards, meters and bills; the bills come from real bill runs.
 * Kiosks and staff are seeded by their own modules, with the communities answered here.
 * @throws Error when the books are not empty.
 */
export async function seedDemo(storage: Storage, options: DemoOptions): Promise<SeededDemo> {
  if (!(await booksAreEmpty(storage))) throw new Error('demo data goes into empty books only');
  const now = options.clock.now();
  const today = businessDate(now);
  const month = today.slice(0, 7);
  const random = randomFrom(options.seed);
  const newId = idsFrom(random, now);
  await seedChargeItems(storage);
  const seeded: { demo: DemoCommunity; communityId: string; rooms: SeededRoom[] }[] = [];
  for (const demo of options.communities ?? DEMO_COMMUNITIES) {
    const rooms = await seedEstate(storage, demo, { random, newId, today });
    await seedCharges(storage, demo, rooms, { random, newId, month });
    seeded.push({ demo, communityId: rooms[0]?.communityId ?? '', rooms });
  }
  const runs: BillRunReport[] = [];
  for (const { communityId } of seeded) {
    for (let past = MONTHS_OF_BILLS; past >= 0; past -= 1) {
      const report = await billMonth(storage, communityId, addMonths(month, -past), { now, newId });
      if (past === 0) runs.push(report);
    }
  }
  const offered = seeded.map(({ demo, communityId }) => ({ communityId, code: demo.code }));
  const proving = { masters: loadCardMasters(options.stateDir), schemes: CardSchemesSchema.parse({}) };
  const cards = await seedCards(
    storage,
    seeded.flatMap(({ demo, rooms }) => rooms.map((room) => ({ ...room, communityCode: demo.code }))),
    { random, newId, cardKey: loadCardKey(options.stateDir), proving, now },
  );
  await seedOffers(storage, offered, { newId, now, today });
  mkdirSync(options.stateDir, { recursive: true });
  writeFileSync(join(options.stateDir, 'demo-cards.json'), `${JSON.stringify({ cards }, undefined, 2)}\n`, {
    mode: 0o600,
  });
  return {
    communities: seeded.map(({ demo, communityId, rooms }) => ({ communityId, code: demo.code, rooms: rooms.length })),
    cards,
    runs,
  };
}

/** Each month was billed on its first morning. */
function billMonth(
  storage: Storage,
  communityId: string,
  month: string,
  { now, newId }: { now: number; newId: () => string },
): Promise<BillRunReport> {
  const at = Math.min(now, Date.parse(`${month}-01T09:00:00+08:00`));
  const request = { runId: newId(), communityId, month, dryRun: false };
  return runBills(storage, request, { clock: { now: () => at }, newId });
}
