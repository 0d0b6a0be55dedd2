/** Rows of `ledger_entry` and `ledger_line` are immutable; triggers refuse UPDATE and DELETE. `''` means "none". */
export interface LedgerTables {
  ledger_account: { account_code: string; name_zh: string; name_en: string; normal_side: 'debit' | 'credit' };
  ledger_entry: {
    entry_id: string;
    event: string;
    occurred_at: number;
    community_id: string;
    reference: string;
  };
  ledger_line: {
    entry_id: string;
    line_number: number;
    account_code: string;
    room_id: string;
    kiosk_id: string;
    item_code: string;
    debit_fen: number;
    credit_fen: number;
  };
  /** Sums of the lines, kept in the transaction that posts them. An account's balance is the sum of its slots. */
  ledger_balance: {
    community_id: string;
    account_code: string;
    room_id: string;
    kiosk_id: string;
    item_code: string;
    /** Accounts that every payment touches are spread over several rows, so that payments need not queue for one. */
    slot: number;
    debit_fen: number;
    credit_fen: number;
  };
}
