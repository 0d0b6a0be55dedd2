import { fen } from '@louting/common/money';
import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import type { CashBox, cashRoutes } from '../../contract/cash-api.ts';
import { HeartbeatSchema } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import type { ScopedBooks } from '../admin-views/scope.ts';
import { ACCEPTED_CASH } from '../kiosks/kiosks.ts';
import { fillOf, totalOf, USUAL_CAPACITY } from './cash.ts';
import { doubtfulNotes, runningSession } from './cash-sessions.store.ts';
import { cashAtOffice, cashInSuspense } from './deposits.store.ts';

type Boxes = z.output<typeof cashRoutes.boxes.response>;

/** The boxes of the kiosks in scope, the fullest first, and where the cash is altogether. */
export async function listBoxes(db: Kysely<Database>, books: ScopedBooks): Promise<Boxes> {
  const kiosks = await books
    .kiosks()
    .leftJoin('cash_box', 'cash_box.kiosk_id', 'kiosk.kiosk_id')
    .select(['kiosk.kiosk_id', 'kiosk.number', 'kiosk.location', 'kiosk.heartbeat', 'kiosk.community_id'])
    .select(['name_zh', 'name_en', 'cash_box.capacity_notes'])
    .where('kiosk.status', '<>', 'not-enrolled')
    .execute();
  const kioskIds = kiosks.map((kiosk) => kiosk.kiosk_id);
  const notes = Map.groupBy(await notesInBoxes(db, kioskIds), (row) => row.kiosk_id);
  const bags = await books.bagsToCount();
  const bagsOf = Map.groupBy(bags, (bag) => bag.kioskId);
  const openOf = new Map((await openDifferences(db, kioskIds)).map((row) => [row.kiosk_id, row.count]));

  const rows: CashBox[] = [];
  for (const kiosk of kiosks) {
    const session = await runningSession(db, kiosk.kiosk_id);
    const counts = (notes.get(kiosk.kiosk_id) ?? []).map((row) => ({
      denominationFen: fen(row.denomination_fen),
      count: row.count,
    }));
    const doubtful = await doubtfulNotes(db, session);
    // A note in doubt may lie in the box: it is full when it may be full.
    const noteCount = counts.reduce((sum, note) => sum + note.count, 0);
    const capacity = kiosk.capacity_notes ?? USUAL_CAPACITY;
    const { percent, collectSoon } = fillOf(noteCount + doubtful.length, capacity);
    const acceptor = kiosk.heartbeat === null ? undefined : acceptorOf(kiosk.heartbeat);
    rows.push({
      kioskId: kiosk.kiosk_id,
      kioskNumber: kiosk.number,
      location: kiosk.location,
      communityId: kiosk.community_id,
      communityName: { 'zh-CN': kiosk.name_zh, en: kiosk.name_en },
      balanceFen: fen(totalOf(counts)),
      sessionNumber: session.sessionNumber,
      ...(session.from > 0 && { sinceAt: session.from }),
      notes: counts,
      noteCount,
      capacity,
      fillPercent: percent,
      collectSoon: collectSoon || acceptor?.code === 'LT-3104',
      doubtfulNotes: doubtful.length,
      bagsToCount: bagsOf.get(kiosk.kiosk_id)?.length ?? 0,
      openDifferences: openOf.get(kiosk.kiosk_id) ?? 0,
      ...(acceptor && { acceptor }),
    });
  }
  rows.sort((a, b) => b.fillPercent - a.fillPercent || a.kioskNumber.localeCompare(b.kioskNumber));
  const communityIds = books.communityIds;
  return {
    rows,
    totals: {
      inBoxesFen: fen(rows.reduce((sum, row) => sum + row.balanceFen, 0)),
      inBagsFen: fen(bags.reduce((sum, bag) => sum + bag.bookedFen, 0)),
      atOfficeFen: fen(await cashAtOffice(db, communityIds)),
      suspenseFen: fen(await cashInSuspense(db, communityIds)),
    },
    denominationsFen: ACCEPTED_CASH.toSorted((a, b) => b - a),
  };
}

function acceptorOf(heartbeat: string): CashBox['acceptor'] {
  const { devices } = HeartbeatSchema.parse(JSON.parse(heartbeat));
  return devices.find((device) => device.role === 'cash-acceptor');
}

/** Credited notes since the last pull, by kiosk and value. */
async function notesInBoxes(db: Kysely<Database>, kioskIds: readonly string[]) {
  if (kioskIds.length === 0) return [];
  return db
    .selectFrom('cash_note as note')
    .leftJoin(
      db
        .selectFrom('cash_collection')
        .select((eb) => ['kiosk_id', eb.fn.max<number>('pulled_at').as('pulled_at')])
        .where('kiosk_id', 'in', kioskIds)
        .groupBy('kiosk_id')
        .as('last'),
      'last.kiosk_id',
      'note.kiosk_id',
    )
    .select((eb) => ['note.kiosk_id', 'note.denomination_fen', eb.fn.countAll<number>().as('count')])
    .where('note.kiosk_id', 'in', kioskIds)
    .where('note.state', '=', 'credited')
    .where('note.stacked_at', '>=', sql<number>`coalesce(last.pulled_at, 0)`)
    .groupBy(['note.kiosk_id', 'note.denomination_fen'])
    .orderBy('note.denomination_fen', 'desc')
    .execute();
}

async function openDifferences(db: Kysely<Database>, kioskIds: readonly string[]) {
  if (kioskIds.length === 0) return [];
  return db
    .selectFrom('cash_difference')
    .select((eb) => ['kiosk_id', eb.fn.countAll<number>().as('count')])
    .where('kiosk_id', 'in', kioskIds)
    .where('state', '=', 'OPEN')
    .groupBy('kiosk_id')
    .execute();
}
