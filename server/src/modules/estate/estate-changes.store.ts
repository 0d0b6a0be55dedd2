import type { NewId } from '@louting/common/ids';
import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';

/** Who changed it and when, and from which business date on it holds. */
export interface EstateChange {
  readonly effectiveDate: string;
  readonly changedBy: string;
  readonly at: number;
  readonly newId: NewId;
}

/**
 * Records another billable area. Bills already made keep the area they were made with.
 * @param area in 0.01 m²
 * @returns LT-9002 when there is no such room
 */
export async function changeArea(
  tx: Transaction<Database>,
  roomId: string,
  area: number,
  change: EstateChange,
): Promise<Result<undefined>> {
  const room = await tx.selectFrom('room').select('billable_area').where('room_id', '=', roomId).executeTakeFirst();
  if (!room) return failed('LT-9002');
  await tx.updateTable('room').set({ billable_area: area }).where('room_id', '=', roomId).execute();
  await log(tx, roomId, 'area', { area: room.billable_area }, { area }, change);
  return ok();
}

/**
 * Ends the ownership of those who own the room the day before, and begins that of another party. Open bills stay with
 * the ownership that incurred them.
 * @param dayBefore the last day of the old ownership
 * @returns LT-9002 when there is no such room
 */
export async function changeOwner(
  tx: Transaction<Database>,
  roomId: string,
  { partyId, dayBefore }: { readonly partyId: string; readonly dayBefore: string },
  change: EstateChange,
): Promise<Result<undefined>> {
  const room = await tx.selectFrom('room').select('room_id').where('room_id', '=', roomId).executeTakeFirst();
  if (!room) return failed('LT-9002');
  const ended = await tx
    .updateTable('ownership')
    .set({ to_date: dayBefore })
    .where('room_id', '=', roomId)
    .where('relation', '=', 'owner')
    .where((where) => where.or([where('to_date', 'is', null), where('to_date', '>', dayBefore)]))
    .returning('ownership_id')
    .execute();
  const ownershipId = change.newId();
  await tx
    .insertInto('ownership')
    .values({
      ownership_id: ownershipId,
      room_id: roomId,
      party_id: partyId,
      relation: 'owner',
      from_date: change.effectiveDate,
      to_date: null,
    })
    .execute();
  const before = { ownershipIds: ended.map((row) => row.ownership_id) };
  await log(tx, roomId, 'owner', before, { ownershipIds: [ownershipId] }, change);
  return ok();
}

async function log(
  tx: Transaction<Database>,
  roomId: string,
  kind: 'owner' | 'area',
  before: object,
  after: object,
  change: EstateChange,
): Promise<void> {
  await tx
    .insertInto('estate_change')
    .values({
      change_id: change.newId(),
      room_id: roomId,
      at: change.at,
      effective_date: change.effectiveDate,
      kind,
      before_json: JSON.stringify(before),
      after_json: JSON.stringify(after),
      changed_by: change.changedBy,
    })
    .execute();
}
