import type { ChangeKind, ChangeState } from '../../../contract/reconciliation-changes-api.ts';

export interface ChangeTables {
  /** What one person has proposed and another decides. */
  reconciliation_change: {
    /** Made by who proposes. */
    change_id: string;
    kind: ChangeKind;
    /** What it is about; of one subject one change waits at a time. */
    subject: string;
    /** Null: of the company. */
    community_id: string | null;
    /** `Change` as JSON. */
    content: string;
    reason: string;
    state: ChangeState;
    proposed_by: string;
    proposed_at: number;
    decided_by: string | null;
    decided_at: number | null;
    note: string;
  };
}
