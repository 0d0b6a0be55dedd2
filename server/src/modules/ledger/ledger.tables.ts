/** Rows of `ledger_entry` and `ledger_line` are immutable; triggers refuse UPDATE and DELETE. `''` means "none". */
export interface LedgerTables {
  ledger_account: { account_code: string; name_zh: string; name_en: string; normal_side: 'debit' | 'credit' };
  ledger_entry: {
    entry_id: string;
    event: string;
    occurred_at: number;
    community_id: string;
    reference: string;
    /** The moment that says in which month it counts, where that is not `occurred_at`: its own month was closed. */
    accounting_at: number | null;
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
  /** Entries that were sealed together; immutable. Block n carries the hash of block n − 1. */
  ledger_block: {
    block_number: number;
    previous_hash: string;
    /** SHA-256 in hex, see chain/block-hash.ts. */
    hash: string;
    first_entry_id: string;
    last_entry_id: string;
    entries: number;
    /** Youngest time inside the ids sealed so far, milliseconds since the epoch. */
    newest_id_at: number;
    sealed_at: number;
    key_id: string;
    /** Ed25519 in base64 over number, hash and time. */
    signature: string;
  };
  /** In which block an entry is; an entry that has no row yet waits to be sealed. */
  ledger_sealed: {
    entry_id: string;
    block_number: number;
    /** Start of the entry's own SHA-256: tells which entry of a broken block was changed. */
    digest: string;
  };
  /** Turnover of the sealed entries by accounting month `YYYY-MM`. */
  ledger_turnover: {
    community_id: string;
    month: string;
    account_code: string;
    debit_fen: number;
    credit_fen: number;
  };
  /** Which blocks hold entries of a community's month. */
  ledger_block_month: { community_id: string; month: string; block_number: number };
  /** What lies before this moment is closed; a community without a row has closed nothing. */
  ledger_closed: { community_id: string; closed_before: number };
}
