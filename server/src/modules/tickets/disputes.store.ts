import type { Kysely } from 'kysely';
import { orderReference } from '../../contract/order-reference.ts';
import type { DisputeNotice } from '../../contract/tickets-api.ts';
import type { Database } from '../../storage/database.ts';
import { isOneOf } from '../../storage/lists.ts';
import { statement } from '../../storage/statement.ts';
import { isUnfinished } from './tickets.ts';

/** How long owners read that their question is answered. */
const ANSWER_SHOWN_MS = 14 * 86_400_000;

const disputeRows = statement((db, values: { roomIds: readonly string[] }) =>
  db
    .selectFrom('ticket')
    .select(['ticket_id', 'bill_id', 'state', 'resolved_at', 'raised_at'])
    .where(isOneOf(db, 'room_id', values.roomIds))
    .where('kind', '=', 'bill-dispute')
    .orderBy('raised_at', 'desc'),
);

/** Bills of the rooms that their owners asked about: those not answered yet, and answers of the last days. */
export async function disputesOfRooms(
  db: Kysely<Database>,
  roomIds: readonly string[],
  now: number,
): Promise<DisputeNotice[]> {
  const rows = await disputeRows(db, { roomIds });
  return rows.flatMap(({ ticket_id: ticketId, bill_id: billId, state, resolved_at: resolvedAt }): DisputeNotice[] => {
    if (billId === null) return [];
    const open = isUnfinished(state);
    if (!open && now - (resolvedAt ?? 0) > ANSWER_SHOWN_MS) return [];
    const progress = state === 'open' ? 'received' : open ? 'being-checked' : 'answered';
    return [{ billId, reference: orderReference(ticketId), progress }];
  });
}

/** Bills that nobody may be reminded of before their owners have an answer. */
export async function billsInDispute(db: Kysely<Database>, roomIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await disputeRows(db, { roomIds });
  return new Set(rows.flatMap(({ bill_id: billId, state }) => (billId !== null && isUnfinished(state) ? billId : [])));
}
