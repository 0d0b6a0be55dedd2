import { failed, ok, type Result } from '@louting/common/result';
import type { Selectable, Transaction } from 'kysely';
import type { DifferenceKind } from '../../../contract/reconciliation-api.ts';
import type { Database } from '../../../storage/database.ts';
import { insertRows } from '../../../storage/insert-rows.ts';
import { holdRun, type RunRow } from '../channel-days/channel-run.store.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import type { ReconciliationTables } from '../reconciliation.tables.ts';

export type DifferenceRow = Selectable<ReconciliationTables['channel_difference']>;

/** Something that the two sides do not say alike. */
export interface FoundDifference {
  readonly kind: DifferenceKind;
  /** The same again in a later run is the same difference. */
  readonly subject: string;
  readonly communityId: string | null;
  readonly orderId: string | null;
  readonly transactionId: string;
  readonly outTradeNo: string;
  readonly at: number;
  readonly channelFen: number | null;
  readonly localFen: number | null;
  readonly fileLine: number | null;
  /** `code`, or `code:value`: the portal has the words. */
  readonly detail: string;
  /**
   * `late`: the day beside it has the other half. `taken-back`: paid and paid back at the channel. `cash-books`: said
   * where the cash is counted. `balance-follows`: the bank's balances are right all the same. Nobody need look.
   */
  readonly explainedBy: '' | 'late' | 'taken-back' | 'cash-books' | 'balance-follows';
}

const EXPLANATIONS = {
  late: 'cut at midnight',
  'taken-back': 'paid and paid back at the channel',
  'cash-books': 'explained in the cash books',
  'balance-follows': 'balances follow',
} as const;
const GONE = 'no longer there';

/** Writes down what was found; what a person or a rule has handled before stays as it is. */
export async function recordDifferences(
  context: ReconciliationContext,
  run: RunRow,
  found: readonly FoundDifference[],
): Promise<void> {
  const now = context.clock.now();
  // One subject is one difference, also where a file tells of it twice.
  const bySubject = new Map(found.map((each) => [`${each.kind} ${each.subject}`, each]));
  const rows = [...bySubject.values()].map((each) => ({
    difference_id: context.newId(),
    run_id: run.run_id,
    channel: run.channel,
    business_date: run.business_date,
    kind: each.kind,
    subject: each.subject,
    community_id: each.communityId,
    order_id: each.orderId,
    transaction_id: each.transactionId,
    channel_fen: each.channelFen,
    local_fen: each.localFen,
    file_line: each.fileLine,
    detail: each.detail,
    state: each.explainedBy === '' ? ('OPEN' as const) : ('AUTO_RESOLVED' as const),
    owner_id: null,
    found_at: now,
    seen_attempt: run.attempt,
    reason: each.explainedBy === '' ? '' : EXPLANATIONS[each.explainedBy],
    settled_at: each.explainedBy === '' ? null : now,
    settled_by: each.explainedBy === '' ? null : 'system',
  }));
  await context.storage.transact(async (tx) => {
    await holdRun(tx, run, now);
    await insertRows(
      tx,
      'channel_difference',
      rows,
      `on conflict (channel, kind, subject) do update set
       seen_attempt = excluded.seen_attempt, detail = excluded.detail,
       channel_fen = excluded.channel_fen, local_fen = excluded.local_fen, file_line = excluded.file_line,
       reason = case when channel_difference.reason = '${GONE}' then excluded.reason else channel_difference.reason end,
       state = case when channel_difference.reason = '${GONE}' then excluded.state else channel_difference.state end
       where channel_difference.run_id = excluded.run_id`,
    );
  });
}

export type DifferenceStep =
  { readonly action: 'take' } | { readonly action: 'close' | 'escalate'; readonly reason: string };

/**
 * A person takes a difference on, explains it, or hands it up.
 * @returns LT-2726 no such difference, LT-2727 it is settled, LT-2721 its day is closed, LT-2737 money that is short or over
 * is explained in the cash books, by an entry
 */
export async function stepDifference(
  tx: Transaction<Database>,
  differenceId: string,
  step: DifferenceStep,
  by: { readonly staffId: string; readonly at: number },
): Promise<Result<DifferenceRow>> {
  const row = await tx
    .selectFrom('channel_difference')
    .selectAll()
    .where('difference_id', '=', differenceId)
    .executeTakeFirst();
  if (!row) return failed('LT-2726');
  if (row.state === 'CLOSED' || row.state === 'AUTO_RESOLVED') return failed('LT-2727');
  const run = await tx.selectFrom('channel_run').select('state').where('run_id', '=', row.run_id).executeTakeFirst();
  if (run?.state === 'CLOSED') return failed('LT-2721');
  if (step.action === 'close' && row.channel === 'kiosk-cash') return failed('LT-2737');
  const change = {
    take: { owner_id: by.staffId },
    close: { state: 'CLOSED' as const, settled_at: by.at, settled_by: by.staffId },
    escalate: { state: 'ESCALATED' as const, owner_id: null },
  }[step.action];
  const changed = { ...change, ...('reason' in step && { reason: step.reason }) };
  await tx.updateTable('channel_difference').set(changed).where('difference_id', '=', differenceId).execute();
  return ok({ ...row, ...changed });
}
