export interface TransferSlipTables {
  /** Personal data: the name leaves the server masked, the picture only to who may see slips. */
  transfer_slip: {
    slip_id: string;
    community_id: string;
    room_id: string;
    amount_fen: number;
    sent_on: string;
    payer_name: string;
    /** The bank's number on the slip; '' where it shows none. */
    serial: string;
    rest_to_prepayment: 0 | 1;
    note: string;
    image_type: 'image/jpeg' | 'image/png';
    /** Base64. */
    image: string;
    entered_by: string;
    entered_at: number;
    /** What it said of a bank line; its state is the slip's. */
    match_id: string | null;
    withdrawn_by: string | null;
    withdrawn_at: number | null;
  };
}
