import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { addDays, type Period } from '../billing/periods.ts';
import { collides, leaseState, mayEndOn, termOf } from './parking-leases.ts';
import { type LeaseWithPaid, parkingPricesOn, withPaid } from './parking-leases.store.ts';

export interface LeaseMaker {
  /** Whose communities they may touch. */
  readonly communityIds: readonly string[];
  readonly by: string;
  readonly now: number;
  readonly today: string;
}

export interface WantedLease {
  readonly leaseId: string;
  readonly roomId: string;
  readonly space: string;
  readonly plate: string;
  readonly tariffId: string;
  readonly from: string;
  readonly months: number;
}

/** @returns LT-9002 no such room in the communities, LT-2854 let already, LT-2855 no price, LT-9001 the id is of another */
export async function makeLease(
  tx: Transaction<Database>,
  wanted: WantedLease,
  maker: LeaseMaker,
): Promise<Result<undefined>> {
  const known = await leaseById(tx, wanted.leaseId, maker);
  if (known) return known.room_id === wanted.roomId ? ok() : failed('LT-9001', 'this id is of another lease');
  const term = termOf(wanted.from, wanted.months);
  return enterLease(tx, { ...wanted, term, renews: null }, maker);
}

/** @returns as `makeLease`; LT-2856 the lease is over, ended, renewed, or has no end that months could follow */
export async function renewLease(
  tx: Transaction<Database>,
  leaseId: string,
  wanted: Pick<WantedLease, 'leaseId' | 'tariffId' | 'months'>,
  maker: LeaseMaker,
): Promise<Result<undefined>> {
  const lease = await leaseById(tx, leaseId, maker);
  if (!lease) return failed('LT-9002');
  const made = await renewalOf(tx, leaseId);
  if (made) return made === wanted.leaseId ? ok() : failed('LT-2856');
  if (!isRenewable(lease, maker.today) || lease.to_date === null) return failed('LT-2856');
  const term = termOf(addDays(lease.to_date, 1), wanted.months);
  const { room_id: roomId, space_label: space, plate } = lease;
  return enterLease(tx, { ...wanted, roomId, space, plate, term, renews: leaseId }, maker);
}

/** @returns LT-2856 over or renewed, LT-2857 the day is not of the lease, or before what is paid or being paid */
export async function endLease(
  tx: Transaction<Database>,
  { leaseId, lastDay }: { readonly leaseId: string; readonly lastDay: string },
  maker: LeaseMaker,
): Promise<Result<undefined>> {
  const lease = await leaseById(tx, leaseId, maker);
  if (!lease) return failed('LT-9002');
  if (lease.ended_at !== null) return lease.to_date === lastDay ? ok() : failed('LT-2856');
  if (!isEndable(lease, (await renewalOf(tx, leaseId)) !== undefined, maker.today)) return failed('LT-2856');
  if (!mayEndOn(lastDay, { ...termOfRow(lease), paidUntil: lease.billedUntil })) return failed('LT-2857');
  await tx
    .updateTable('parking_lease')
    .set({ to_date: lastDay, ended_at: maker.now, ended_by: maker.by })
    .where('lease_id', '=', leaseId)
    .execute();
  return ok();
}

export function termOfRow(row: Pick<LeaseWithPaid, 'from_date' | 'to_date' | 'ended_at'>) {
  return { from: row.from_date, to: row.to_date, ended: row.ended_at !== null };
}

/** Days may follow it: it has an end, nobody wanted that end early, and it has not passed. */
export function isRenewable(lease: LeaseWithPaid, today: string): boolean {
  const state = leaseState(termOfRow(lease), today);
  return lease.to_date !== null && lease.ended_at === null && (state === 'RUNNING' || state === 'COMING');
}

/** What was renewed has to be ended from its end. */
export function isEndable(lease: LeaseWithPaid, renewed: boolean, today: string): boolean {
  const state = leaseState(termOfRow(lease), today);
  return lease.ended_at === null && !renewed && (state === 'RUNNING' || state === 'COMING');
}

async function enterLease(
  tx: Transaction<Database>,
  wanted: Omit<WantedLease, 'from' | 'months'> & { readonly term: Period; readonly renews: string | null },
  { communityIds, by, now }: LeaseMaker,
): Promise<Result<undefined>> {
  const { leaseId, roomId, space, plate, tariffId, term, renews } = wanted;
  const room = await tx
    .selectFrom('room')
    .select('community_id')
    .where('room_id', '=', roomId)
    .where('community_id', 'in', communityIds)
    .executeTakeFirst();
  if (!room) return failed('LT-9002');
  const letBefore = await tx
    .selectFrom('parking_lease')
    .innerJoin('room', 'room.room_id', 'parking_lease.room_id')
    .select(['from_date', 'to_date', 'ended_at'])
    .where('room.community_id', '=', room.community_id)
    .where('space_label', '=', space)
    .execute();
  if (letBefore.some((other) => collides(term, termOfRow(other)))) return failed('LT-2854');
  const price = (await parkingPricesOn(tx, room.community_id, term.from)).find((one) => one.tariffId === tariffId);
  if (!price) return failed('LT-2855');
  await tx
    .insertInto('parking_lease')
    .values({
      lease_id: leaseId,
      room_id: roomId,
      space_label: space,
      plate,
      monthly_fen: price.monthlyFen,
      item_code: price.itemCode,
      paid_until: addDays(term.from, -1),
      tariff_id: tariffId,
      from_date: term.from,
      to_date: term.to,
      renews_lease_id: renews,
      made_by: by,
      made_at: now,
    })
    .execute();
  return ok();
}

/** The lease that follows it, unless that was called off. */
async function renewalOf(tx: Transaction<Database>, leaseId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('parking_lease')
    .select('lease_id')
    .where('renews_lease_id', '=', leaseId)
    .whereRef('to_date', '>=', 'from_date')
    .executeTakeFirst();
  return row?.lease_id;
}

async function leaseById(
  tx: Transaction<Database>,
  leaseId: string,
  { communityIds }: LeaseMaker,
): Promise<LeaseWithPaid | undefined> {
  const rows = await tx
    .selectFrom('parking_lease')
    .innerJoin('room', 'room.room_id', 'parking_lease.room_id')
    .selectAll('parking_lease')
    .where('lease_id', '=', leaseId)
    .where('room.community_id', 'in', communityIds)
    .execute();
  return (await withPaid(tx, rows))[0];
}
