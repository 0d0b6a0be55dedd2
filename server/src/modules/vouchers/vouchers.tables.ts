export interface VoucherTables {
  /** Subject of the accounting software for an account of ours; `item_code` '' stands for every charge item. */
  voucher_subject: {
    community_id: string;
    target: string;
    account_code: string;
    item_code: string;
    subject_code: string;
    subject_name: string;
  };
  /** One export, immutable: the entries of a month that were sealed after one block and up to another. */
  voucher_batch: {
    batch_id: string;
    community_id: string;
    target: string;
    month: string;
    /** Counts up from 1 by community and target. */
    batch_number: number;
    mode: 'daily' | 'entry';
    after_block: number;
    through_block: number;
    vouchers: number;
    entries: number;
    total_fen: number;
    file_name: string;
    /** The bytes as they were first handed out. */
    file_base64: string;
    file_sha256: string;
    made_at: number;
    /** `staff:<id>` */
    made_by: string;
  };
}
