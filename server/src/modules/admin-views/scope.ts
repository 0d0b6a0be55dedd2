import { type Kysely, sql } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { bagsToCount } from '../cash/cash-sessions.store.ts';
import { householdOfRoom } from '../estate/estate.store.ts';
import type { StaffIdentity } from '../staff/staff.ts';
import { billsInDispute } from '../tickets/disputes.store.ts';

/**
 * The books as one staff member may see them. Every query of the portal starts from one of these, and this file is the
 * only one of the portal that holds the database itself: who is not assigned to a community cannot reach its rows,
 * whatever ids the request names.
 */
export type ScopedBooks = ReturnType<typeof scopedBooks>;

/** @param chosen narrows to one community; one that is not assigned shows nothing. */
export function scopedBooks(db: Kysely<Database>, staff: Pick<StaffIdentity, 'communities'>, chosen?: string) {
  const assigned = staff.communities.map((community) => community.communityId);
  const visible = chosen === undefined ? assigned : assigned.filter((communityId) => communityId === chosen);
  // `in ()` is no SQL for PostgreSQL; no community has the empty id.
  const communityIds = visible.length > 0 ? visible : [''];
  const rooms = () =>
    db
      .selectFrom('room')
      .innerJoin('community', 'community.community_id', 'room.community_id')
      .where('room.community_id', 'in', communityIds);
  return {
    rooms,
    household: async (roomId: string) => {
      const seen = await rooms().select('room.room_id').where('room.room_id', '=', roomId).executeTakeFirst();
      return seen && householdOfRoom(db, roomId);
    },
    kiosks: () =>
      db
        .selectFrom('kiosk')
        .innerJoin('community', 'community.community_id', 'kiosk.community_id')
        .where('kiosk.community_id', 'in', communityIds),
    tickets: () =>
      db
        .selectFrom('ticket')
        .innerJoin('community', 'community.community_id', 'ticket.community_id')
        .leftJoin('kiosk', 'kiosk.kiosk_id', 'ticket.kiosk_id')
        .leftJoin('room', 'room.room_id', 'ticket.room_id')
        .leftJoin('staff as owner', 'owner.staff_id', 'ticket.in_charge')
        .where('ticket.community_id', 'in', communityIds),
    ticketEvents: () =>
      db
        .selectFrom('ticket_event')
        .innerJoin('ticket', 'ticket.ticket_id', 'ticket_event.ticket_id')
        .leftJoin('staff', (join) => join.on(sql<boolean>`ticket_event.actor = 'staff:' || staff.staff_id`))
        .where('ticket.community_id', 'in', communityIds),
    surveys: () => db.selectFrom('survey').where('survey.community_id', 'in', communityIds),
    visits: () => db.selectFrom('visit').where('visit.community_id', 'in', communityIds),
    billsInDispute: (roomId: string) => billsInDispute(db, [roomId]),
    /** Who else works for one of these communities. */
    colleagues: (communityId: string) =>
      db
        .selectFrom('staff')
        .innerJoin('staff_community', 'staff_community.staff_id', 'staff.staff_id')
        .where('staff_community.community_id', 'in', communityIds)
        .where('staff_community.community_id', '=', communityId)
        .where('staff.disabled', '=', 0)
        .select(['staff.staff_id as staffId', 'staff.name'])
        .orderBy('staff.name')
        .execute(),
    orders: () =>
      db
        .selectFrom('payment_order')
        .innerJoin('community', 'community.community_id', 'payment_order.community_id')
        .innerJoin('room', 'room.room_id', 'payment_order.room_id')
        .innerJoin('kiosk', 'kiosk.kiosk_id', 'payment_order.kiosk_id')
        .leftJoin('payment', 'payment.order_id', 'payment_order.order_id')
        .where('payment_order.community_id', 'in', communityIds),
    /** From the payments on: SQLite reads a cross join from the left, and so finds a day by the index of bookings. */
    bookings: () =>
      db
        .selectFrom('payment')
        .crossJoin('payment_order')
        .whereRef('payment_order.order_id', '=', 'payment.order_id')
        .where('payment_order.community_id', 'in', communityIds),
    receipts: () =>
      db
        .selectFrom('receipt')
        .innerJoin('room', 'room.room_id', 'receipt.room_id')
        .innerJoin('kiosk', 'kiosk.kiosk_id', 'receipt.kiosk_id')
        .innerJoin('payment_order', 'payment_order.order_id', 'receipt.order_id')
        .where('receipt.community_id', 'in', communityIds),
    bills: () =>
      db
        .selectFrom('bill')
        .innerJoin('charge_item', 'charge_item.item_code', 'bill.item_code')
        .where('bill.community_id', 'in', communityIds),
    ledgerLines: () =>
      db
        .selectFrom('ledger_line')
        .innerJoin('ledger_entry', 'ledger_entry.entry_id', 'ledger_line.entry_id')
        .innerJoin('ledger_account', 'ledger_account.account_code', 'ledger_line.account_code')
        .where('ledger_entry.community_id', 'in', communityIds),
    /** For what is asked by community without a table of its own here; the empty id when none is visible. */
    communityIds,
    /** A case whose place nobody knows, such as money for an order nobody made, stands before the staff of each community. */
    exceptions: () =>
      db
        .selectFrom('payment_exception')
        .leftJoin('community', 'community.community_id', 'payment_exception.community_id')
        .leftJoin('room', 'room.room_id', 'payment_exception.room_id')
        .leftJoin('kiosk', 'kiosk.kiosk_id', 'payment_exception.kiosk_id')
        .leftJoin('payment_order', 'payment_order.order_id', 'payment_exception.order_id')
        .leftJoin('staff as owner', 'owner.staff_id', 'payment_exception.assigned_to')
        .where((where) =>
          where.or([
            where('payment_exception.community_id', 'in', communityIds),
            where('payment_exception.community_id', 'is', null),
          ]),
        ),
    anomalies: () =>
      db
        .selectFrom('anomaly')
        .innerJoin('community', 'community.community_id', 'anomaly.community_id')
        .innerJoin('room', 'room.room_id', 'anomaly.room_id')
        .leftJoin('kiosk', 'kiosk.kiosk_id', 'anomaly.kiosk_id')
        .leftJoin('payment_order', 'payment_order.order_id', 'anomaly.order_id')
        .leftJoin('bill', 'bill.bill_id', 'anomaly.bill_id')
        .leftJoin('charge_item', 'charge_item.item_code', 'bill.item_code')
        .leftJoin('staff as reviewer', 'reviewer.staff_id', 'anomaly.reviewed_by')
        .where('anomaly.community_id', 'in', communityIds),
    collections: () =>
      db
        .selectFrom('cash_collection')
        .innerJoin('kiosk', 'kiosk.kiosk_id', 'cash_collection.kiosk_id')
        .innerJoin('community', 'community.community_id', 'cash_collection.community_id')
        .where('cash_collection.community_id', 'in', communityIds),
    hopperMovements: () =>
      db
        .selectFrom('hopper_movement')
        .innerJoin('kiosk', 'kiosk.kiosk_id', 'hopper_movement.kiosk_id')
        .innerJoin('community', 'community.community_id', 'hopper_movement.community_id')
        .where('hopper_movement.community_id', 'in', communityIds),
    bagsToCount: async () => {
      const seen = await db.selectFrom('kiosk').select('kiosk_id').where('community_id', 'in', communityIds).execute();
      return bagsToCount(
        db,
        seen.map((kiosk) => kiosk.kiosk_id),
      );
    },
    communities: () => db.selectFrom('community').where('community.community_id', 'in', communityIds),
    dayCloses: () => db.selectFrom('day_close').where('day_close.community_id', 'in', communityIds),
    cashDifferences: () =>
      db
        .selectFrom('cash_difference')
        .innerJoin('community', 'community.community_id', 'cash_difference.community_id')
        .where('cash_difference.community_id', 'in', communityIds),
    cashDeposits: () =>
      db
        .selectFrom('cash_deposit')
        .innerJoin('community', 'community.community_id', 'cash_deposit.community_id')
        .where('cash_deposit.community_id', 'in', communityIds),
    invoices: () =>
      db
        .selectFrom('invoice')
        .innerJoin('room', 'room.room_id', 'invoice.room_id')
        .innerJoin('payment_order', 'payment_order.order_id', 'invoice.order_id')
        .innerJoin('payment', 'payment.order_id', 'invoice.order_id')
        .where('invoice.community_id', 'in', communityIds),
    /** Of invoices that were found by `invoices`. */
    invoiceFiles: (invoiceIds: readonly string[]) =>
      db
        .selectFrom('invoice_file')
        .innerJoin('invoice', 'invoice.invoice_id', 'invoice_file.invoice_id')
        .select(['invoice_file.invoice_id', 'invoice_file.format'])
        .where('invoice.community_id', 'in', communityIds)
        .where('invoice_file.invoice_id', 'in', ['', ...invoiceIds])
        .execute(),
    invoiceMails: (invoiceIds: readonly string[]) =>
      db
        .selectFrom('invoice_mail')
        .innerJoin('invoice', 'invoice.invoice_id', 'invoice_mail.invoice_id')
        .selectAll('invoice_mail')
        .where('invoice.community_id', 'in', communityIds)
        .where('invoice_mail.invoice_id', 'in', ['', ...invoiceIds])
        .orderBy('invoice_mail.mail_id')
        .execute(),
    refunds: () =>
      db
        .selectFrom('refund')
        .innerJoin('payment_order', 'payment_order.order_id', 'refund.order_id')
        .innerJoin('community', 'community.community_id', 'refund.community_id')
        .innerJoin('room', 'room.room_id', 'refund.room_id')
        .leftJoin('staff', (join) => join.on(sql<boolean>`refund.requested_by = 'staff:' || staff.staff_id`))
        .where('refund.community_id', 'in', communityIds),
    refundSteps: () =>
      db
        .selectFrom('refund_step')
        .innerJoin('refund', 'refund.refund_id', 'refund_step.refund_id')
        .leftJoin('staff', (join) => join.on(sql<boolean>`refund_step.actor = 'staff:' || staff.staff_id`))
        .where('refund.community_id', 'in', communityIds),
    refundParts: () =>
      db
        .selectFrom('refund_part')
        .innerJoin('refund', 'refund.refund_id', 'refund_part.refund_id')
        .leftJoin('bill', 'bill.bill_id', 'refund_part.bill_id')
        .leftJoin('charge_item', 'charge_item.item_code', 'bill.item_code')
        .where('refund.community_id', 'in', communityIds),
    /**
     * A merchant's day is of the company and not of a community: who sees any community sees it. Cash is counted by
     * community, and each difference is told to its own.
     */
    channelRuns: () =>
      db
        .selectFrom('channel_run as run')
        .leftJoin('community', 'community.community_id', 'run.merchant')
        .leftJoin('bank_account as own_account', 'own_account.account_id', 'run.merchant')
        .where((where) =>
          where.or([
            where('run.merchant', 'in', communityIds),
            ...(visible.length > 0 ? [where('run.channel', 'not in', ['kiosk-cash', 'bank'])] : []),
            where('own_account.community_id', 'in', communityIds),
          ]),
        ),
    channelDifferences: () =>
      db
        .selectFrom('channel_difference as difference')
        .leftJoin('payment_order', 'payment_order.order_id', 'difference.order_id')
        .where((where) =>
          where.or([
            where('difference.community_id', 'in', communityIds),
            ...(visible.length > 0 ? [where('difference.community_id', 'is', null)] : []),
          ]),
        ),
    /** What is of the company and not of a community stands before everybody who sees any. */
    reconciliationChanges: () =>
      db
        .selectFrom('reconciliation_change')
        .where((where) =>
          where.or([
            where('community_id', 'in', communityIds),
            ...(visible.length > 0 ? [where('community_id', 'is', null)] : []),
          ]),
        ),
    bankImports: () => db.selectFrom('bank_import').where('bank_import.community_id', 'in', communityIds),
    bankLines: () => db.selectFrom('bank_line as line').where('line.community_id', 'in', communityIds),
    balances: () => db.selectFrom('ledger_balance').where('ledger_balance.community_id', 'in', communityIds),
  };
}
