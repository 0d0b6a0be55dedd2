import { failed, ok, type Result } from '@louting/common/result';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from '../../../storage/database.ts';
import { ACCEPTED_CASH } from '../../kiosks/kiosks.ts';
import { postEntry } from '../../ledger/ledger.store.ts';
import type { CashContext } from '../cash-sessions.store.ts';
import { countThatStands, type NoteCount, pullIsPossible, sameCount, tidyCount, totalOf } from '../cash.ts';
import { cashAtOffice } from '../deposits.store.ts';
import { raiseDifference } from '../differences.store.ts';
import { insertOnce } from '../insert-once.ts';
import { type CoinSource, differenceOf, linesOfMovement, type MovementKind } from './hoppers.ts';
import type { HopperTables } from './hoppers.tables.ts';

export type MovementRow = Selectable<HopperTables['hopper_movement']>;

export interface NewMovement {
  readonly movementId: string;
  readonly kioskId: string;
  readonly communityId: string;
  readonly kind: MovementKind;
  readonly source: CoinSource | null;
  readonly movedAt: number | undefined;
  /** As the one who registers it counted. */
  readonly coins: readonly NoteCount[];
  readonly staffId: string;
}

export function findMovement(db: Kysely<Database>, movementId: string): Promise<MovementRow | undefined> {
  return db.selectFrom('hopper_movement').selectAll().where('movement_id', '=', movementId).executeTakeFirst();
}

/**
 * Registers a movement with the first person's count; it is booked when a second person has counted the same. Sent again
 * it is the same movement.
 * @returns LT-2306 not possible then, LT-2313, LT-2323, LT-9001 there is no such coin
 */
export async function registerMovement(
  tx: Transaction<Database>,
  context: CashContext,
  movement: NewMovement,
): Promise<Result<MovementRow>> {
  const odd = oddCoin(movement.coins);
  if (odd !== undefined) return failed('LT-9001', odd);
  const known = await findMovement(tx, movement.movementId);
  if (known) return (await isSame(tx, known, movement)) ? ok(known) : failed('LT-2323');
  const now = context.clock.now();
  const movedAt = movement.movedAt ?? now;
  const last = await lastMovement(tx, movement.kioskId);
  if (!pullIsPossible(movedAt, last?.moved_at ?? 0, now)) return failed('LT-2306');
  if (await exceedsOffice(tx, movement, totalOf(movement.coins))) return failed('LT-2313');
  const row: MovementRow = {
    movement_id: movement.movementId,
    kiosk_id: movement.kioskId,
    community_id: movement.communityId,
    movement_number: (last?.movement_number ?? 0) + 1,
    kind: movement.kind,
    source: movement.source,
    moved_at: movedAt,
    registered_by: movement.staffId,
    registered_at: now,
    settled_at: null,
    booked_fen: null,
    counted_fen: null,
    coins: null,
    entry_id: null,
  };
  await insertOnce(tx, 'hopper_movement', row);
  await writeCount(tx, { movementId: movement.movementId, coins: movement.coins, staffId: movement.staffId }, 1, now);
  return ok(row);
}

async function isSame(db: Kysely<Database>, known: MovementRow, movement: NewMovement): Promise<boolean> {
  const [first] = await countsOfMovement(db, known.movement_id);
  return (
    known.kiosk_id === movement.kioskId &&
    known.kind === movement.kind &&
    known.source === movement.source &&
    known.registered_by === movement.staffId &&
    first !== undefined &&
    sameCount(first.coins, movement.coins)
  );
}

