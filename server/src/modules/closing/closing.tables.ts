export interface ClosingTables {
  /** A month that was closed, of one community; a month without a row is open. */
  ledger_period: {
    community_id: string;
    /** `YYYY-MM` */
    month: string;
    state: 'CLOSED' | 'REOPENED';
    closed_at: number;
    /** `staff:<id>` */
    closed_by: string;
    note: string;
    reopened_at: number | null;
    reopened_by: string | null;
    reopen_reason: string | null;
  };
  /** The trial balance of a month as it was closed; on the debit side, credit balances are below zero. */
  ledger_period_balance: {
    community_id: string;
    month: string;
    account_code: string;
    opening_fen: number;
    debit_fen: number;
    credit_fen: number;
    closing_fen: number;
  };
}
