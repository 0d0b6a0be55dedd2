import { join } from 'node:path';
import type { Heartbeat } from '@louting/server/contract/kiosk-api';
import Database from 'better-sqlite3';

/** What the server's books say about money that came in, read by another process than the one that wrote it. */
export interface BooksTotals {
  readonly cashCreditedFen: number;
  readonly cashSuspenseFen: number;
  readonly cashReceivedFen: number;
  readonly changePaidFen: number;
  readonly channelReceivedFen: number;
  /** Channel money that is in a named exception without a payment. */
  readonly channelExceptionFen: number;
  readonly payments: number;
  readonly receipts: number;
  readonly liveOrders: number;
}

/** One payment of a room with everything that was booked for it. */
export interface BookedPayment {
  readonly receivedFen: number;
  readonly toPrepaymentFen: number;
  readonly allocatedFen: number;
  readonly receiptNumber: string;
  readonly payerMasked: string;
  readonly method: string;
  /** Debits less credits of its ledger entry; 0 when it balances. */
  readonly imbalanceFen: number;
  readonly ledgerLines: number;
}

export class Books {
  private readonly database: Database.Database;

  constructor(serverStateDir: string) {
    this.database = new Database(join(serverStateDir, 'books.sqlite'), { readonly: true });
  }

  totals(): BooksTotals {
    const one = (sql: string) => (this.database.prepare(sql).get() as { n: number | null }).n ?? 0;
    return {
      cashCreditedFen: one(`select sum(denomination_fen) n from cash_note where state = 'credited'`),
      cashSuspenseFen: one(`select sum(denomination_fen) n from cash_note where state = 'suspense'`),
      cashReceivedFen: one(
        `select sum(received_fen) n from payment join payment_order using (order_id) where method = 'cash'`,
      ),
      changePaidFen: one('select sum(paid_fen) n from cash_change'),
      channelReceivedFen: one(
        `select sum(received_fen) n from payment join payment_order using (order_id) where method <> 'cash'`,
      ),
      channelExceptionFen: one(
        `select sum(amount_fen) n from payment_exception
          where order_id is null or order_id not in (select order_id from payment)`,
      ),
      payments: one('select count(*) n from payment'),
      receipts: one('select count(*) n from receipt'),
      liveOrders: this.liveOrders().length,
    };
  }

  /** Orders without a final state, e.g. `cash CREATED`. */
  liveOrders(): string[] {
    const rows = this.database
      .prepare(`select method, state from payment_order where state in ('CREATED', 'PENDING', 'UNKNOWN')`)
      .all() as { method: string; state: string }[];
    return rows.map(({ method, state }) => `${method} ${state}`);
  }

  /** Receipt numbers of one kiosk in the order of their issue. */
  receiptNumbers(): string[] {
    return (
      this.database.prepare('select receipt_number as number from receipt order by kiosk_id, receipt_number').all() as {
        number: string;
      }[]
    ).map((row) => row.number);
  }

  outstandingOf(roomId: string): number {
    const row = this.database
      .prepare(
        `select sum(amount_fen - paid_fen) as n from bill where room_id = ? and state in ('PUBLISHED', 'PARTIALLY_PAID')`,
      )
      .get(roomId) as { n: number | null };
    return row.n ?? 0;
  }

  billIdsOf(roomId: string): readonly string[] {
    return this.database.prepare('select bill_id from bill where room_id = ?').pluck().all(roomId) as string[];
  }

  paymentsOf(roomId: string): readonly BookedPayment[] {
    return this.database
      .prepare(
        `select payment.received_fen as receivedFen, payment.to_prepayment_fen as toPrepaymentFen,
                payment.receipt_number as receiptNumber, payment_order.payer_masked as payerMasked, method,
                (select coalesce(sum(amount_fen), 0) from allocation
                  where allocation.order_id = payment.order_id) as allocatedFen,
                (select sum(debit_fen - credit_fen) from ledger_line
                  where ledger_line.entry_id = payment.entry_id) as imbalanceFen,
                (select count(*) from ledger_line where ledger_line.entry_id = payment.entry_id) as ledgerLines
           from payment join payment_order using (order_id)
          where payment.room_id = ?
          order by booked_at`,
      )
      .all(roomId) as BookedPayment[];
  }

  /** Invoices of a room that are not red ones. */
  invoicesOf(roomId: string): number {
    const row = this.database
      .prepare(`select count(*) as n from invoice where room_id = ? and kind = 'blue'`)
      .get(roomId) as { n: number };
    return row.n;
  }

  /** Codes of everything staff were asked to look at. */
  exceptionCodes(): string[] {
    const rows = this.database.prepare('select code from payment_exception order by raised_at').all();
    return (rows as { code: string }[]).map(({ code }) => code);
  }

  /** Codes of what the kiosks said of their devices last. */
  deviceCodes(): string[] {
    const rows = this.database.prepare('select heartbeat from kiosk where heartbeat is not null').all();
    return (rows as { heartbeat: string }[]).flatMap(({ heartbeat }) =>
      (JSON.parse(heartbeat) as Heartbeat).devices.flatMap(({ code }) => code ?? []),
    );
  }

  close(): void {
    this.database.close();
  }
}
