import { businessDate } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely, Transaction } from 'kysely';
import type { PaySlip } from '../../contract/pay-slip-api.ts';
import type { Database } from '../../storage/database.ts';
import type { OpenBill } from '../billing/billing.store.ts';
import { openBillsOfRooms } from '../billing/billing.store.ts';
import { householdOfRoom, type HouseholdOfRoom } from '../estate/estate.store.ts';
import type { ReceiptKey } from '../receipts/receipts.ts';
import type { InsideSession } from '../sessions/looking-inside.ts';
import { slipExpiry, slipIdOf, slipToken, usable } from './pay-slips.ts';

export interface SlipAddresses {
  readonly receiptKey: ReceiptKey;
  readonly publicUrl: string;
}

/** @returns the slip; LT-9001 the id is of another household's */
export async function makePaySlip(
  tx: Transaction<Database>,
  session: InsideSession,
  slipId: string,
  { now, receiptKey, publicUrl }: SlipAddresses & { readonly now: number },
): Promise<Result<PaySlip>> {
  const row = await tx
    .insertInto('pay_slip')
    .values({
      slip_id: slipId,
      community_id: session.communityId,
      room_id: session.roomId,
      made_by: session.partyId,
      made_at: now,
      expires_at: slipExpiry(now),
      revoked_at: null,
      revoked_by: null,
    })
    .onConflict((conflict) => conflict.column('slip_id').doNothing())
    .returning('expires_at')
    .executeTakeFirst();
  const stored = row ?? (await slipRow(tx, slipId));
  if (!row && (await slipRow(tx, slipId))?.room_id !== session.roomId) return failed('LT-9001', 'slip id is taken');
  const lastMoment = (stored?.expires_at ?? now) - 1;
  return ok({
    slipId,
    url: `${publicUrl}/p/${slipToken(slipId, receiptKey)}`,
    validUntil: businessDate(lastMoment),
  });
}

export async function revokePaySlips(tx: Transaction<Database>, session: InsideSession, now: number): Promise<number> {
  const rows = await tx
    .updateTable('pay_slip')
    .set({ revoked_at: now, revoked_by: session.partyId })
    .where('room_id', '=', session.roomId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('slip_id')
    .execute();
  return rows.length;
}

export interface SlipInUse {
  readonly slipId: string;
  readonly validUntil: string;
  readonly household: HouseholdOfRoom;
  readonly partyId: string;
  /** What is owed now, whatever was owed when it was made. */
  readonly bills: readonly OpenBill[];
}

/** @returns LT-1031 forged or unknown, LT-1032 expired, LT-1033 revoked */
export async function useOfSlip(
  db: Kysely<Database>,
  token: string,
  { now, receiptKey }: { readonly now: number; readonly receiptKey: ReceiptKey },
): Promise<Result<SlipInUse>> {
  const slipId = slipIdOf(token, receiptKey);
  const slip = slipId === undefined ? undefined : await slipRow(db, slipId);
  const household = slip && (await householdOfRoom(db, slip.room_id));
  if (!slip || !household) return failed('LT-1031');
  const allowed = usable({ expiresAt: slip.expires_at, revoked: slip.revoked_at !== null }, now);
  if (!allowed.ok) return allowed;
  const bills = await openBillsOfRooms(db, await roomsOf(db, slip), businessDate(now));
  const validUntil = businessDate(slip.expires_at - 1);
  return ok({ slipId: slip.slip_id, validUntil, household, partyId: slip.made_by, bills });
}

/** Home and parking space: what the cards of the one who asked open. */
async function roomsOf(
  db: Kysely<Database>,
  slip: { readonly room_id: string; readonly made_by: string; readonly community_id: string },
): Promise<string[]> {
  const rows = await db
    .selectFrom('card_room')
    .innerJoin('card', 'card.card_id', 'card_room.card_id')
    .select('card_room.room_id')
    .distinct()
    .where('card.party_id', '=', slip.made_by)
    .where('card.community_id', '=', slip.community_id)
    .where('card.status', '=', 'active')
    .execute();
  return [...new Set([slip.room_id, ...rows.map((row) => row.room_id)])];
}

function slipRow(db: Kysely<Database>, slipId: string) {
  return db.selectFrom('pay_slip').selectAll().where('slip_id', '=', slipId).executeTakeFirst();
}
