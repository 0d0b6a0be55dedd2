import type { NewId } from '@louting/common/ids';
import { fen, type Fen } from '@louting/common/money';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { RefundStepKind } from '../../contract/refunds-api.ts';
import type { Database } from '../../storage/database.ts';
import { nextRefundState, type RefundEvent } from './refund-states.ts';
import type { RefundTables } from './refunds.tables.ts';

export type RefundRow = Selectable<RefundTables['refund']>;
export type RefundPartRow = Selectable<RefundTables['refund_part']>;

export const SYSTEM = 'system';
export const staffActor = (staffId: string): string => `staff:${staffId}`;

/** What the channel calls the refund: 32 letters and digits. */
export function outRefundNoOf(refundId: string): string {
  return refundId.replaceAll('-', '').toLowerCase();
}

/** @returns undefined when it cannot be a refund of ours */
export function refundIdOf(outRefundNo: string): string | undefined {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(outRefundNo);
  return parts?.slice(1).join('-');
}

export function findRefund(db: Kysely<Database>, refundId: string): Promise<RefundRow | undefined> {
  return db.selectFrom('refund').selectAll().where('refund_id', '=', refundId).executeTakeFirst();
}

export function refundOfCause(db: Kysely<Database>, cause: string): Promise<RefundRow | undefined> {
  return db.selectFrom('refund').selectAll().where('cause', '=', cause).executeTakeFirst();
}

export function partsOfRefund(db: Kysely<Database>, refundId: string): Promise<RefundPartRow[]> {
  return db.selectFrom('refund_part').selectAll().where('refund_id', '=', refundId).orderBy('part_number').execute();
}

/** A refund for which nothing has been done yet. */
export const NOTHING_DONE = {
  escalated_at: null,
  taken_entry_id: null,
  taken_at: null,
  paid_entry_id: null,
  paid_at: null,
  returned_entry_id: null,
  sent_at: null,
  channel_refund_id: null,
  resolve_at: null,
  resolve_attempts: 0,
  claimed_until: null,
  failure_code: null,
  failure_detail: null,
} as const;

export async function insertRefund(
  tx: Transaction<Database>,
  refund: RefundRow,
  parts: readonly Omit<RefundPartRow, 'refund_id' | 'part_number'>[],
): Promise<void> {
  await tx.insertInto('refund').values(refund).execute();
  for (const [index, part] of parts.entries()) {
    await tx
      .insertInto('refund_part')
      .values({ ...part, refund_id: refund.refund_id, part_number: index + 1 })
      .execute();
  }
}

export interface Step {
  readonly kind: RefundStepKind;
  readonly actor: string;
  readonly at: number;
  readonly note?: string;
}

export async function recordStep(
  tx: Transaction<Database>,
  newId: NewId,
  refundId: string,
  { kind, actor, at, note = '' }: Step,
): Promise<void> {
  await tx.insertInto('refund_step').values({ step_id: newId(), refund_id: refundId, at, actor, kind, note }).execute();
}

export function stepsOfRefund(
  db: Kysely<Database>,
  refundId: string,
): Promise<Selectable<RefundTables['refund_step']>[]> {
  return db
    .selectFrom('refund_step')
    .selectAll()
    .where('refund_id', '=', refundId)
    .orderBy('at')
    .orderBy('step_id')
    .execute();
}

/**
 * Moves a refund by what happened to it.
 * @returns undefined when the event changes nothing any more
 * @throws Error when an UPDATE finds another state than was read: it is never taken for success
 */
export async function moveRefund(
  tx: Transaction<Database>,
  refund: RefundRow,
  event: RefundEvent,
  changes: Partial<RefundRow> = {},
): Promise<RefundRow | undefined> {
  const state = nextRefundState(refund.state, event);
  if (state === undefined) return undefined;
  const set = { ...changes, state, claimed_until: null };
  const { numUpdatedRows } = await tx
    .updateTable('refund')
    .set(set)
    .where('refund_id', '=', refund.refund_id)
    .where('state', '=', refund.state)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`refund ${refund.refund_id} was no longer ${refund.state}`);
  return { ...refund, ...set };
}

/**
 * What was asked back of a payment and neither rejected nor given up, with what staff handed back of its unclaimed cash
 * and what a channel gave back although it had been given up: it cannot be asked for again.
 */
export async function askedBackOfOrder(db: Kysely<Database>, orderId: string): Promise<Fen> {
  const { asked } = await db
    .selectFrom('refund')
    .select(sql<number>`coalesce(sum(amount_fen), 0)`.as('asked'))
    .where('order_id', '=', orderId)
    .where('state', '<>', 'REJECTED')
    .where('returned_entry_id', 'is', null)
    .executeTakeFirstOrThrow();
  const { handed } = await db
    .selectFrom('payment_exception')
    .select(sql<number>`coalesce(sum(amount_fen), 0)`.as('handed'))
    .where('order_id', '=', orderId)
    .where('resolution', 'in', ['cash-back', 'from-prepayment', 'written-off'])
    .executeTakeFirstOrThrow();
  return fen(asked + handed);
}

/** The same for each bill the payment paid, by bill id. */
export async function askedBackByBill(db: Kysely<Database>, orderId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('refund_part')
    .innerJoin('refund', 'refund.refund_id', 'refund_part.refund_id')
    .select(['refund_part.bill_id', sql<number>`sum(refund_part.amount_fen)`.as('asked')])
    .where('refund.order_id', '=', orderId)
    .where('refund.state', '<>', 'REJECTED')
    .where('refund.returned_entry_id', 'is', null)
    .where('refund_part.source', '=', 'bill')
    .groupBy('refund_part.bill_id')
    .execute();
  return new Map(rows.map((row) => [row.bill_id ?? '', row.asked]));
}

/** Refunds of the room since then that were not rejected, this one apart. */
export async function refundsOfRoomSince(db: Kysely<Database>, roomId: string, since: number): Promise<number> {
  const { count } = await db
    .selectFrom('refund')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('room_id', '=', roomId)
    .where('requested_at', '>=', since)
    .where('state', '<>', 'REJECTED')
    .executeTakeFirstOrThrow();
  return count;
}
