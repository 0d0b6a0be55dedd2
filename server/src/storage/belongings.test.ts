import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { create, notes, settle, startPayments } from '../app/testing/test-payments.ts';
import { describeOnEachDatabase } from './test-storages.ts';

/** Copies of rows that stand, each naming something that is not there. */
const STRAYS: Readonly<Record<string, string>> = {
  'a line of no entry': `insert into ledger_line select 'nobody', line_number, account_code, room_id, kiosk_id, item_code,
    debit_fen, credit_fen from ledger_line limit 1`,
  'a line of no account': `insert into ledger_line select entry_id, 99, 'nobody', room_id, kiosk_id, item_code,
    debit_fen, credit_fen from ledger_line limit 1`,
  'a note of no order': `insert into cash_note select 'new', 'nobody', kiosk_id, denomination_fen, state, stacked_at
    from cash_note limit 1`,
  'a payment of no order': `insert into payment select 'nobody', room_id, received_fen, allocated_fen, to_prepayment_fen,
    unclaimed_fen, entry_id, receipt_number, paid_at, booked_at from payment`,
  'a receipt of no order': `insert into receipt select 'new', 'nobody', kiosk_id, community_id, room_id, snapshot,
    verify_token, total_fen, issued_at from receipt`,
  'an allocation of no payment': `insert into allocation select 'nobody', bill_id, amount_fen from allocation limit 1`,
  'an allocation to no bill': `insert into allocation select order_id, 'nobody', amount_fen from allocation limit 1`,
  'an allocation moved to no bill': `update allocation set bill_id = 'nobody' || bill_id`,
  'a note moved to no order': `update cash_note set order_id = 'nobody'`,
  'a payment taken away': `delete from payment`,
  'a paid bill taken away': `delete from bill where paid_fen > 0`,
  'a bill that is another': `update bill set bill_id = bill_id || 'x' where paid_fen > 0`,
  'an account taken away': `delete from ledger_account`,
};

describeOnEachDatabase('what a booking writes', (openBooks) => {
  it('names nothing that is not there, and nothing that it names goes away', async () => {
    const { server, home, k1 } = await startPayments(await openBooks());
    const { orderId } = await create(k1, home, 'cash');
    await settle(k1, orderId, { notes: notes(100, 50, 20, 20) });
    const { storage } = server;
    for (const [name, text] of Object.entries(STRAYS)) {
      const written = storage.transact((tx) => sql.raw(text).execute(tx));
      await expect(written, name).rejects.toThrow(/FOREIGN KEY|no such|is immutable/);
    }
  });
});
