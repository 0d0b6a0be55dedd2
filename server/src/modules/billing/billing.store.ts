import { type Fen, fen } from '@louting/common/money';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Bill } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
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
      ? { readings: { previous: row.previous_reading, current: row.current_reading, unit: row.unit } }
      : {}),
    lines: (linesOf.get(row.bill_id) ?? []).map((line) => ({
      explanation: { 'zh-CN': line.explanation_zh, en: line.explanation_en },
      ...(line.tier === null ? {} : { tier: line.tier }),
      amountFen: fen(line.amount_fen),
    })),
  }));
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

type BillsToPay = ReturnType<typeof compileBillsToPay>;
const billsToPayByCount = new Map<number, BillsToPay>();

/** Every booking asks this: one compiled statement for each number of bills. */
function billsToPay(count: number): BillsToPay {
  const known = billsToPayByCount.get(count) ?? compileBillsToPay(count);
  billsToPayByCount.set(count, known);
  return known;
}

function compileBillsToPay(count: number) {
  return statement((db, values: Record<number, string>) =>
    db
      .selectFrom('bill')
      .select(['bill_id', 'room_id', 'item_code', 'state', 'amount_fen', 'paid_fen', 'due_date'])
      .where(
        'bill_id',
        'in',
        Array.from({ length: count }, (_, index) => values[index] ?? ''),
      )
      .orderBy('due_date')
      .orderBy('period_from')
      .orderBy('item_code'),
  );
}

/**
 * The bills as they stand inside the transaction, oldest due date first, whatever their state. Nobody can change them
 * before it commits: SQLite has one writer, and on PostgreSQL the serializable transaction that loses starts again.
 */
export async function lockOpenBills(tx: Transaction<Database>, billIds: readonly string[]): Promise<BillForPayment[]> {
  if (billIds.length === 0) return [];
  const rows = await billsToPay(billIds.length)(tx, Object.fromEntries(billIds.entries()));
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

const addPaid = statement((db, values: { billId: string; amountFen: number }) =>
  db
    .updateTable('bill')
    .set({
      paid_fen: sql<number>`paid_fen + ${values.amountFen}`,
      state: sql<BillState>`case when paid_fen + ${values.amountFen} = amount_fen then 'PAID' else 'PARTIALLY_PAID' end`,
    })
    .where('bill_id', '=', values.billId)
    .where('state', 'in', OPEN)
    .where(sql<boolean>`paid_fen + ${values.amountFen} <= amount_fen`)
    .returning('bill_id'),
);

/**
 * Moves money onto a bill: PARTIALLY_PAID, or PAID with the last fen.
 * @throws Error when the bill is not open or would be paid more than it asks: allocate from `lockOpenBills` first.
 */
export async function applyToBill(tx: Transaction<Database>, billId: string, amountFen: Fen): Promise<void> {
  if (amountFen <= 0) throw new Error(`cannot apply ${amountFen} fen to a bill`);
  const changed = await addPaid(tx, { billId, amountFen });
  if (changed.length !== 1) throw new Error(`bill ${billId} cannot take ${amountFen} fen`);
}
