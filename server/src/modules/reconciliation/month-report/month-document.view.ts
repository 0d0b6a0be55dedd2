import type { Kysely } from 'kysely';
import type { MonthDocuments } from '../../../contract/month-document-api.ts';
import type { Database } from '../../../storage/database.ts';
import { namesOfStaff } from '../../cash/staff-names.ts';
import { changesSince, hashOf } from './month-figures.ts';
import { type DocumentOf, documentsOf, figuresOf, givenUpDays, monthFigures } from './month-document.store.ts';

/** The versions of a month's report, what the newest says, and what was booked since. */
export async function monthDocuments(db: Kysely<Database>, of: DocumentOf, staffId: string): Promise<MonthDocuments> {
  const rows = await documentsOf(db, of);
  const nameOf = await namesOfStaff(
    db,
    rows.flatMap((row) => [row.prepared_by, row.signed_by ?? row.prepared_by, row.reopened_by ?? row.prepared_by]),
  );
  const [newest] = rows;
  const frozen = newest && newest.state !== 'REOPENED' ? newest : undefined;
  const figures = frozen && figuresOf(frozen);
  return {
    documents: rows.map((row) => ({
      reportId: row.report_id,
      month: row.month,
      version: row.version,
      state: row.state,
      hash: row.hash,
      preparedByName: nameOf(row.prepared_by),
      preparedBySelf: row.prepared_by === staffId,
      preparedAt: row.prepared_at,
      ...(row.signed_by !== null && { signedByName: nameOf(row.signed_by) }),
      ...(row.signed_at !== null && { signedAt: row.signed_at }),
      ...(row.reopened_by !== null && { reopenedByName: nameOf(row.reopened_by) }),
      ...(row.reopened_at !== null && { reopenedAt: row.reopened_at }),
      ...(row.reopen_reason !== null && { reopenReason: row.reopen_reason }),
    })),
    ...(figures && { figures: { ...figures, givenUp: [...figures.givenUp] } }),
    changes: figures ? changesSince(figures, await monthFigures(db, of)) : [],
    intact: rows.every((row) => hashOf(row.figures) === row.hash),
    givenUp: await givenUpDays(db, of.month),
  };
}
