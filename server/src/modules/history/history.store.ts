import { businessDate } from '@louting/common/clock';
import { fen } from '@louting/common/money';
import type { Kysely } from 'kysely';
import type { PaidEntry, PaidYear } from '../../contract/history-api.ts';
import type { Database } from '../../storage/database.ts';
import { printable } from '../receipts/receipts.store.ts';
import { yearBounds, yearsFrom } from './history.ts';

/** More than any household pays in a year. */
const MOST_OF_A_YEAR = 200;

/** @param year business year; the present one when it is left out */
export async function paidOfRoom(
  db: Kysely<Database>,
  roomId: string,
  { now, publicUrl, year }: { readonly now: number; readonly publicUrl: string; readonly year: number | undefined },
): Promise<PaidYear> {
  const thisYear = Number(businessDate(now).slice(0, 4));
  const shownYear = year ?? thisYear;
  const { from, before } = yearBounds(shownYear);
  const rows = await paidRows(db, roomId)
    .where('payment_order.created_at', '>=', from)
    .where('payment_order.created_at', '<', before)
    .orderBy('payment_order.created_at', 'desc')
    .orderBy('payment_order.order_id', 'desc')
    .limit(MOST_OF_A_YEAR)
    .select(['payment_order.order_id', 'payment_order.session_id', 'payment.paid_at'])
    .select(['receipt.snapshot', 'receipt.verify_token', 'receipt.receipt_number', 'receipt.total_fen'])
    .select('kiosk_session.pay_slip_id')
    .select((eb) =>
      eb
        .selectFrom('receipt_copy')
        .whereRef('receipt_copy.receipt_number', '=', 'receipt.receipt_number')
        .select((inner) => inner.fn.countAll<number>().as('copies'))
        .as('copies'),
    )
    .execute();
  const oldest = await paidRows(db, roomId)
    .select('payment_order.created_at')
    .orderBy('payment_order.created_at')
    .limit(1)
    .executeTakeFirst();
  return {
    year: shownYear,
    years: yearsFrom(oldest && Number(businessDate(oldest.created_at).slice(0, 4)), thisYear),
    entries: rows.map((row): PaidEntry => {
      const receipt = printable(row, publicUrl, 0);
      return {
        orderId: row.order_id,
        receiptNumber: row.receipt_number,
        paidAt: row.paid_at,
        amountFen: fen(row.total_fen),
        methodName: receipt.methodName,
        onBehalf: row.pay_slip_id !== null,
        lines: receipt.lines,
        verifyUrl: receipt.verifyUrl,
        copies: row.copies ?? 0,
      };
    }),
  };
}

/** By the index of the orders of a room. */
function paidRows(db: Kysely<Database>, roomId: string) {
  return db
    .selectFrom('payment_order')
    .innerJoin('payment', 'payment.order_id', 'payment_order.order_id')
    .innerJoin('receipt', 'receipt.order_id', 'payment_order.order_id')
    .leftJoin('kiosk_session', 'kiosk_session.session_id', 'payment_order.session_id')
    .where('payment_order.room_id', '=', roomId);
}
