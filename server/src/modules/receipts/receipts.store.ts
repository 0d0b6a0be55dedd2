import { timingSafeEqual } from 'node:crypto';
import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely, Transaction } from 'kysely';
import type { Receipt } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import { statement } from '../../storage/statement.ts';
import type { Storage } from '../../storage/storage.ts';
import type { ReceiptSnapshot } from './receipts.ts';
import type { ReceiptTables } from './receipts.tables.ts';

type SeriesRow = ReceiptTables['receipt_series'];
const MOVE_SERIES = `on conflict (kiosk_id) do update set
  last_number = receipt_series.last_number + excluded.last_number returning kiosk_id, last_number`;

/**
 * The next numbers of each kiosk's series. A series has no gap, because its numbers are given back with the transaction.
 * @param counts how many by kiosk id
 * @returns by kiosk id the last of its new numbers
 */
export async function takeReceiptNumbers(
  tx: Transaction<Database>,
  counts: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  // In one order everywhere: two transactions then never wait for each other crosswise.
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const moved = await insertRows(
    tx,
    'receipt_series',
    rows.map(([kiosk_id, last_number]) => ({ kiosk_id, last_number })),
    MOVE_SERIES,
  );
  return new Map((moved as SeriesRow[]).map((row) => [row.kiosk_id, row.last_number]));
}

export async function storeReceipts(
  tx: Transaction<Database>,
  rows: readonly ReceiptTables['receipt'][],
): Promise<void> {
  await insertRows(tx, 'receipt', rows);
}

const receiptRows = statement((db, values: { orderId: string }) =>
  db.selectFrom('receipt').select(['snapshot', 'verify_token']).where('order_id', '=', values.orderId),
);

/** @param copyNumber 0 for the first print */
export function printable(
  row: { readonly snapshot: string; readonly verify_token: string },
  publicUrl: string,
  copyNumber: number,
): Receipt {
  return withAddress(JSON.parse(row.snapshot) as ReceiptSnapshot, row.verify_token, publicUrl, copyNumber);
}

export function withAddress(snapshot: ReceiptSnapshot, token: string, publicUrl: string, copyNumber: number): Receipt {
  return { ...snapshot, copyNumber, verifyUrl: `${publicUrl}/r/${snapshot.receiptNumber}.${token}` };
}

export async function receiptOfOrder(
  db: Kysely<Database>,
  orderId: string,
  publicUrl: string,
): Promise<Receipt | undefined> {
  const [row] = await receiptRows(db, { orderId });
  return row && printable(row, publicUrl, 0);
}

/**
 * What the public page behind the QR code of a receipt shows.
 * @param address `<receipt number>.<token>`: found by the number, so that booking writes no index of random tokens
 */
export async function receiptByAddress(
  db: Kysely<Database>,
  address: string,
): Promise<{ readonly orderId: string; readonly receipt: ReceiptSnapshot } | undefined> {
  const [number = '', token = ''] = address.split('.');
  const row = await db
    .selectFrom('receipt')
    .select(['order_id', 'snapshot', 'verify_token'])
    .where('receipt_number', '=', number)
    .executeTakeFirst();
  const expected = Buffer.from(row?.verify_token ?? '');
  const given = Buffer.from(token);
  if (!row || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return { orderId: row.order_id, receipt: JSON.parse(row.snapshot) as ReceiptSnapshot };
}

export interface CopyRequest {
  readonly receiptNumber: string;
  readonly copyId: string;
}

export interface CopyPrinter {
  readonly by: { readonly kioskId: string } | { readonly staffId: string };
  /** Whose receipts may be printed. */
  readonly communityIds: readonly string[];
}

/**
 * Registers one more print of each receipt, of all or of none. The same copy id answers the same copy number, so a
 * print asked for twice is one copy.
 * @returns LT-2401 when one is no receipt of the communities; LT-9001 when a copy id is of another receipt
 */
export async function registerCopies(
  storage: Storage,
  requests: readonly CopyRequest[],
  printer: CopyPrinter,
  now: number,
  publicUrl: string,
): Promise<Result<Receipt[]>> {
  const numbers = requests.map(({ receiptNumber }) => receiptNumber);
  return storage.transact(async (tx) => {
    const receipts = await tx
      .selectFrom('receipt')
      .select(['receipt_number', 'snapshot', 'verify_token'])
      .where('receipt_number', 'in', numbers)
      .where('community_id', 'in', printer.communityIds)
      .execute();
    const copies = await tx
      .selectFrom('receipt_copy')
      .select(['copy_id', 'copy_number', 'receipt_number'])
      .where('receipt_number', 'in', numbers)
      .execute();
    const taken = await tx
      .selectFrom('receipt_copy')
      .select(['copy_id', 'receipt_number'])
      .where(
        'copy_id',
        'in',
        requests.map(({ copyId }) => copyId),
      )
      .execute();

    const rows: ReceiptTables['receipt_copy'][] = [];
    const answers: Receipt[] = [];
    for (const { receiptNumber, copyId } of requests) {
      const receipt = receipts.find((row) => row.receipt_number === receiptNumber);
      if (!receipt) return failed('LT-2401');
      if (taken.some((row) => row.copy_id === copyId && row.receipt_number !== receiptNumber)) {
        return failed('LT-9001', 'copy id is of another receipt');
      }
      const printed = [...copies, ...rows].filter((row) => row.receipt_number === receiptNumber);
      const known = printed.find((row) => row.copy_id === copyId);
      const copyNumber = known?.copy_number ?? Math.max(0, ...printed.map((row) => row.copy_number)) + 1;
      if (!known) {
        const by = { kiosk_id: null, staff_id: null, ...printerColumns(printer.by) };
        rows.push({ copy_id: copyId, receipt_number: receiptNumber, copy_number: copyNumber, ...by, printed_at: now });
      }
      answers.push(printable(receipt, publicUrl, copyNumber));
    }
    await insertRows(tx, 'receipt_copy', rows);
    return ok(answers);
  });
}

function printerColumns(by: CopyPrinter['by']): { kiosk_id: string } | { staff_id: string } {
  return 'kioskId' in by ? { kiosk_id: by.kioskId } : { staff_id: by.staffId };
}
