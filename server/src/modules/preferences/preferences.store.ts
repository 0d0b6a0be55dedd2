import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import { statement } from '../../storage/statement.ts';
import type { Choice } from './preferences.ts';

const preferenceRows = statement((db, values: { partyId: string }) =>
  db.selectFrom('party_preference').select(['name', 'value']).where('party_id', '=', values.partyId),
);

export function choicesOfParty(db: Kysely<Database>, partyId: string): Promise<Choice[]> {
  return preferenceRows(db, { partyId });
}

/** A choice told late does not undo one made after it. */
const UNLESS_CHOSEN_LATER = `on conflict (party_id, name) do update set
  value = excluded.value, chosen_at = excluded.chosen_at where party_preference.chosen_at <= excluded.chosen_at`;

export async function rememberChoices(
  tx: Transaction<Database>,
  partyId: string,
  choices: readonly Choice[],
  chosenAt: number,
): Promise<void> {
  const rows = choices.map(({ name, value }) => ({ party_id: partyId, name, value, chosen_at: chosenAt }));
  await insertRows(tx, 'party_preference', rows, UNLESS_CHOSEN_LATER);
}
