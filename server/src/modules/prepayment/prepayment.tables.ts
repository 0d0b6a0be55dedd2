export interface PrepaymentTables {
  /** Prepayment put on open bills of its room; which bills is in `document_allocation`. */
  prepayment_use: {
    use_id: string;
    community_id: string;
    room_id: string;
    /** `auto`: the owner agreed that it pays new bills by itself. */
    kind: 'auto' | 'staff';
    amount_fen: number;
    prepaid_after_fen: number;
    entry_id: string;
    used_at: number;
    /** `agreement` or `staff:<id>` */
    used_by: string;
  };
  /** What the owners of a room are told of once; a document is told of once. */
  room_notice: {
    notice_id: string;
    room_id: string;
    kind: 'prepayment-used';
    document_id: string;
    amount_fen: number;
    made_at: number;
  };
}
