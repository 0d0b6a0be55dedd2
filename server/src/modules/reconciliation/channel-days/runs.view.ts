import { fen } from '@louting/common/money';
import { type Kysely, sql } from 'kysely';
import type { Difference, Run } from '../../../contract/reconciliation-api.ts';
import type { Database } from '../../../storage/database.ts';
import type { ScopedBooks } from '../../admin-views/scope.ts';
import { maskCard } from '../../estate/masking.ts';
import { differenceRows, problemsOf, standingFen } from '../differences/differences.view.ts';

/** Who looks at a run needs the first of its differences; all of them are a list of their own. */
const MOST_DIFFERENCES = 500;

/** @param month `YYYY-MM` of the business day */
export async function listRuns(books: ScopedBooks, month: string): Promise<{ rows: Run[] }> {
  const runs = await runRows(books)
    .where('run.business_date', '>=', `${month}-01`)
    .where('run.business_date', '<=', `${month}-31`)
    .orderBy('run.business_date', 'desc')
    .orderBy('run.channel')
    .orderBy('run.kind', 'desc')
    .orderBy('run.merchant')
    .execute();
  return { rows: runs.map(runView) };
}

export async function findRun(books: ScopedBooks, runId: string): Promise<Run | undefined> {
  const run = await runRows(books).where('run.run_id', '=', runId).executeTakeFirst();
  return run && runView(run);
}

export async function runDetail(
  db: Kysely<Database>,
  books: ScopedBooks,
  runId: string,
): Promise<{ run: Run; differences: Difference[]; problems: Awaited<ReturnType<typeof problemsOf>> } | undefined> {
  const run = await findRun(books, runId);
  if (!run) return undefined;
  const differences = books
    .channelDifferences()
    .where('difference.run_id', '=', runId)
    .orderBy('difference.found_at')
    .orderBy('difference.difference_id')
    .limit(MOST_DIFFERENCES);
  return { run, differences: await differenceRows(db, differences), problems: await problemsOf(db, runId) };
}

function runRows(books: ScopedBooks) {
  const open = books
    .channelDifferences()
    .where('difference.state', 'in', ['OPEN', 'ESCALATED'])
    .groupBy('difference.run_id')
    .select((eb) => ['difference.run_id', eb.fn.countAll<number>().as('open_count')])
    .select(sql<number>`sum(${standingFen})`.as('open_fen'));
  return books
    .channelRuns()
    .leftJoin(open.as('open'), 'open.run_id', 'run.run_id')
    .leftJoin('staff as giver', 'giver.staff_id', 'run.given_up_by')
    .selectAll('run')
    .select(['community.code', 'own_account.bank', 'own_account.account_number', 'giver.name as giver_name'])
    .select(['open.open_count', 'open.open_fen']);
}

type RunRows = Awaited<ReturnType<ReturnType<typeof runRows>['execute']>>;

function runView(row: RunRows[number]): Run {
  return {
    runId: row.run_id,
    channel: row.channel,
    merchant: row.account_number === null ? (row.code ?? row.merchant) : `${row.bank} ${maskCard(row.account_number)}`,
    businessDate: row.business_date,
    kind: row.kind,
    state: row.state,
    attempt: row.attempt,
    startedAt: row.started_at,
    ...(row.finished_at !== null && { finishedAt: row.finished_at }),
    ...(row.failure !== null && { failure: row.failure }),
    rows: row.row_count,
    problems: row.problem_count,
    matchedCount: row.matched_count,
    matchedFen: fen(row.matched_fen),
    comparedCount: row.compared_count,
    comparedFen: fen(row.compared_fen),
    openDifferences: row.open_count ?? 0,
    atRiskFen: fen(row.open_fen ?? 0),
    ...(row.closed_at !== null && { closedAt: row.closed_at }),
    ...(row.given_up_reason !== null && {
      givenUp: { byName: row.giver_name ?? '', reason: row.given_up_reason },
    }),
  };
}
