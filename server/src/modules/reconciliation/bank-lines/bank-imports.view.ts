import type { Kysely } from 'kysely';
import type { BankImport } from '../../../contract/reconciliation-api.ts';
import type { Database } from '../../../storage/database.ts';
import type { ScopedBooks } from '../../admin-views/scope.ts';
import type { ImportRow } from './bank-import.ts';
import { problemsOf } from '../differences/differences.view.ts';

const MOST_IMPORTS = 50;

/** The newest first, each with the first of its problems. */
export async function listImports(db: Kysely<Database>, books: ScopedBooks): Promise<{ rows: BankImport[] }> {
  const imports = await books
    .bankImports()
    .selectAll()
    .orderBy('started_at', 'desc')
    .orderBy('import_id', 'desc')
    .limit(MOST_IMPORTS)
    .execute();
  const rows: BankImport[] = [];
  for (const row of imports) rows.push(await importView(db, row));
  return { rows };
}

export async function importView(db: Kysely<Database>, row: ImportRow): Promise<BankImport> {
  return {
    importId: row.import_id,
    fileName: row.file_name,
    state: row.state,
    lines: row.line_count,
    fresh: row.new_count,
    known: row.known_count,
    problemCount: row.problem_count,
    problems: row.problem_count === 0 ? [] : await problemsOf(db, row.import_id),
    startedAt: row.started_at,
    ...(row.finished_at !== null && { finishedAt: row.finished_at }),
    ...(row.failure !== null && { failure: row.failure }),
  };
}
