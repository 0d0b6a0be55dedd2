import { timingSafeEqual } from 'node:crypto';
import { failed, ok, type Result } from '@louting/common/result';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Receipt } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import { statement } from '../../storage/statement.ts';
import type { Storage } from '../../storage/storage.ts';
import { receiptNumber, type ReceiptSnapshot } from './receipts.ts';
import type { ReceiptTables } from './receipts.tables.ts';

const nextInSeries = statement((db, values: { kioskId: string }) =>
  db
    .insertInto('receipt_series')
    .values({ kiosk_id: values.kioskId, last_number: 1 })
    .onConflict((conflict) =>
      conflict.column('kiosk_id').doUpdateSet({ last_number: sql<number>`receipt_series.last_number + 1` }),
    )
    .returning('last_number'),
);

/** The next number of the kiosk's series. The series has no gap, because the number is given back with the transaction. */
export async function takeReceiptNumber(
  tx: Transaction<Database>,
  kiosk: { readonly kioskId: string; readonly number: string },
): Promise<string> {
  const [row] = await nextInSeries(tx, { kioskId: kiosk.kioskId });
  if (!row) throw new Error('receipt series gave no number');
  return receiptNumber(kiosk.number, row.last_number);
}

const insertReceipt = statement((db, values: ReceiptTables['receipt']) =>
  db.insertInto('receipt').values({
    receipt_number: values.receipt_number,
    order_id: values.order_id,
    kiosk_id: values.kiosk_id,
    community_id: values.community_id,
    room_id: values.room_id,
    snapshot: values.snapshot,
    verify_token: values.verify_token,
    total_fen: values.total_fen,
    issued_at: values.issued_at,
  }),
);

export async function storeReceipt(tx: Transaction<Database>, row: ReceiptTables['receipt']): Promise<void> {
  await insertReceipt(tx, row);
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
export async function receiptByAddress(db: Kysely<Database>, address: string): Promise<ReceiptSnapshot | undefined> {
  const [number = '', token = ''] = address.split('.');
  const row = await db
    .selectFrom('receipt')
    .select(['snapshot', 'verify_token'])
    .where('receipt_number', '=', number)
    .executeTakeFirst();
  const expected = Buffer.from(row?.verify_token ?? '');
  const given = Buffer.from(token);
  if (!row || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return JSON.parse(row.snapshot) as ReceiptSnapshot;
}

/**
 * Registers one more print. The same copy id answers the same copy number, so a print asked for twice is one copy.
 * @returns LT-2401 when there is no such receipt in the community of the kiosk
 */
export async function registerCopy(
  storage: Storage,
  request: { readonly receiptNumber: string; readonly copyId: string },
  kiosk: { readonly kioskId: string; readonly communityId: string },
  now: number,
  publicUrl: string,
): Promise<Result<Receipt>> {
  return storage.transact(async (tx) => {
    const receipt = await tx
      .selectFrom('receipt')
      .selectAll()
      .where('receipt_number', '=', request.receiptNumber)
      .where('community_id', '=', kiosk.communityId)
      .executeTakeFirst();
    if (!receipt) return failed('LT-2401');
    const known = await tx
      .selectFrom('receipt_copy')
      .select(['copy_number', 'receipt_number'])
      .where('copy_id', '=', request.copyId)
      .executeTakeFirst();
    if (known && known.receipt_number !== request.receiptNumber)
      return failed('LT-9001', 'copy id is of another receipt');
    if (known) return ok(printable(receipt, publicUrl, known.copy_number));

    const { last } = await tx
      .selectFrom('receipt_copy')
      .select((query) => query.fn.coalesce(query.fn.max('copy_number'), sql<number>`0`).as('last'))
      .where('receipt_number', '=', request.receiptNumber)
      .executeTakeFirstOrThrow();
    const copyNumber = last + 1;
    await tx
      .insertInto('receipt_copy')
      .values({
        copy_id: request.copyId,
        receipt_number: request.receiptNumber,
        copy_number: copyNumber,
        kiosk_id: kiosk.kioskId,
        printed_at: now,
      })
      .execute();
    return ok(printable(receipt, publicUrl, copyNumber));
  });
}
