import { fen } from '@louting/common/money';
import type { Kysely } from 'kysely';
import {
  type DayClose,
  type DayCloseDetail,
  type DayReport,
  DayReportSchema,
  type DayStatus,
} from '../../contract/day-close-api.ts';
import type { Database } from '../../storage/database.ts';
import type { ScopedBooks } from '../admin-views/scope.ts';
import { isOverdue } from './day-close.ts';
import { type CloseRow, officeDifference } from './day-close.store.ts';
import { dayToClose } from './day-reminder.job.ts';
import { namesOfStaff } from './staff-names.ts';

/** Where each community in scope stands with its daily close. */
export async function dayStatus(db: Kysely<Database>, books: ScopedBooks, now: number): Promise<DayStatus[]> {
  const communities = await books
    .communities()
    .select(['community.community_id', 'name_zh', 'name_en'])
    .orderBy('community.code')
    .execute();
  const rows: DayStatus[] = [];
  for (const { community_id: communityId, name_zh: zh, name_en: en } of communities) {
    const open = await dayToClose(db, communityId);
    const signed = await db
      .selectFrom('day_close')
      .select((eb) => eb.fn.max<string | null>('business_date').as('date'))
      .where('community_id', '=', communityId)
      .where('state', '=', 'SIGNED')
      .executeTakeFirst();
    const reminder = open && (await reminderOf(db, communityId, open.date));
    rows.push({
      communityId,
      communityName: { 'zh-CN': zh, en },
      ...(open && { nextDate: open.date }),
      receiptsWaiting: open?.receipts ?? 0,
      ...(open?.waitingCloseId !== undefined && { waitingCloseId: open.waitingCloseId }),
      ...(signed?.date != null && { lastSignedDate: signed.date }),
      overdue: open !== undefined && isOverdue(open.date, now),
      ...(reminder && { remindedAt: reminder.reminded_at }),
    });
  }
  return rows;
}

function reminderOf(db: Kysely<Database>, communityId: string, date: string) {
  return db
    .selectFrom('day_close_reminder')
    .select('reminded_at')
    .where('community_id', '=', communityId)
    .where('business_date', '=', date)
    .executeTakeFirst();
}

/** Closes, the newest day first. */
export async function listCloses(
  db: Kysely<Database>,
  books: ScopedBooks,
  query: { readonly page: number; readonly pageSize: number },
  staffId: string,
): Promise<{ rows: DayClose[]; total: number }> {
  const { total } = await books
    .dayCloses()
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const closes = await books
    .dayCloses()
    .selectAll('day_close')
    .orderBy('business_date', 'desc')
    .orderBy('prepared_at', 'desc')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute();
  const names = await namesOfStaff(
    db,
    closes.flatMap((close) => [close.prepared_by, close.signed_by ?? close.prepared_by]),
  );
  return { rows: closes.map((close) => closeRow(close, names, staffId)), total };
}

/** @returns undefined when there is no such close in scope */
export async function closeView(
  db: Kysely<Database>,
  books: ScopedBooks,
  closeId: string,
  staffId: string,
): Promise<DayCloseDetail | undefined> {
  const close = await books
    .dayCloses()
    .selectAll('day_close')
    .where('day_close.close_id', '=', closeId)
    .executeTakeFirst();
  if (!close) return undefined;
  const names = await namesOfStaff(db, [close.prepared_by, close.signed_by ?? close.prepared_by]);
  return {
    ...closeRow(close, names, staffId),
    // A close of before hoppers were booked says nothing of them.
    report: DayReportSchema.parse(JSON.parse(close.report)),
    officeCountedFen: fen(close.office_counted_fen),
    remark: close.remark,
  };
}

function closeRow(close: CloseRow, names: (staffId: string) => string, staffId: string): DayClose {
  const report = JSON.parse(close.report) as DayReport;
  return {
    closeId: close.close_id,
    communityId: close.community_id,
    communityName: report.communityName,
    businessDate: close.business_date,
    state: close.state,
    receipts: report.totals.count,
    sumFen: report.totals.sumFen,
    lateCount: report.totals.lateCount,
    officeDifferenceFen: fen(officeDifference(close)),
    preparedBy: names(close.prepared_by),
    preparedAt: close.prepared_at,
    ...(close.signed_by !== null && { signedBy: names(close.signed_by) }),
    ...(close.signed_at !== null && { signedAt: close.signed_at }),
    youMaySign: close.state === 'PREPARED' && close.prepared_by !== staffId,
  };
}
