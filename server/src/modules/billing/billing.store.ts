import { type Fen, fen } from '@louting/common/money';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Bill } from '../../contract/session-api.ts';
import type { Database } from '../../storage/database.ts';
import { isOneOf, rowSet } from '../../storage/lists.ts';
import { statement } from '../../storage/statement.ts';
import type { BillState } from './billing.tables.ts';

export type OpenBill = Bill & { readonly roomId: string };

/** States in which a bill can take money. */
const OPEN: readonly BillState[] = ['PUBLISHED', 'PARTIALLY_PAID'];

/**
 * Bills of the rooms with something still to pay, oldest due date first.
 * @param today business date; a bill is overdue from the day after its due date
 */
export async function openBillsOfRooms(
  db: Kysely<Database>,
  roomIds: readonly string[],
  today: string,
): Promise<OpenBill[]> {
  if (roomIds.length === 0) return [];
  return withLines(db, await openBillRows(db, roomIds), today);
}

function openBillRows(db: Kysely<Database>, roomIds: readonly string[]) {
  return billRows(db).where('bill.room_id', 'in', roomIds).where('bill.state', 'in', OPEN).execute();
}

function billRows(db: Kysely<Database>) {
  return db
    .selectFrom('bill')
    .innerJoin('charge_item as item', 'item.item_code', 'bill.item_code')
    .leftJoin('tariff_version as version', 'version.tariff_version_id', 'bill.tariff_version_id')
    .select([
      'bill.bill_id',
      'bill.room_id',
      'bill.item_code',
      'bill.period_from',
      'bill.period_to',
      'bill.due_date',
      'bill.amount_fen',
      'bill.paid_fen',
      'bill.previous_reading',
      'bill.current_reading',
      'bill.unit',
      'version.unit_en',
      'item.family',
      'item.name_zh',
      'item.name_en',
    ])
    .orderBy('bill.due_date')
    .orderBy('bill.period_from')
    .orderBy('bill.item_code');
}

async function withLines(
  db: Kysely<Database>,
  rows: Awaited<ReturnType<typeof openBillRows>>,
  today: string,
): Promise<OpenBill[]> {
  if (rows.length === 0) return [];
  const lines = await db
    .selectFrom('bill_line')
    .select(['bill_id', 'tier', 'amount_fen', 'explanation_zh', 'explanation_en'])
    .where(
      'bill_id',
      'in',
      rows.map((row) => row.bill_id),
    )
    .orderBy('line_number')
    .execute();
  const linesOf = Map.groupBy(lines, (line) => line.bill_id);
  return rows.map((row) => ({
    billId: row.bill_id,
    roomId: row.room_id,
    item: { code: row.item_code, family: row.family, name: { 'zh-CN': row.name_zh, en: row.name_en } },
    periodFrom: row.period_from,
    periodTo: row.period_to,
    dueDate: row.due_date,
    overdue: row.due_date < today,
    amountFen: fen(row.amount_fen),
    outstandingFen: fen(row.amount_fen - row.paid_fen),
    ...(row.previous_reading !== null && row.current_reading !== null && row.unit !== null
      ? {
          readings: {
            previous: row.previous_reading,
            current: row.current_reading,
            unit: unitOf(row.unit, row.unit_en),
          },
        }
      : {}),
    lines: (linesOf.get(row.bill_id) ?? []).map((line) => ({
      explanation: { 'zh-CN': line.explanation_zh, en: line.explanation_en },
      ...(line.tier === null ? {} : { tier: line.tier }),
      amountFen: fen(line.amount_fen),
    })),
  }));
}

/** A bill made by hand has no tariff: its unit is read as it was written. */
export function unitOf(chinese: string, english: string | null): { readonly 'zh-CN': string; readonly en: string } {
  return { 'zh-CN': chinese, en: english ?? chinese };
}

export interface BillForPayment {
  readonly billId: string;
  readonly roomId: string;
  readonly itemCode: string;
  readonly state: BillState;
  readonly amountFen: Fen;
  readonly paidFen: Fen;
  readonly dueDate: string;
}

const billsToPay = statement((db, values: { billIds: readonly string[] }) =>
  db
    .selectFrom('bill')
    .select(['bill_id', 'room_id', 'item_code', 'state', 'amount_fen', 'paid_fen', 'due_date'])
    .where(isOneOf(db, 'bill_id', values.billIds))
    .orderBy('due_date')
    .orderBy('period_from')
    .orderBy('item_code'),
);

/**
 * The bills as they stand inside the transaction, oldest due date first, whatever their state. Nobody can change them
 * before it commits: SQLite has one writer, and on PostgreSQL the serializable transaction that loses starts again.
 */
export async function lockOpenBills(tx: Transaction<Database>, billIds: readonly string[]): Promise<BillForPayment[]> {
  if (billIds.length === 0) return [];
  const rows = await billsToPay(tx, { billIds });
  return rows.map((row) => ({
    billId: row.bill_id,
    roomId: row.room_id,
    itemCode: row.item_code,
    state: row.state,
    amountFen: fen(row.amount_fen),
    paidFen: fen(row.paid_fen),
    dueDate: row.due_date,
  }));
}

export interface BillPart {
  readonly billId: string;
  readonly amountFen: Fen;
}

interface PaidRow {
  readonly bill_id: string;
  readonly amount: number;
}

const addPaid = statement((db, values: { parts: readonly PaidRow[] }) => {
  const part = rowSet(db, 'part', values.parts, { bill_id: 'text', amount: 'bigint' });
  return db
    .updateTable('bill')
    .from(part)
    .set({
      paid_fen: sql<number>`paid_fen + part.amount`,
      state: sql<BillState>`case when paid_fen + part.amount = amount_fen then 'PAID' else 'PARTIALLY_PAID' end`,
    })
    .whereRef('bill.bill_id', '=', 'part.bill_id')
    .where('state', 'in', OPEN)
    .where(sql<boolean>`paid_fen + part.amount <= amount_fen`)
    .returning('bill.bill_id');
});

/**
 * Moves money onto bills: PARTIALLY_PAID, or PAID with the last fen. Several parts of one bill are one step.
 * @throws Error when a bill is not open or would be paid more than it asks: allocate from `lockOpenBills` first.
 */
export async function applyToBills(tx: Transaction<Database>, parts: readonly BillPart[]): Promise<void> {
  if (parts.length === 0) return;
  const amounts = new Map<string, number>();
  for (const { billId, amountFen } of parts) {
    if (amountFen <= 0) throw new Error(`cannot apply ${amountFen} fen to a bill`);
    amounts.set(billId, (amounts.get(billId) ?? 0) + amountFen);
  }
  const changed = await addPaid(tx, { parts: [...amounts].map(([bill_id, amount]) => ({ bill_id, amount })) });
  for (const row of changed) amounts.delete(row.bill_id);
  const [refused] = amounts;
  if (refused) throw new Error(`bill ${refused[0]} cannot take ${refused[1]} fen`);
}

export function applyToBill(tx: Transaction<Database>, billId: string, amountFen: Fen): Promise<void> {
  return applyToBills(tx, [{ billId, amountFen }]);
}
