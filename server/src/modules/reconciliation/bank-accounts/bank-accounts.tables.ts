export interface BankAccountTables {
  /** An account of the company at a bank; its number leaves the server masked. */
  bank_account: {
    account_id: string;
    community_id: string;
    bank: string;
    /** Digits alone; of accounts known from old statements as they were printed, with stars. */
    account_number: string;
    name: string;
    bound_at: number;
    /** Who proposed it, and who confirmed. */
    bound_by: string;
    confirmed_by: string;
  };
  /** What one file says of one account: the days it tells of, and the balances printed at both ends. */
  bank_statement: {
    statement_id: string;
    import_id: string;
    community_id: string;
    account_id: string;
    from_date: string;
    to_date: string;
    /** Null where the file prints no balance. */
    opening_fen: number | null;
    closing_fen: number | null;
    sum_fen: number;
    line_count: number;
    recorded_at: number;
  };
}
