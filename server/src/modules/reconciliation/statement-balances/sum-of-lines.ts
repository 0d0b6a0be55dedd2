import { type Kysely, sql } from 'kysely';
import type { Database } from '../../../storage/database.ts';

/** What the lines of a bank account come to that were booked after one day and up to another. */
export async function sumOfLines(
  db: Kysely<Database>,
  accountId: string,
  after: string,
  upTo: string,
): Promise<number> {
  const { sum } = await db
    .selectFrom('bank_line')
    .select(sql<number>`coalesce(sum(amount_fen), 0)`.as('sum'))
    .where('account_id', '=', accountId)
    .where('booked_on', '>', after)
    .where('booked_on', '<=', upTo)
    .executeTakeFirstOrThrow();
  return sum;
}
