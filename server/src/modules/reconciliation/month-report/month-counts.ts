import { fen } from '@louting/common/money';
import { type Kysely, sql } from 'kysely';
import type { Channel, MonthReport, RunChannel } from '../../../contract/reconciliation-api.ts';
import type { Database } from '../../../storage/database.ts';
import { startOfMonth } from '../../ledger/accounting-month.ts';
import { endOfMonth } from '../../ledger/trial-balance.ts';

/** What stands beside the ledger for a month: differences, what the files said, and bank lines. */

const firstDay = (month: string) => `${month}-01`;
/** No business date is above it within the month. */
const lastDay = (month: string) => `${month}-31`;

/** Those of no community's order are everybody's. */
export async function differencesOfMonth(
  db: Kysely<Database>,
  communityIds: readonly string[],
  month: string,
): Promise<Map<RunChannel, { readonly open: number; readonly closed: number }>> {
  const rows = await db
    .selectFrom('channel_difference')
    .where('business_date', '>=', firstDay(month))
    .where('business_date', '<=', lastDay(month))
    .where((eb) => eb.or([eb('community_id', 'in', communityIds), eb('community_id', 'is', null)]))
    .groupBy('channel')
    .select('channel')
    .select(sql<number>`sum(case when state in ('OPEN', 'ESCALATED') then 1 else 0 end)`.as('open'))
    .select(sql<number>`sum(case when state in ('OPEN', 'ESCALATED') then 0 else 1 end)`.as('closed'))
    .execute();
  return new Map(rows.map(({ channel, open, closed }) => [channel, { open, closed }]));
}

interface FileSums {
  readonly receivedFen: number;
  readonly refundedFen: number;
  readonly feeFen: number;
}

/** What the channels' files came to; of cash, what was counted. */
export async function filesOfMonth(
  db: Kysely<Database>,
  communityIds: readonly string[],
  month: string,
): Promise<Map<Channel, FileSums>> {
  const rows = await db
    .selectFrom('channel_day')
    .where('community_id', 'in', communityIds)
    .where('business_date', '>=', firstDay(month))
    .where('business_date', '<=', lastDay(month))
    .groupBy('channel')
    .select('channel')
    .select((eb) => [
      eb.fn.sum<number>('received_fen').as('receivedFen'),
      eb.fn.sum<number>('refunded_fen').as('refundedFen'),
      eb.fn.sum<number>('fee_fen').as('feeFen'),
    ])
    .execute();
  const sums = new Map<Channel, FileSums>(rows.map(({ channel, ...sum }) => [channel, sum]));
  const { counted } = await db
    .selectFrom('cash_collection')
    .where('community_id', 'in', communityIds)
    .where('settled_at', '>=', startOfMonth(month))
    .where('settled_at', '<', endOfMonth(month))
    .select(sql<number>`coalesce(sum(counted_fen), 0)`.as('counted'))
    .executeTakeFirstOrThrow();
  return sums.set('kiosk-cash', { receivedFen: counted, refundedFen: 0, feeFen: 0 });
}

type LineCounts = Omit<
  MonthReport['bank'],
  'openingFen' | 'inFen' | 'outFen' | 'closingFen' | 'openDifferences' | 'closedDifferences'
>;

export async function bankLinesOfMonth(
  db: Kysely<Database>,
  communityIds: readonly string[],
  month: string,
): Promise<LineCounts> {
  const how = sql<'auto' | 'person' | 'explained' | 'waiting' | 'other'>`case
    when line.state = 'BOOKED' and match.decided_by is null then 'auto'
    when line.state = 'BOOKED' then 'person'
    when line.state = 'EXPLAINED' then 'explained'
    when line.state = 'OTHER' then 'other'
    else 'waiting' end`;
  const rows = await db
    .selectFrom('bank_line as line')
    .leftJoin('bank_match as match', (join) =>
      join.onRef('match.line_id', '=', 'line.line_id').on('match.state', '=', 'BOOKED'),
    )
    .where('line.community_id', 'in', communityIds)
    .where('line.booked_on', '>=', firstDay(month))
    .where('line.booked_on', '<=', lastDay(month))
    .groupBy(how)
    .select(how.as('how'))
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.sum<number>('line.amount_fen').as('amount')])
    .execute();
  const of = (name: (typeof rows)[number]['how']) => rows.find((row) => row.how === name) ?? { count: 0, amount: 0 };
  const { oldest } = await db
    .selectFrom('bank_line')
    .where('community_id', 'in', communityIds)
    .where('state', 'in', ['WAITING', 'SUGGESTED', 'PROPOSED'])
    .where('booked_on', '<=', lastDay(month))
    .select((eb) => eb.fn.min<string | null>('booked_on').as('oldest'))
    .executeTakeFirstOrThrow();
  return {
    lines: rows.reduce((sum, row) => sum + row.count, 0),
    autoCount: of('auto').count,
    autoFen: fen(of('auto').amount),
    byPersonCount: of('person').count,
    byPersonFen: fen(of('person').amount),
    explainedCount: of('explained').count,
    explainedFen: fen(of('explained').amount),
    waitingCount: of('waiting').count,
    waitingFen: fen(of('waiting').amount),
    ...(oldest !== null && { oldestWaitingOn: oldest }),
  };
}
