import { sql } from 'kysely';
import type { RunRow } from './channel-run.store.ts';
import { windowsOf } from './compare-trades.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';

/** What the file's trades of one community come to; '' is the community of trades that no order explains. */
export interface TradeSum {
  readonly communityId: string;
  readonly receivedFen: number;
  readonly refundedFen: number;
  readonly feeFen: number;
  readonly count: number;
  readonly fen: number;
  /** On both sides with one amount. */
  readonly matchedCount: number;
  readonly matchedFen: number;
}

/** Summed by the database, window by window; memory holds one row for each community. */
export async function sumsOfTrades(context: ReconciliationContext, run: RunRow): Promise<readonly TradeSum[]> {
  const sums = new Map<string, TradeSum>();
  for await (const { after, upTo } of windowsOf(context, run)) {
    const { rows } = await sql<TradeSum>`
      select coalesce(o.community_id, '') as "communityId",
        sum(case when t.kind = 'payment' then t.amount_fen else 0 end) as "receivedFen",
        sum(case when t.kind = 'refund' then t.amount_fen else 0 end) as "refundedFen",
        sum(t.fee_fen) as "feeFen", count(*) as count, sum(t.amount_fen) as fen,
        sum(case when t.amount_fen = coalesce(p.received_fen, r.amount_fen) then 1 else 0 end) as "matchedCount",
        sum(case when t.amount_fen = coalesce(p.received_fen, r.amount_fen) then t.amount_fen else 0 end)
          as "matchedFen"
      from channel_trade t
      left join payment_order o on o.order_id = t.order_id and o.channel = ${run.channel}
      left join payment p on p.order_id = o.order_id and t.kind = 'payment'
      left join refund r on r.refund_id = t.refund_id and t.kind = 'refund'
      where t.run_id = ${run.run_id} and t.line > ${after} and t.line <= ${upTo} and t.state = 'success'
      group by coalesce(o.community_id, '')`.execute(context.storage.db);
    for (const row of rows) sums.set(row.communityId, added(sums.get(row.communityId), row));
  }
  return [...sums.values()];
}

function added(sum: TradeSum | undefined, more: TradeSum): TradeSum {
  if (!sum) return more;
  return {
    communityId: sum.communityId,
    receivedFen: sum.receivedFen + more.receivedFen,
    refundedFen: sum.refundedFen + more.refundedFen,
    feeFen: sum.feeFen + more.feeFen,
    count: sum.count + more.count,
    fen: sum.fen + more.fen,
    matchedCount: sum.matchedCount + more.matchedCount,
    matchedFen: sum.matchedFen + more.matchedFen,
  };
}
