import type { ColumnType } from 'kysely';

export interface SessionTables {
  /** One owner in front of one kiosk. What is masked here is all that receipts may show. */
  kiosk_session: {
    session_id: string;
    kiosk_id: string;
    community_id: string;
    /** The room that prepayment goes to. */
    room_id: string;
    /** The bills shown, as a JSON array of `ShownBill`: only these can be paid in the session. */
    bills: string;
    payer_masked: string;
    room_label: string;
    opened_at: number;
    expires_at: number;
    closed_at: number | null;
    /** Who stands there, when it is one known person. */
    party_id: ColumnType<string | null, string | null | undefined>;
    /** The slip with which somebody pays for the household. */
    pay_slip_id: ColumnType<string | null, string | null | undefined>;
  };
}

/** What an order and a receipt say about a bill; both are in Chinese, as all documents. */
export interface ShownBill {
  readonly billId: string;
  readonly itemName: string;
  readonly period: string;
}
