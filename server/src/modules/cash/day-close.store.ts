import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { DayReport } from '../../contract/day-close-api.ts';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { postEntry } from '../ledger/ledger.store.ts';
import type { CashContext } from './cash-sessions.store.ts';
import type { CashTables } from './cash.tables.ts';
import { isToCome } from './day-close.ts';
import { dayReport } from './day-report.ts';
import { waitingReceipts } from './day-series.store.ts';
import { raiseDifference } from './differences.store.ts';
import { closeHoppers } from './hoppers/hopper-days.store.ts';
import { insertOnce } from './insert-once.ts';

export type CloseRow = Selectable<CashTables['day_close']>;

export interface NewClose {
  readonly closeId: string;
  readonly communityId: string;
  /** `YYYY-MM-DD` */
  readonly businessDate: string;
  readonly officeCountedFen: number;
  readonly remark: string;
  readonly staffId: string;
}

export function findClose(db: Kysely<Database>, closeId: string): Promise<CloseRow | undefined> {
  return db.selectFrom('day_close').selectAll().where('close_id', '=', closeId).executeTakeFirst();
}

/**
 * Freezes which receipts a day holds. From here on, further money of that day goes to the next close.
 * @returns LT-2315, LT-2316 an earlier day is not closed, LT-2318, LT-2319, LT-2323
 */
export async function prepareClose(
  tx: Transaction<Database>,
  { clock }: CashContext,
  close: NewClose,
): Promise<Result<CloseRow>> {
  const { closeId, communityId, businessDate: date } = close;
  const known = await findClose(tx, closeId);
  if (known) {
    const same = known.community_id === communityId && known.business_date === date;
    return same && known.office_counted_fen === close.officeCountedFen ? ok(known) : failed('LT-2323');
  }
  const now = clock.now();
  if (isToCome(date, now)) return failed('LT-2319');
  const last = await lastClose(tx, communityId);
  if (last && last.business_date >= date) return failed('LT-2315');
  if (last?.state === 'PREPARED') return failed('LT-2316', last.business_date);
  const waiting = await waitingReceipts(tx, communityId);
  // What was booked late on the day of the last close is in this one, and no day of its own any more.
  const open = waiting && (last === undefined || waiting.date > last.business_date) ? waiting.date : date;
  if (open < date) return failed('LT-2316', open);

  const { report, ranges } = await dayReport(tx, communityId, date, now);
  if (report.series.some((series) => series.missing !== 0)) return failed('LT-2318');
  const row: CloseRow = {
    close_id: closeId,
    community_id: communityId,
    business_date: date,
    state: 'PREPARED',
    office_counted_fen: close.officeCountedFen,
    remark: close.remark,
    report: JSON.stringify(report),
    prepared_by: close.staffId,
    prepared_at: now,
    signed_by: null,
    signed_at: null,
  };
  await insertOnce(tx, 'day_close', row);
  await insertRows(
    tx,
    'day_close_series',
    [...ranges].map(([kioskId, range]) => ({
      close_id: closeId,
      kiosk_id: kioskId,
      first_number: range.first,
      last_number: range.last,
    })),
  );
  await closeHoppers(tx, closeId, report.hoppers, { date, now });
  return ok(row);
}

export function lastClose(db: Kysely<Database>, communityId: string): Promise<CloseRow | undefined> {
  return db
    .selectFrom('day_close')
    .selectAll()
    .where('community_id', '=', communityId)
    .where('state', '<>', 'REJECTED')
    .orderBy('business_date', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Counted at the office less the books, in fen, when the close was prepared. */
export function officeDifference(close: CloseRow): number {
  const { cash } = JSON.parse(close.report) as DayReport;
  return close.office_counted_fen - cash.atOfficeFen;
}

/**
 * The second person signs, and the day is locked; or sends it back, and it may be prepared again. What the office had
 * too much or too little goes to 1901 with the signature.
 * @returns LT-2317 by the one who prepared it, LT-2324 it does not wait for a signature
 */
export async function signClose(
  tx: Transaction<Database>,
  context: CashContext,
  close: CloseRow,
  signature: { readonly accept: boolean; readonly staffId: string },
): Promise<Result<CloseRow>> {
  const { accept, staffId } = signature;
  const state = accept ? 'SIGNED' : 'REJECTED';
  if (close.state === state && close.signed_by === staffId) return ok(close);
  if (close.state !== 'PREPARED') return failed('LT-2324');
  if (close.prepared_by === staffId) return failed('LT-2317');
  const at = context.clock.now();
  const signed = { state, signed_by: staffId, signed_at: at } as const;
  await tx.updateTable('day_close').set(signed).where('close_id', '=', close.close_id).execute();
  if (accept) await bookOfficeDifference(tx, context, close, at);
  return ok({ ...close, ...signed });
}

async function bookOfficeDifference(
  tx: Transaction<Database>,
  context: CashContext,
  close: CloseRow,
  at: number,
): Promise<void> {
  const difference = officeDifference(close);
  if (difference === 0) return;
  const { community_id: communityId, close_id: closeId } = close;
  const amountFen = Math.abs(difference);
  const [debit, credit] =
    difference > 0 ? [ACCOUNTS.cashAtOffice, ACCOUNTS.suspense] : [ACCOUNTS.suspense, ACCOUNTS.cashAtOffice];
  await postEntry(tx, {
    entryId: context.newId(),
    event: 'cash.office.counted',
    occurredAt: at,
    communityId,
    reference: closeId,
    lines: [
      { account: debit, debitFen: amountFen, creditFen: 0 },
      { account: credit, debitFen: 0, creditFen: amountFen },
    ],
  });
  await raiseDifference(tx, {
    differenceId: context.newId(),
    communityId,
    kioskId: null,
    collectionId: null,
    closeId,
    kind: difference > 0 ? 'CASH_OVER' : 'CASH_SHORT',
    amountFen,
    at,
    detail: `office cash at the close of ${close.business_date}`,
  });
}
