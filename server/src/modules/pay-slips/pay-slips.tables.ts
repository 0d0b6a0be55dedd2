export interface PaySlipTables {
  /** Lets others pay for a household; it names no amount, because what is owed when it is used is what counts. */
  pay_slip: {
    slip_id: string;
    community_id: string;
    room_id: string;
    /** Party id of who asked for it. */
    made_by: string;
    made_at: number;
    expires_at: number;
    revoked_at: number | null;
    revoked_by: string | null;
  };
}
