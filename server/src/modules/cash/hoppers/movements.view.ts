import { fen } from '@louting/common/money';
import type { Kysely } from 'kysely';
import type { HopperMovement } from '../../../contract/hoppers-api.ts';
import type { Database } from '../../../storage/database.ts';
import type { ScopedBooks } from '../../admin-views/scope.ts';
import type { NoteCount } from '../cash.ts';
import { namesOfStaff } from '../staff-names.ts';
import { differenceOf } from './hoppers.ts';
import { countsOfMovement, type MovementRow } from './movements.store.ts';

interface MovementsQuery {
  readonly kioskId?: string | undefined;
  /** `true`: those still to count; `false`: those that stand. */
  readonly open?: 'true' | 'false' | undefined;
  readonly page: number;
  readonly pageSize: number;
}

/** Movements, newest first. @param staffId who asks: nobody counts twice, or sees figures before their own */
export async function listMovements(
  db: Kysely<Database>,
  books: ScopedBooks,
  query: MovementsQuery,
  staffId: string,
): Promise<{ rows: HopperMovement[]; total: number }> {
  let selected = books.hopperMovements();
  if (query.kioskId !== undefined) selected = selected.where('hopper_movement.kiosk_id', '=', query.kioskId);
  if (query.open === 'true') selected = selected.where('hopper_movement.settled_at', 'is', null);
  if (query.open === 'false') selected = selected.where('hopper_movement.settled_at', 'is not', null);
  const { total } = await selected.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const found = await withPlace(selected)
    .orderBy('hopper_movement.moved_at', 'desc')
    .orderBy('hopper_movement.movement_id')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute();
  const rows: HopperMovement[] = [];
  for (const movement of found) rows.push(await movementRow(db, movement, staffId));
  return { rows, total };
}

/** @returns undefined when there is no such movement in scope */
export async function movementView(
  db: Kysely<Database>,
  books: ScopedBooks,
  movementId: string,
  staffId: string,
): Promise<HopperMovement | undefined> {
  const movement = await withPlace(books.hopperMovements())
    .where('hopper_movement.movement_id', '=', movementId)
    .executeTakeFirst();
  return movement && movementRow(db, movement, staffId);
}

function withPlace(movements: ReturnType<ScopedBooks['hopperMovements']>) {
  return movements
    .selectAll('hopper_movement')
    .select(['kiosk.number', 'kiosk.location', 'community.name_zh', 'community.name_en']);
}

type MovementWithPlace = MovementRow & Readonly<Record<'number' | 'location' | 'name_zh' | 'name_en', string>>;

async function movementRow(
  db: Kysely<Database>,
  movement: MovementWithPlace,
  staffId: string,
): Promise<HopperMovement> {
  const counts = await countsOfMovement(db, movement.movement_id);
  const names = await namesOfStaff(
    db,
    counts.map((count) => count.countedBy),
  );
  const settled = movement.settled_at !== null;
  return {
    movementId: movement.movement_id,
    kioskId: movement.kiosk_id,
    kioskNumber: movement.number,
    location: movement.location,
    communityName: { 'zh-CN': movement.name_zh, en: movement.name_en },
    number: movement.movement_number,
    kind: movement.kind,
    ...(movement.source !== null && { source: movement.source }),
    movedAt: movement.moved_at,
    state: settled ? 'settled' : counts.length < 2 ? 'to-count-again' : 'recount',
    countedBy: counts.map((count) => ({ name: names(count.countedBy), at: count.countedAt })),
    youMayCount: !settled && counts.every((count) => count.countedBy !== staffId),
    ...(settled && { result: resultOf(movement) }),
  };
}

function resultOf(movement: MovementRow): NonNullable<HopperMovement['result']> {
  const { kind, source, kiosk_id: kioskId, settled_at, coins } = movement;
  const [bookedFen, countedFen] = [movement.booked_fen ?? 0, movement.counted_fen ?? 0];
  return {
    settledAt: settled_at ?? 0,
    coins: (JSON.parse(coins ?? '[]') as NoteCount[]).map((coin) => ({
      denominationFen: fen(coin.denominationFen),
      count: coin.count,
    })),
    countedFen: fen(countedFen),
    bookedFen: fen(bookedFen),
    differenceFen: fen(differenceOf({ kind, source, kioskId, bookedFen, countedFen })),
  };
}
