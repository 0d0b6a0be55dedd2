import { fen } from '@louting/common/money';
import { type Kysely, sql } from 'kysely';
import type { Change, ChangeRow } from '../../../contract/reconciliation-changes-api.ts';
import type { Database } from '../../../storage/database.ts';
import type { ScopedBooks } from '../../admin-views/scope.ts';
import { namesOfStaff } from '../../cash/staff-names.ts';
import { maskCard } from '../../estate/masking.ts';
import { type ChangeEntity, changeOf } from './changes.store.ts';

const MOST_SHOWN = 100;

/** What waits first, then the last that were decided. */
export async function listChanges(
  db: Kysely<Database>,
  books: ScopedBooks,
  staffId: string,
): Promise<{ rows: ChangeRow[] }> {
  const rows = await books
    .reconciliationChanges()
    .selectAll()
    .orderBy(sql`case state when 'PROPOSED' then 0 else 1 end`)
    .orderBy('proposed_at', 'desc')
    .orderBy('change_id', 'desc')
    .limit(MOST_SHOWN)
    .execute();
  return { rows: await changeViews(db, rows, staffId) };
}

export async function findChange(
  db: Kysely<Database>,
  books: ScopedBooks,
  changeId: string,
  staffId: string,
): Promise<ChangeRow | undefined> {
  const rows = await books.reconciliationChanges().selectAll().where('change_id', '=', changeId).execute();
  const [view] = await changeViews(db, rows, staffId);
  return view;
}

async function changeViews(db: Kysely<Database>, rows: readonly ChangeEntity[], staffId: string): Promise<ChangeRow[]> {
  const nameOf = await namesOfStaff(
    db,
    rows.flatMap((row) => [row.proposed_by, row.decided_by ?? row.proposed_by]),
  );
  const views: ChangeRow[] = [];
  for (const row of rows) {
    const change = changeOf(row);
    views.push({
      changeId: row.change_id,
      change: change.kind === 'bank-account' ? { ...change, accountNumber: maskCard(change.accountNumber) } : change,
      about: await aboutOf(db, change),
      reason: row.reason,
      state: row.state,
      proposedByName: nameOf(row.proposed_by),
      proposedBySelf: row.proposed_by === staffId,
      proposedAt: row.proposed_at,
      ...(row.decided_by !== null && { decidedByName: nameOf(row.decided_by) }),
      ...(row.decided_at !== null && { decidedAt: row.decided_at }),
      note: row.note,
    });
  }
  return views;
}

async function aboutOf(db: Kysely<Database>, change: Change): Promise<ChangeRow['about']> {
  if (change.kind === 'give-up-day') {
    const run = await db
      .selectFrom('channel_run')
      .select(['business_date', 'channel'])
      .where('run_id', '=', change.runId)
      .executeTakeFirst();
    return run ? { date: run.business_date, channel: run.channel } : {};
  }
  if (change.kind !== 'line-class') return {};
  const line = await db
    .selectFrom('bank_line')
    .select(['booked_on', 'amount_fen'])
    .where('line_id', '=', change.lineId)
    .executeTakeFirst();
  return line ? { date: line.booked_on, amountFen: fen(line.amount_fen) } : {};
}
