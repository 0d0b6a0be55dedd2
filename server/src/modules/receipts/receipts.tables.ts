export interface ReceiptTables {
  /** The last number given out per kiosk; moves only in the transaction that books, so the series has no gaps. */
  receipt_series: {
    kiosk_id: string;
    last_number: number;
  };
  receipt: {
    receipt_number: string;
    order_id: string;
    kiosk_id: string;
    community_id: string;
    room_id: string;
    /** `ReceiptSnapshot` as JSON: what was printed stays what can be printed again. */
    snapshot: string;
    /** Unguessable part of the address that verifies it. */
    verify_token: string;
    total_fen: number;
    issued_at: number;
  };
  receipt_copy: {
    copy_id: string;
    receipt_number: string;
    copy_number: number;
    /** Where it was printed, or else who printed it in the office. */
    kiosk_id: string | null;
    staff_id: string | null;
    printed_at: number;
  };
}
