import type { DepositKind, DepositMethod, DepositReturnState, DepositState } from './deposits.ts';

export interface DepositTables {
  /** Numbers of deposit receipts, without gaps. */
  deposit_series: { community_id: string; last_number: number };
  deposit: {
    deposit_id: string;
    community_id: string;
    room_id: string;
    kind: DepositKind;
    amount_fen: number;
    returned_fen: number;
    deducted_fen: number;
    state: DepositState;
    method: DepositMethod;
    receipt_number: string;
    note: string;
    entry_id: string;
    taken_at: number;
    /** `staff:<id>` */
    taken_by: string;
  };
  deposit_return: {
    return_id: string;
    deposit_id: string;
    return_fen: number;
    /** Kept by the company for a damage or a fee; a second person decides. */
    deduct_fen: number;
    deduct_account: string | null;
    reason: string;
    method: DepositMethod;
    state: DepositReturnState;
    requested_at: number;
    requested_by: string;
    decided_at: number | null;
    decided_by: string | null;
    entry_id: string | null;
  };
}
