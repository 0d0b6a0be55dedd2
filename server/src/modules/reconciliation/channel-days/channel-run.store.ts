import type { FailureCode } from '@louting/common/failure-codes';
import { failed, ok, type Result } from '@louting/common/result';
import { type Selectable, sql, type Transaction } from 'kysely';
import type { RunChannel, RunKind } from '../../../contract/reconciliation-api.ts';
import type { Database } from '../../../storage/database.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import type { ReconciliationTables } from '../reconciliation.tables.ts';

export type RunRow = Selectable<ReconciliationTables['channel_run']>;

export interface RunRequest {
  readonly channel: RunChannel;
  readonly merchant: string;
  readonly businessDate: string;
  readonly kind: RunKind;
  /** A staff id, or `system`. */
  readonly by: string;
  /** Begin a finished run again: with a corrected file, or after the books have changed. Handled differences stay. */
  readonly force: boolean;
}

/** A run that is not renewed for so long belongs to a process that died. */
const LEASE_MS = 120_000;

/**
 * Takes the one run of a merchant, day and kind: new, or one that failed, was cut off, or is forced to begin again.
 * @param kept what stays of the attempt before, where its file is compared again
 * @returns LT-2721 the day is closed, LT-2722 it is running elsewhere, LT-2723 it is done and was not forced
 */
export function claimRun(
  context: ReconciliationContext,
  request: RunRequest,
  kept: Partial<Pick<RunRow, 'file_hash' | 'row_count' | 'problem_count'>> = {},
): Promise<Result<RunRow>> {
  const now = context.clock.now();
  const { channel, merchant, businessDate, kind, by, force } = request;
  return context.storage.transact(async (tx): Promise<Result<RunRow>> => {
    const known = await tx
      .selectFrom('channel_run')
      .selectAll()
      .where('channel', '=', channel)
      .where('merchant', '=', merchant)
      .where('business_date', '=', businessDate)
      .where('kind', '=', kind)
      .executeTakeFirst();
    const begun = {
      state: 'RUNNING' as const,
      lease_until: now + LEASE_MS,
      file_hash: '',
      started_at: now,
      started_by: by,
      finished_at: null,
      failure: null,
      row_count: 0,
      problem_count: 0,
      matched_count: 0,
      matched_fen: 0,
      compared_count: 0,
      compared_fen: 0,
      given_up_by: null,
      given_up_reason: null,
      ...kept,
    };
    if (!known) {
      const fresh: RunRow = {
        run_id: context.newId(),
        channel,
        merchant,
        business_date: businessDate,
        kind,
        attempt: 1,
        closed_at: null,
        closed_by: null,
        ...begun,
      };
      await tx.insertInto('channel_run').values(fresh).execute();
      return ok(fresh);
    }
    if (known.state === 'CLOSED') return failed('LT-2721', `${channel} ${businessDate} is closed`);
    if (known.state === 'RUNNING' && known.lease_until > now) return failed('LT-2722');
    if (known.state === 'DONE' && !force) return failed('LT-2723');
    const again = { ...begun, attempt: known.attempt + 1 };
    await tx.updateTable('channel_run').set(again).where('run_id', '=', known.run_id).execute();
    return ok({ ...known, ...again });
  });
}

/** Rows of one transaction, as in staging. */
const CLEARED_AT_ONCE = 2_000;

/** Takes away what an earlier attempt has left, a piece at a time: other writers wait no longer than for one. */
export async function clearStaged(context: ReconciliationContext, run: RunRow): Promise<void> {
  const { storage, clock } = context;
  for (const table of ['channel_trade', 'fund_movement', 'file_problem'] as const) {
    const owner = table === 'file_problem' ? 'owner_id' : 'run_id';
    for (;;) {
      const { rows } = await sql<{ line: number | null }>`
        select max(line) as line from ${sql.table(table)} where ${sql.ref(owner)} = ${run.run_id}`.execute(storage.db);
      const last = rows[0]?.line ?? null;
      if (last === null) break;
      await storage.transact(async (tx) => {
        await holdRun(tx, run, clock.now());
        await sql`delete from ${sql.table(table)}
          where ${sql.ref(owner)} = ${run.run_id} and line > ${last - CLEARED_AT_ONCE}`.execute(tx);
      });
    }
  }
}

/** @throws Error when the run was taken by another process meanwhile: what this one still writes would be doubled */
export async function holdRun(tx: Transaction<Database>, run: RunRow, now: number): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('channel_run')
    .set({ lease_until: now + LEASE_MS })
    .where('run_id', '=', run.run_id)
    .where('attempt', '=', run.attempt)
    .where('state', '=', 'RUNNING')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`run ${run.run_id} was taken by another process`);
}

export type RunFigures = Pick<
  RunRow,
  'file_hash' | 'row_count' | 'problem_count' | 'matched_count' | 'matched_fen' | 'compared_count' | 'compared_fen'
>;

/** Ends a run; open differences that this attempt no longer found have explained themselves. */
export async function finishRun(context: ReconciliationContext, run: RunRow, figures: RunFigures): Promise<RunRow> {
  const now = context.clock.now();
  const done = { ...figures, state: 'DONE' as const, finished_at: now, lease_until: now };
  await context.storage.transact(async (tx) => {
    await holdRun(tx, run, now);
    await tx
      .updateTable('channel_difference')
      .set({ state: 'AUTO_RESOLVED', reason: 'no longer there', settled_at: now, settled_by: 'system' })
      .where('run_id', '=', run.run_id)
      .where('state', 'in', ['OPEN', 'ESCALATED'])
      .where('seen_attempt', '<', run.attempt)
      .execute();
    await tx.updateTable('channel_run').set(done).where('run_id', '=', run.run_id).execute();
  });
  return { ...run, ...done };
}

/** @param failure an `LT-` code; what stands behind it is for the log */
export async function failRun(context: ReconciliationContext, run: RunRow, failure: FailureCode): Promise<void> {
  const now = context.clock.now();
  await context.storage.transact((tx) =>
    tx
      .updateTable('channel_run')
      .set({ state: 'FAILED', failure, finished_at: now, lease_until: now })
      .where('run_id', '=', run.run_id)
      .where('attempt', '=', run.attempt)
      .where('state', '=', 'RUNNING')
      .execute(),
  );
}

/**
 * Locks a day: no run begins again, no difference is reopened.
 * @returns LT-2725 no such run, LT-2724 a difference is open or the run is not done
 */
export function closeRun(context: ReconciliationContext, runId: string, by: string): Promise<Result<RunRow>> {
  const now = context.clock.now();
  return context.storage.transact(async (tx): Promise<Result<RunRow>> => {
    const run = await tx.selectFrom('channel_run').selectAll().where('run_id', '=', runId).executeTakeFirst();
    if (!run) return failed('LT-2725');
    if (run.state === 'CLOSED') return ok(run);
    const { open } = await tx
      .selectFrom('channel_difference')
      .select((eb) => eb.fn.countAll<number>().as('open'))
      .where('run_id', '=', runId)
      .where('state', 'in', ['OPEN', 'ESCALATED'])
      .executeTakeFirstOrThrow();
    if (run.state !== 'DONE' || open > 0) return failed('LT-2724', `${open} open`);
    const closed = { state: 'CLOSED' as const, closed_at: now, closed_by: by };
    await tx.updateTable('channel_run').set(closed).where('run_id', '=', runId).execute();
    return ok({ ...run, ...closed });
  });
}
