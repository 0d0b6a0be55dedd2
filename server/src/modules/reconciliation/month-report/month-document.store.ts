import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../../../storage/database.ts';
import { monthOf } from '../../ledger/accounting-month.ts';
import { namesOfStaff } from '../../cash/staff-names.ts';
import { balanceStatementOf } from '../statement-balances/balances.store.ts';
import { dayAfter, type ReconciliationContext } from '../reconciliation-context.ts';
import { nextMonth } from '../../ledger/accounting-month.ts';
import type { GivenUpDay } from '../../../contract/month-document-api.ts';
import { canonicalText, hashOf, type MonthFigures } from './month-figures.ts';
import type { MonthDocumentTables } from './month-document.tables.ts';
import { monthReport } from './month-report.ts';

export type MonthDocumentRow = Selectable<MonthDocumentTables['month_report']>;

export interface DocumentOf {
  readonly communityId: string;
  readonly month: string;
}

/** The figures of a month as they stand now. */
export async function monthFigures(db: Kysely<Database>, { communityId, month }: DocumentOf): Promise<MonthFigures> {
  return {
    report: await monthReport(db, [communityId], month),
    bank: await balanceStatementOf(db, communityId, lastDayOf(month)),
    givenUp: await givenUpDays(db, month),
  };
}

function lastDayOf(month: string): string {
  return dayAfter(`${nextMonth(month)}-01`, -1);
}

/** A channel's day is the company's: each community's report names it. */
export async function givenUpDays(db: Kysely<Database>, month: string): Promise<GivenUpDay[]> {
  const rows = await db
    .selectFrom('channel_run')
    .select(['channel', 'kind', 'business_date', 'given_up_by', 'given_up_reason'])
    .where('state', '=', 'GIVEN_UP')
    .where('business_date', '>=', `${month}-01`)
    .where('business_date', '<=', `${month}-31`)
    .orderBy('business_date')
    .orderBy('channel')
    .orderBy('kind')
    .execute();
  const nameOf = await namesOfStaff(
    db,
    rows.map((row) => row.given_up_by ?? ''),
  );
  return rows.map((row) => ({
    channel: row.channel,
    kind: row.kind,
    businessDate: row.business_date,
    reason: row.given_up_reason ?? '',
    byName: nameOf(row.given_up_by ?? ''),
  }));
}

/** All versions, the newest first. */
export function documentsOf(db: Kysely<Database>, { communityId, month }: DocumentOf): Promise<MonthDocumentRow[]> {
  return db
    .selectFrom('month_report')
    .selectAll()
    .where('community_id', '=', communityId)
    .where('month', '=', month)
    .orderBy('version', 'desc')
    .execute();
}

export function figuresOf(row: Pick<MonthDocumentRow, 'figures'>): MonthFigures {
  return JSON.parse(row.figures) as MonthFigures;
}

/**
 * Freezes the figures of a month that is over. What was prepared and not signed is prepared anew.
 * @param by staff id
 * @returns LT-2751 the month is not over, or it is signed
 */
export async function prepareDocument(
  tx: Transaction<Database>,
  { clock, newId }: ReconciliationContext,
  of: DocumentOf,
  by: string,
): Promise<Result<undefined>> {
  const now = clock.now();
  if (of.month >= monthOf(now)) return failed('LT-2751', 'the month is not over');
  const [newest] = await documentsOf(tx, of);
  if (newest?.state === 'SIGNED') return failed('LT-2751', 'signed');
  const figures = canonicalText(await monthFigures(tx, of));
  const prepared = { figures, hash: hashOf(figures), prepared_by: by, prepared_at: now };
  if (newest?.state === 'PREPARED') {
    await tx.updateTable('month_report').set(prepared).where('report_id', '=', newest.report_id).execute();
    return ok();
  }
  await tx
    .insertInto('month_report')
    .values({
      report_id: newId(),
      community_id: of.communityId,
      month: of.month,
      version: (newest?.version ?? 0) + 1,
      state: 'PREPARED',
      ...prepared,
      signed_by: null,
      signed_at: null,
      reopened_by: null,
      reopened_at: null,
      reopen_reason: null,
    })
    .execute();
  return ok();
}

/**
 * Another person signs what was prepared, while it is still what the books say.
 * @param by staff id
 * @returns LT-2751 not prepared or signed already, LT-2752 the same person, LT-2753 something was booked since
 */
export async function signDocument(
  tx: Transaction<Database>,
  { clock }: ReconciliationContext,
  of: DocumentOf,
  reportId: string,
  by: string,
): Promise<Result<undefined>> {
  const [newest] = await documentsOf(tx, of);
  if (newest?.report_id !== reportId || newest.state !== 'PREPARED') return failed('LT-2751');
  if (newest.prepared_by === by) return failed('LT-2752');
  if (hashOf(canonicalText(await monthFigures(tx, of))) !== newest.hash) return failed('LT-2753');
  const { numUpdatedRows } = await tx
    .updateTable('month_report')
    .set({ state: 'SIGNED', signed_by: by, signed_at: clock.now() })
    .where('report_id', '=', reportId)
    .where('state', '=', 'PREPARED')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`report ${reportId} was signed meanwhile`);
  return ok();
}
