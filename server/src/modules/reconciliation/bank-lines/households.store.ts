import type { Kysely } from 'kysely';
import type { Database } from '../../../storage/database.ts';
import type { OpenBillToMatch } from '../matching/amount-plan.ts';
import type { HouseholdToMatch } from '../matching/household-index.ts';

/**
 * Every household of a community as the matching needs it. An account counts as long as no owner has come after the day
 * it was learnt on: with the room's owner the payer changes.
 * @param today business date
 */
export async function householdsToMatch(
  db: Kysely<Database>,
  communityId: string,
  today: string,
): Promise<HouseholdToMatch[]> {
  const rooms = await db
    .selectFrom('room')
    .select(['room_id', 'code'])
    .where('community_id', '=', communityId)
    .execute();
  const parties = await db
    .selectFrom('ownership')
    .innerJoin('room', 'room.room_id', 'ownership.room_id')
    .innerJoin('party', 'party.party_id', 'ownership.party_id')
    .select(['ownership.room_id', 'party.party_id', 'party.name', 'party.phone'])
    .where('room.community_id', '=', communityId)
    .where((eb) => eb.or([eb('ownership.to_date', 'is', null), eb('ownership.to_date', '>=', today)]))
    .execute();
  const accounts = await db
    .selectFrom('payer_account as known')
    .innerJoin('room', 'room.room_id', 'known.room_id')
    .select(['known.room_id', 'known.account_key'])
    .where('room.community_id', '=', communityId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('ownership')
            .select('ownership.ownership_id')
            .whereRef('ownership.room_id', '=', 'known.room_id')
            .where('ownership.relation', '=', 'owner')
            .whereRef('ownership.from_date', '>', 'known.learnt_on'),
        ),
      ),
    )
    .execute();
  const bills = Map.groupBy(await openBillsOf(db, communityId), (bill) => bill.roomId);
  const partiesOf = Map.groupBy(parties, (party) => party.room_id);
  const accountsOf = Map.groupBy(accounts, (known) => known.room_id);
  return rooms.map(({ room_id, code }) => ({
    roomId: room_id,
    code,
    parties: (partiesOf.get(room_id) ?? []).map(({ party_id, name, phone }) => ({
      partyId: party_id,
      name,
      phone: phone ?? undefined,
    })),
    openBills: bills.get(room_id) ?? [],
    accounts: (accountsOf.get(room_id) ?? []).map((known) => known.account_key),
  }));
}

/** Oldest due date first. @param roomId narrows to one room */
export async function openBillsOf(
  db: Kysely<Database>,
  communityId: string,
  roomId?: string,
): Promise<OpenBillToMatch[]> {
  const rows = await db
    .selectFrom('bill')
    .select(['bill_id', 'room_id', 'amount_fen', 'paid_fen', 'due_date'])
    .where('community_id', '=', communityId)
    .where('state', 'in', ['PUBLISHED', 'PARTIALLY_PAID'])
    .$if(roomId !== undefined, (query) => query.where('room_id', '=', roomId ?? ''))
    .orderBy('due_date')
    .orderBy('bill_id')
    .execute();
  return rows
    .filter((row) => row.amount_fen > row.paid_fen)
    .map((row) => ({
      billId: row.bill_id,
      roomId: row.room_id,
      outstandingFen: row.amount_fen - row.paid_fen,
      dueDate: row.due_date,
    }));
}
