import { fen } from '@louting/common/money';
import type { ArchivedReceipt, ReceiptRow } from '../../contract/admin-api.ts';
import { printable } from '../receipts/receipts.store.ts';
import type { SearchPage } from './rooms.view.ts';
import type { ScopedBooks } from './scope.ts';
import { contains, DAY_MS, startOfBusinessDay } from './search.ts';

/** A page of receipts, newest first; searched by receipt number, payment reference, room code or label. */
export async function listReceipts(
  books: ScopedBooks,
  query: SearchPage & { readonly from?: string | undefined; readonly to?: string | undefined },
): Promise<{ rows: ReceiptRow[]; total: number }> {
  const selected = issuedBetween(selection(books, query.search?.trim()), query);
  const { total } = await selected.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const receipts = await withCopies(selected)
    .select(['receipt.receipt_number', 'receipt.issued_at', 'receipt.total_fen', 'kiosk.number', 'room.room_id'])
    .select(['room.code', 'room.label', 'payment_order.payer_masked', 'payment_order.method'])
    .orderBy('receipt.issued_at', 'desc')
    .orderBy('receipt.receipt_number', 'desc')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute();
  return {
    total,
    rows: receipts.map((receipt) => ({
      receiptNumber: receipt.receipt_number,
      issuedAt: receipt.issued_at,
      kioskNumber: receipt.number,
      roomId: receipt.room_id,
      roomCode: receipt.code,
      roomLabel: receipt.label,
      payerMasked: receipt.payer_masked,
      totalFen: fen(receipt.total_fen),
      method: receipt.method,
      copies: receipt.copies ?? 0,
    })),
  };
}

/**
 * The receipt as printed, with how many copies followed as its copy number.
 * @returns undefined when there is no such receipt in the communities of the scope.
 */
export async function receiptView(
  books: ScopedBooks,
  receiptNumber: string,
  publicUrl: string,
): Promise<ArchivedReceipt | undefined> {
  const row = await withCopies(books.receipts().where('receipt.receipt_number', '=', receiptNumber))
    .select(['receipt.snapshot', 'receipt.verify_token'])
    .executeTakeFirst();
  if (!row) return undefined;
  const copies = await books
    .receipts()
    .innerJoin('receipt_copy', 'receipt_copy.receipt_number', 'receipt.receipt_number')
    .leftJoin('kiosk as printer', 'printer.kiosk_id', 'receipt_copy.kiosk_id')
    .leftJoin('staff', 'staff.staff_id', 'receipt_copy.staff_id')
    .where('receipt.receipt_number', '=', receiptNumber)
    .orderBy('receipt_copy.copy_number')
    .select(['receipt_copy.copy_number', 'receipt_copy.printed_at', 'printer.number', 'staff.name'])
    .execute();
  return {
    ...printable(row, publicUrl, row.copies ?? 0),
    copies: copies.map((copy) => ({
      copyNumber: copy.copy_number,
      printedAt: copy.printed_at,
      printedBy: copy.number ?? copy.name ?? '',
    })),
  };
}

function issuedBetween(
  receipts: ReturnType<ScopedBooks['receipts']>,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
) {
  let selected = receipts;
  if (from !== undefined) selected = selected.where('receipt.issued_at', '>=', startOfBusinessDay(from));
  if (to !== undefined) selected = selected.where('receipt.issued_at', '<', startOfBusinessDay(to) + DAY_MS);
  return selected;
}

function withCopies(receipts: ReturnType<ScopedBooks['receipts']>) {
  return receipts.select((eb) =>
    eb
      .selectFrom('receipt_copy')
      .whereRef('receipt_copy.receipt_number', '=', 'receipt.receipt_number')
      .select((copy) => copy.fn.countAll<number>().as('copies'))
      .as('copies'),
  );
}

function selection(books: ScopedBooks, words: string | undefined) {
  const receipts = books.receipts();
  if (!words) return receipts;
  return receipts.where((eb) =>
    eb.or([
      contains(eb.ref('receipt.receipt_number'), words),
      contains(eb.ref('payment_order.reference'), words),
      contains(eb.ref('room.code'), words),
      contains(eb.ref('room.label'), words),
    ]),
  );
}
