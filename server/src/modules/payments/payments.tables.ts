import type { FailureCode } from '@louting/common/failure-codes';
import type { ColumnType, Generated } from 'kysely';
import type { ExceptionState } from '../../contract/exceptions-api.ts';
import type { OrderPurpose, PaymentMethod, PaymentOrderState } from '../../contract/kiosk-api.ts';
import type { OrderChannel } from '../../channels/payment-channel.ts';

/** Amounts in fen, times in milliseconds since the epoch. */
export interface PaymentTables {
  payment_order: {
    order_id: string;
    kiosk_id: string;
    session_id: string;
    community_id: string;
    room_id: string;
    payer_masked: string;
    room_label: string;
    method: PaymentMethod;
    /** Known at once for a QR order, with the scanned code for a payer code, never for cash. */
    channel: OrderChannel | null;
    /** Chosen bills as a JSON array of `ShownBill`. */
    bills: string;
    amount_fen: number;
    reference: string;
    state: PaymentOrderState;
    qr_content: string | null;
    /** When the QR code or the wait for the payer ends. */
    expires_at: number;
    created_at: number;
    /** When the payer code went to the channel; null while it did not. */
    charged_at: number | null;
    payer_code_hash: string | null;
    /** The kiosk asked to close while the outcome could not be told yet. */
    close_requested_at: number | null;
    failure_code: FailureCode | null;
    failure_detail: string | null;
    channel_transaction_id: string | null;
    /** When the channel or the kiosk took the money; null while nothing was taken. */
    paid_at: number | null;
    /** When the resolver has to ask the channel next; null when nothing is to be asked. */
    resolve_at: number | null;
    resolve_attempts: number;
    /** A resolver works on it until then. */
    claimed_until: number | null;
    /** Nobody could tell the outcome: a person must have settled it by then. */
    manual_by: number | null;
    /** `prepayment`: nothing is owed for it, all of it is kept for the room. */
    purpose: Generated<OrderPurpose>;
    /** Since when its kiosk could not reach the server when it took the cash; null for every other order. */
    taken_offline_at: number | null;
  };
  /** One live order at a time may pay a bill; the lock ends by itself. */
  bill_lock: {
    bill_id: string;
    order_id: string;
    expires_at: number;
  };
  /** One payment per order: money that came in and was booked. */
  payment: {
    order_id: string;
    room_id: string;
    received_fen: number;
    allocated_fen: number;
    to_prepayment_fen: number;
    /** Kept in suspense until staff find out whose it is. */
    unclaimed_fen: number;
    entry_id: string;
    receipt_number: string;
    paid_at: number;
    booked_at: number;
  };
  allocation: {
    order_id: string;
    bill_id: string;
    amount_fen: number;
  };
  /** What the terminal said of an order paid by bank card; of the card never more than six and four digits. */
  bank_card_payment: {
    order_id: string;
    terminal_id: string;
    reference: string;
    authorisation: string | null;
    card_masked: string | null;
    /** The acquirer's batch and the terminal's number in it 批次号, 流水号; null where the terminal does not tell. */
    batch: ColumnType<string | null, string | null | undefined>;
    trace: ColumnType<string | null, string | null | undefined>;
    paid_at: number;
    reported_at: number;
  };
  /** A note is credited once by its id, whoever sends it. */
  cash_note: {
    note_id: string;
    order_id: string;
    kiosk_id: string;
    denomination_fen: number;
    state: 'credited' | 'suspense';
    stacked_at: number | null;
  };
  /** What staff must look at: money that is safe but not where it was meant to go, or not explained. */
  payment_exception: {
    exception_id: string;
    /** Null when the channel names an order nobody made. */
    order_id: string | null;
    kiosk_id: string | null;
    /** Null when nobody knows where it belongs: staff of every community see it. */
    community_id: ColumnType<string | null, string | null | undefined>;
    room_id: ColumnType<string | null, string | null | undefined>;
    channel: ColumnType<OrderChannel | null, OrderChannel | null | undefined>;
    code: FailureCode;
    detail: string;
    amount_fen: number;
    state: ColumnType<ExceptionState, ExceptionState | undefined>;
    raised_at: number;
    /** When it is escalated. */
    deadline_at: ColumnType<number, number | undefined>;
    /** Staff id of who takes care of it. */
    assigned_to: ColumnType<string | null, string | null | undefined>;
    escalated_at: ColumnType<number | null, number | null | undefined>;
    resolution: ColumnType<string | null, string | null | undefined>;
    resolved_at: number | null;
    /** `staff:<id>`, or `system` when the facts settled it. */
    resolved_by: ColumnType<string | null, string | null | undefined>;
    /** `staff:<id>` of who has asked to write the money off; another confirms. */
    write_off_asked_by: string | null;
    write_off_asked_at: number | null;
    note: ColumnType<string | null, string | null | undefined>;
    /** The entry with which it moved money; null: it moved none. */
    entry_id: ColumnType<string | null, string | null | undefined>;
  };
}
