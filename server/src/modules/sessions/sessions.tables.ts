export interface SessionTables {
  /** One owner in front of one kiosk. What is masked here is all that receipts may show. */
  kiosk_session: {
    session_id: string;
    kiosk_id: string;
    community_id: string;
    /** The room that prepayment goes to. */
    room_id: string;
    /** Ids of all rooms of the card, as a JSON array. */
    room_ids: string;
    payer_masked: string;
    room_label: string;
    opened_at: number;
    expires_at: number;
    closed_at: number | null;
  };
}
