import type {
  BankLineState,
  BankMatchState,
  DifferenceKind,
  DifferenceState,
  RunChannel,
  RunKind,
  RunState,
} from '../../contract/reconciliation-api.ts';
import type { LineClass } from './matching/classify.ts';
import type { BankAccountTables } from './bank-accounts/bank-accounts.tables.ts';
import type { RuleTables } from './rules/rules.tables.ts';
import type { ChangeTables } from './two-people/changes.tables.ts';
import type { MonthDocumentTables } from './month-report/month-document.tables.ts';
import type { SettlementChannel } from './statement-rows.ts';

/** Amounts in fen, times in milliseconds since the epoch, dates `YYYY-MM-DD` in Asia/Shanghai. Who: a staff id or `system`. */
export interface ReconciliationTables extends BankAccountTables, RuleTables, ChangeTables, MonthDocumentTables {
  /** One run for each merchant, day and kind of file; begun again it is the same row. */
  channel_run: {
    run_id: string;
    channel: RunChannel;
    merchant: string;
    business_date: string;
    kind: RunKind;
    state: RunState;
    attempt: number;
    /** Who does not renew it is taken for dead. */
    lease_until: number;
    /** SHA-256 of the file's bytes; '' before it was read, or when the channel had nothing. */
    file_hash: string;
    started_at: number;
    started_by: string;
    finished_at: number | null;
    failure: string | null;
    row_count: number;
    problem_count: number;
    /** Trades that are on both sides with one amount. */
    matched_count: number;
    matched_fen: number;
    /** Trades of the file and local ones it lacks. */
    compared_count: number;
    compared_fen: number;
    closed_at: number | null;
    closed_by: string | null;
    /** Two people have said that its file cannot be had: who proposed it, and why. */
    given_up_by: string | null;
    given_up_reason: string | null;
  };
  channel_trade: {
    run_id: string;
    line: number;
    kind: 'payment' | 'refund';
    out_trade_no: string;
    /** Read out of `out_trade_no`; null when no order of ours can have that number. */
    order_id: string | null;
    transaction_id: string;
    out_refund_no: string;
    refund_id: string | null;
    amount_fen: number;
    fee_fen: number;
    at: number;
    state: 'success' | 'processing' | 'failed';
    terminal: string;
  };
  fund_movement: {
    run_id: string;
    line: number;
    kind: 'payment' | 'refund' | 'fee' | 'settlement' | 'other';
    serial: string;
    amount_fen: number;
    at: number;
    remark: string;
  };
  /** What could not be read of a file; the owner is a run or an import. */
  file_problem: { owner_id: string; line: number; ordinal: number; code: string; detail: string };
  channel_difference: {
    difference_id: string;
    run_id: string;
    channel: RunChannel;
    business_date: string;
    kind: DifferenceKind;
    /** What it is about: found again by a later run, it is the same difference. */
    subject: string;
    community_id: string | null;
    order_id: string | null;
    transaction_id: string;
    channel_fen: number | null;
    local_fen: number | null;
    file_line: number | null;
    detail: string;
    state: DifferenceState;
    owner_id: string | null;
    found_at: number;
    /** The attempt of the run that saw it last. */
    seen_attempt: number;
    reason: string;
    settled_at: number | null;
    settled_by: string | null;
  };
  /** What a day's trades of a channel came to; '' is the community of trades that no order explains. */
  channel_day: {
    channel: SettlementChannel;
    business_date: string;
    community_id: string;
    received_fen: number;
    refunded_fen: number;
    fee_fen: number;
    settlement_id: string | null;
  };
  /** Money that a channel has paid out to the bank; posted once, with the fees it kept. */
  channel_settlement: {
    settlement_id: string;
    channel: SettlementChannel;
    source: 'fund-bill' | 'bank-line';
    serial: string;
    settled_on: string;
    amount_fen: number;
    fee_fen: number;
    from_date: string;
    to_date: string;
    bank_line_id: string | null;
    recorded_at: number;
  };
  bank_import: {
    import_id: string;
    community_id: string;
    file_name: string;
    file_hash: string;
    state: 'RUNNING' | 'DONE' | 'FAILED';
    line_count: number;
    new_count: number;
    known_count: number;
    problem_count: number;
    started_at: number;
    started_by: string;
    finished_at: number | null;
    failure: string | null;
  };
  /** Personal data: names and accounts leave the server masked. */
  bank_line: {
    line_id: string;
    import_id: string;
    community_id: string;
    bank: string;
    /** As printed. */
    account: string;
    /** Which of ours it is; null for lines of old whose statement named none. */
    account_id: string | null;
    booked_on: string;
    at: number | null;
    /** Above zero came in. */
    amount_fen: number;
    balance_after_fen: number | null;
    counterparty_name: string;
    counterparty_account: string;
    remark: string;
    serial: string;
    fingerprint: string;
    file_line: number;
    class: LineClass;
    state: BankLineState;
    /** The entry that brought its money onto 1002, once for all; null while it has not, or another document did. */
    entry_id: string | null;
    /** Where its money lies on the other side of 1002 until it is moved; null while it has no entry. */
    placed_account: string | null;
    /** The settlement, cash deposit or refund that it is, which has been posted by itself. */
    explained_by: string | null;
    imported_at: number;
  };
  /** One explanation of a line; of the live ones (SUGGESTED, PROPOSED, BOOKED) a line has one. */
  bank_match: {
    match_id: string;
    line_id: string;
    state: BankMatchState;
    made_by: string;
    made_at: number;
    /** 0 to 1000; 0 for one that a person made. */
    score_permille: number;
    /** `Reason[]` as JSON. */
    reasons: string;
    /** Ids of rooms as JSON. */
    rooms: string;
    /** `{billId, roomId, amountFen}[]` as JSON. */
    parts: string;
    rest_fen: number;
    /** Whose prepayment the rest became; null: it is unclaimed. */
    rest_room_id: string | null;
    fee_name: string;
    fee_fen: number;
    note: string;
    decided_by: string | null;
    decided_at: number | null;
    entry_id: string | null;
    undo_entry_id: string | null;
    undone_by: string | null;
    undone_at: number | null;
    undo_reason: string;
  };
  /** A payer's account that is known to have paid for a room; it counts until the room has another owner. */
  payer_account: { account_key: string; room_id: string; learnt_on: string; match_id: string };
}
