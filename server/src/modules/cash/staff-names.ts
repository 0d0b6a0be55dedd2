import type { Kysely } from 'kysely';
import type { Database } from '../../storage/database.ts';

/** @returns a function that answers the name of a staff id; `system` and ids that are gone answer themselves */
export async function namesOfStaff(
  db: Kysely<Database>,
  staffIds: readonly string[],
): Promise<(staffId: string) => string> {
  const ids = [...new Set(staffIds)];
  const rows =
    ids.length === 0
      ? []
      : await db.selectFrom('staff').select(['staff_id', 'name']).where('staff_id', 'in', ids).execute();
  const names = new Map(rows.map((row) => [row.staff_id, row.name]));
  return (staffId) => names.get(staffId) ?? staffId;
}