function lastMovement(db: Kysely<Database>, kioskId: string): Promise<MovementRow | undefined> {
  return db
    .selectFrom('hopper_movement')
    .selectAll()
    .where('kiosk_id', '=', kioskId)
    .orderBy('movement_number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

function oddCoin(coins: readonly NoteCount[]): string | undefined {
  const odd = coins.find(({ denominationFen }) => !ACCEPTED_CASH.some((value) => value === denominationFen));
  return odd && `there is no coin of ${odd.denominationFen} fen`;
}

async function exceedsOffice(
  db: Kysely<Database>,
  { source, communityId }: Pick<NewMovement, 'source' | 'communityId'>,
  countedFen: number,
): Promise<boolean> {
  return source === 'office' && countedFen > (await cashAtOffice(db, [communityId]));
}

export interface NewHopperCount {
  readonly movementId: string;
  readonly coins: readonly NoteCount[];
  readonly staffId: string;
}

/**
 * Writes down what a second person counted, or a third where two differ; when the count stands it is booked.
 * @returns LT-2307, LT-2308, LT-2309 counted by the same person, LT-2313, LT-2326 an earlier movement first, LT-9001
 */
export async function countMovement(
  tx: Transaction<Database>,
  context: CashContext,
  count: NewHopperCount,
): Promise<Result<MovementRow>> {
  const odd = oddCoin(count.coins);
  if (odd !== undefined) return failed('LT-9001', odd);
  const movement = await findMovement(tx, count.movementId);
  if (!movement) return failed('LT-2307');
  const before = await countsOfMovement(tx, movement.movement_id);
  const own = before.find(({ countedBy }) => countedBy === count.staffId);
  if (own) return sameCount(own.coins, count.coins) ? ok(movement) : failed('LT-2309');
  if (movement.settled_at !== null) return failed('LT-2308');
  const standing = countThatStands([...before.map(({ coins }) => coins), tidyCount(count.coins)]);
  if (standing) {
    if (await waitsForEarlier(tx, movement)) return failed('LT-2326');
    const { source, community_id: communityId } = movement;
    if (await exceedsOffice(tx, { source, communityId }, totalOf(standing))) return failed('LT-2313');
  }
  await writeCount(tx, count, before.length + 1, context.clock.now());
  return ok(standing ? await settle(tx, context, movement, standing) : movement);
}

/** What the hoppers hold by the books is known once all before is counted. */
async function waitsForEarlier(db: Kysely<Database>, movement: MovementRow): Promise<boolean> {
  const waiting = await db
    .selectFrom('hopper_movement')
    .select('movement_id')
    .where('kiosk_id', '=', movement.kiosk_id)
    .where('movement_number', '<', movement.movement_number)
    .where('settled_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return waiting !== undefined;
}

async function writeCount(
  tx: Transaction<Database>,
  { movementId, coins, staffId }: NewHopperCount,
  ordinal: number,
  at: number,
): Promise<void> {
  await insertOnce(tx, 'hopper_count', {
    movement_id: movementId,
    ordinal,
    counted_by: staffId,
    counted_at: at,
    coins: JSON.stringify(tidyCount(coins)),
    total_fen: totalOf(coins),
  });
}

interface CoinsOfOne {
  readonly countedBy: string;
  readonly countedAt: number;
  readonly coins: readonly NoteCount[];
}

export async function countsOfMovement(db: Kysely<Database>, movementId: string): Promise<CoinsOfOne[]> {
  const rows = await db
    .selectFrom('hopper_count')
    .selectAll()
    .where('movement_id', '=', movementId)
    .orderBy('ordinal')
    .execute();
  return rows.map((row) => ({
    countedBy: row.counted_by,
    countedAt: row.counted_at,
    coins: JSON.parse(row.coins) as NoteCount[],
  }));
}

async function settle(
  tx: Transaction<Database>,
  context: CashContext,
  movement: MovementRow,
  coins: readonly NoteCount[],
): Promise<MovementRow> {
  const { movement_id: movementId, kiosk_id: kioskId, community_id: communityId, kind, source } = movement;
  const at = context.clock.now();
  const countedFen = totalOf(coins);
  const bookedFen = await inHoppersBefore(tx, kioskId, movement.moved_at);
  const counted = { kind, source, kioskId, bookedFen, countedFen };
  const lines = linesOfMovement(counted);
  const entryId = lines.length > 0 ? context.newId() : null;
  if (entryId !== null) {
    const event = `cash.hopper.${kind}`;
    await postEntry(tx, { entryId, event, occurredAt: at, communityId, reference: movementId, lines });
  }
  const settled = {
    settled_at: at,
    booked_fen: bookedFen,
    counted_fen: countedFen,
    coins: JSON.stringify(coins),
    entry_id: entryId,
  };
  await tx.updateTable('hopper_movement').set(settled).where('movement_id', '=', movementId).execute();
  const differenceFen = differenceOf(counted);
  if (differenceFen !== 0) {
    await raiseDifference(tx, {
      differenceId: context.newId(),
      communityId,
      kioskId,
      collectionId: null,
      closeId: null,
      movementId,
      kind: differenceFen < 0 ? 'CASH_SHORT' : 'CASH_OVER',
      amountFen: Math.abs(differenceFen),
      at,
      detail: `count ${movement.movement_number} of the hoppers`,
    });
  }
  return { ...movement, ...settled };
}

/**
 * In the hoppers of a kiosk at a moment by the documents known now: counted movements before it, less the change paid
 * before it. Change of before that was booked after its count is not there twice.
 */
async function inHoppersBefore(db: Kysely<Database>, kioskId: string, moment: number): Promise<number> {
  const { moved } = await db
    .selectFrom('hopper_movement')
    .select(effectSum().as('moved'))
    .where('kiosk_id', '=', kioskId)
    .where('settled_at', 'is not', null)
    .where('moved_at', '<', moment)
    .executeTakeFirstOrThrow();
  const { paid } = await db
    .selectFrom('cash_change')
    .leftJoin('hopper_late_payout as late', 'late.order_id', 'cash_change.order_id')
    .select(sql<number>`coalesce(sum(paid_fen), 0) - coalesce(sum(late.amount_fen), 0)`.as('paid'))
    .where('cash_change.kiosk_id', '=', kioskId)
    .where('paid_at', '<', moment)
    .executeTakeFirstOrThrow();
  return moved - paid;
}

/** `effectOf` in SQL, summed over settled movements. */
export function effectSum() {
  return sql<number>`coalesce(sum(case kind when 'fill' then counted_fen when 'empty' then -booked_fen
    else counted_fen - booked_fen end), 0)`;
}
