import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import { type Fen, fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import type { Storage } from '../../storage/storage.ts';
import { householdOfRoom } from '../estate/estate.store.ts';
import { chosenBills, findOrder, type OrderRow } from '../payments/orders.store.ts';
import { askedBackByBill } from '../refunds/refunds.store.ts';
import { type Buyer, checkedBuyer, type InvoicePart, invoiceAmounts } from './invoices.ts';
import { buyerOf, insertInvoice, invoiceOfOrder, type InvoiceRow } from './invoices.store.ts';

export interface InvoicesContext {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly newId: NewId;
}

export interface InvoiceWish {
  readonly orderId: string;
  /** A person without a name is the owner of the room. */
  readonly buyer: Buyer | { readonly kind: 'personal'; readonly name?: string | undefined };
  readonly email?: string | undefined;
  /** `kiosk:<id>`, `page` or `staff:<id>` */
  readonly by: string;
}

/**
 * Puts the wish for an invoice of a payment on the books; the tax platform is asked by the invoice work. The same wish
 * again answers the invoice as it stands.
 * @returns LT-2109 no such payment, LT-2901 nothing of it is invoiced here, LT-2902 it has an invoice with another
 * title, LT-2903 and LT-2904 the title, LT-2909 the invoice before is still being taken back
 */
export async function requestInvoice(context: InvoicesContext, wish: InvoiceWish): Promise<Result<InvoiceRow>> {
  return context.storage.transact(async (tx): Promise<Result<InvoiceRow>> => {
    const order = await findOrder(tx, wish.orderId);
    if (order?.state !== 'SUCCEEDED') return failed('LT-2109');
    const buyer = checkedBuyer(await withName(tx, order, wish.buyer));
    if (!buyer.ok) return buyer;

    const known = await invoiceOfOrder(tx, wish.orderId);
    if (known?.state === 'RED_REQUIRED') return failed('LT-2909');
    if (known && known.state !== 'REJECTED' && known.state !== 'RED_ISSUED') {
      return sameBuyer(buyerOf(known), buyer.value) ? ok(known) : failed('LT-2902');
    }
    const amounts = invoiceAmounts(await partsOfPayment(tx, order));
    if (!amounts.ok) return amounts;
    const now = context.clock.now();
    const row: InvoiceRow = {
      invoice_id: context.newId(),
      kind: 'blue',
      red_of: null,
      order_id: order.order_id,
      community_id: order.community_id,
      room_id: order.room_id,
      state: 'REQUESTED',
      buyer_kind: buyer.value.kind,
      buyer_name: buyer.value.name,
      buyer_tax_number: buyer.value.kind === 'company' ? buyer.value.taxNumber : null,
      email: wish.email ?? null,
      amount_fen: amounts.value.amountFen,
      tax_fen: amounts.value.taxFen,
      invoice_number: null,
      issued_at: null,
      requested_at: now,
      requested_by: wish.by,
      refusal: null,
      work_at: now,
      work_attempts: 0,
    };
    await insertInvoice(tx, row, amounts.value);
    if (wish.email !== undefined) await queueMail(tx, context, row.invoice_id, wish.email);
    return ok(row);
  });
}

/**
 * What an invoice in the owner's own name would be, for whoever has not asked for one.
 * @returns LT-2901 when nothing of the payment is invoiced here
 */
export async function invoiceOnOffer(
  db: Kysely<Database>,
  orderId: string,
): Promise<Result<{ readonly amountFen: Fen; readonly name: string }>> {
  const order = await findOrder(db, orderId);
  if (order?.state !== 'SUCCEEDED') return failed('LT-2901');
  const amounts = invoiceAmounts(await partsOfPayment(db, order));
  return amounts.ok ? ok({ amountFen: amounts.value.amountFen, name: await ownerName(db, order) }) : amounts;
}

/** Sends an issued invoice, or one that will be, to an address. */
export async function queueMail(
  tx: Transaction<Database>,
  { clock, newId }: Pick<InvoicesContext, 'clock' | 'newId'>,
  invoiceId: string,
  address: string,
): Promise<void> {
  const mail = { mail_id: newId(), invoice_id: invoiceId, address, state: 'QUEUED', attempts: 0 } as const;
  await insertRows(tx, 'invoice_mail', [{ ...mail, next_at: clock.now(), sent_at: null, failure: null }]);
}

async function withName(tx: Transaction<Database>, order: OrderRow, buyer: InvoiceWish['buyer']): Promise<Buyer> {
  if (buyer.kind === 'company') return buyer;
  if (buyer.name !== undefined) return { kind: 'personal', name: buyer.name };
  return { kind: 'personal', name: await ownerName(tx, order) };
}

async function ownerName(db: Kysely<Database>, order: OrderRow): Promise<string> {
  const household = await householdOfRoom(db, order.room_id);
  const owner = household?.parties.find((party) => party.relation === 'owner' && party.to === undefined);
  return owner?.name ?? '';
}

function sameBuyer(a: Buyer, b: Buyer): boolean {
  const taxNumber = (buyer: Buyer) => (buyer.kind === 'company' ? buyer.taxNumber : '');
  return a.kind === b.kind && a.name === b.name && taxNumber(a) === taxNumber(b);
}

/** What the payment paid and still pays, bill by bill, with the tax data in force when each was billed. */
async function partsOfPayment(db: Kysely<Database>, order: OrderRow): Promise<InvoicePart[]> {
  const refunded = await askedBackByBill(db, order.order_id);
  const rows = await db
    .selectFrom('allocation')
    .innerJoin('bill', 'bill.bill_id', 'allocation.bill_id')
    .innerJoin('charge_item', 'charge_item.item_code', 'bill.item_code')
    .leftJoin('tariff_version', 'tariff_version.tariff_version_id', 'bill.tariff_version_id')
    .where('allocation.order_id', '=', order.order_id)
    .orderBy('bill.due_date')
    .orderBy('bill.bill_id')
    .select(['bill.bill_id', 'bill.item_code', 'allocation.amount_fen', 'charge_item.name_zh'])
    .select(['charge_item.tax_class_code', 'charge_item.pass_through', 'tariff_version.tax_rate'])
    .execute();
  const shown = new Map(chosenBills(order).map((bill) => [bill.billId, bill]));
  return rows.map((row) => ({
    billId: row.bill_id,
    itemCode: row.item_code,
    name: `${shown.get(row.bill_id)?.itemName ?? row.name_zh} ${shown.get(row.bill_id)?.period ?? ''}`.trim(),
    // What is only collected for a supplier is invoiced by the supplier.
    taxClassCode: row.pass_through === 1 ? null : row.tax_class_code,
    taxRate: row.tax_rate ?? 0,
    amountFen: fen(row.amount_fen - (refunded.get(row.bill_id) ?? 0)),
  }));
}
