import { fen } from '@louting/common/money';
import { type Kysely, sql } from 'kysely';
import type { RunChannel, Difference, DifferenceState } from '../../../contract/reconciliation-api.ts';
import type { Database } from '../../../storage/database.ts';
import type { ScopedBooks } from '../../admin-views/scope.ts';
import { namesOfStaff } from '../../cash/staff-names.ts';

/** A file of rubbish has a problem in each line; a person needs the first of them. */
const MOST_PROBLEMS = 200;

/** The money that a difference is about: what one side has more than the other. */
export const standingFen = sql<number>`abs(coalesce(difference.channel_fen, 0) - coalesce(difference.local_fen, 0))`;

export interface DifferencesQuery {
  readonly state?: DifferenceState | undefined;
  readonly channel?: RunChannel | undefined;
  readonly page: number;
  readonly pageSize: number;
}

/** What waits for somebody first, the oldest of it first. */
export async function listDifferences(
  db: Kysely<Database>,
  books: ScopedBooks,
  query: DifferencesQuery,
): Promise<{ rows: Difference[]; total: number; totals: { openFen: ReturnType<typeof fen>; open: number } }> {
  let ofChannel = books.channelDifferences();
  if (query.channel !== undefined) ofChannel = ofChannel.where('difference.channel', '=', query.channel);
  const { open, open_fen: openFen } = await ofChannel
    .where('difference.state', 'in', ['OPEN', 'ESCALATED'])
    .select((eb) => eb.fn.countAll<number>().as('open'))
    .select(sql<number>`coalesce(sum(${standingFen}), 0)`.as('open_fen'))
    .executeTakeFirstOrThrow();
  const selected = query.state === undefined ? ofChannel : ofChannel.where('difference.state', '=', query.state);
  const { total } = await selected.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const page = selected
    .orderBy(sql`case difference.state when 'ESCALATED' then 0 when 'OPEN' then 1 else 2 end`)
    .orderBy('difference.business_date')
    .orderBy('difference.difference_id')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize);
  return { rows: await differenceRows(db, page), total, totals: { openFen: fen(openFen), open } };
}

export async function findDifference(
  db: Kysely<Database>,
  books: ScopedBooks,
  differenceId: string,
): Promise<Difference | undefined> {
  const [found] = await differenceRows(
    db,
    books.channelDifferences().where('difference.difference_id', '=', differenceId),
  );
  return found;
}

export async function differenceRows(
  db: Kysely<Database>,
  selected: ReturnType<ScopedBooks['channelDifferences']>,
): Promise<Difference[]> {
  const rows = await selected.selectAll('difference').select('payment_order.reference').execute();
  const people = rows.flatMap(({ owner_id, settled_by }) => [owner_id, settled_by]).filter((id) => id !== null);
  const nameOf = await namesOfStaff(db, people);
  return rows.map((row) => ({
    differenceId: row.difference_id,
    runId: row.run_id,
    channel: row.channel,
    businessDate: row.business_date,
    kind: row.kind,
    state: row.state,
    transactionId: row.transaction_id,
    ...(row.order_id !== null && { orderId: row.order_id }),
    ...(row.reference !== null && { orderReference: row.reference }),
    ...(row.channel_fen !== null && { channelFen: fen(row.channel_fen) }),
    ...(row.local_fen !== null && { localFen: fen(row.local_fen) }),
    ...(row.file_line !== null && { fileLine: row.file_line }),
    detail: detailOf(row.detail),
    foundAt: row.found_at,
    ...(row.owner_id !== null && { ownerName: nameOf(row.owner_id) }),
    reason: row.reason,
    ...(row.settled_at !== null && { settledAt: row.settled_at }),
    ...(row.settled_by !== null && { settledByName: nameOf(row.settled_by) }),
  }));
}

/** @param detail `code` or `code:value` */
function detailOf(detail: string): Difference['detail'] {
  const at = detail.indexOf(':');
  return at < 0 ? { code: detail, value: '' } : { code: detail.slice(0, at), value: detail.slice(at + 1) };
}

/** What could not be read of a file. @param ownerId run or import */
export function problemsOf(
  db: Kysely<Database>,
  ownerId: string,
): Promise<{ line: number; code: string; detail: string }[]> {
  return db
    .selectFrom('file_problem')
    .select(['line', 'code', 'detail'])
    .where('owner_id', '=', ownerId)
    .orderBy('line')
    .orderBy('ordinal')
    .limit(MOST_PROBLEMS)
    .execute();
}
