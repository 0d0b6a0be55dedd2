import type { ExpressionBuilder } from 'kysely';
import type { Database } from '../../storage/database.ts';

/** Who owns the room of a query now, as `owner_name`; of several the first by name. */
export function ownerName(eb: ExpressionBuilder<Database, 'room'>) {
  return eb
    .selectFrom('ownership')
    .innerJoin('party', 'party.party_id', 'ownership.party_id')
    .whereRef('ownership.room_id', '=', 'room.room_id')
    .where('ownership.relation', '=', 'owner')
    .where('ownership.to_date', 'is', null)
    .select((owner) => owner.fn.min<string | null>('party.name').as('name'))
    .as('owner_name');
}
