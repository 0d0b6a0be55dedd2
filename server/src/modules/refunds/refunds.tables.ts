import type { FailureCode } from '@louting/common/failure-codes';
import type { RefundReason, RefundRoute } from '../../contract/session-api.ts';
import type { RefundSource, RefundState, RefundStepKind } from '../../contract/refunds-api.ts';

/** Amounts in fen, times in milliseconds since the epoch. */
export interface RefundTables {
  /** Money on its way back to a payer: 退款. A bill that is undone is 冲销, see billing/reversal.store.ts. */
  refund: {
    /** Made by who asks for it; without its dashes it is the refund number at the channel. */
    refund_id: string;
    order_id: string;
    community_id: string;
    room_id: string;
    amount_fen: number;
    reason: RefundReason;
    /** Staff's own words; never leaves the portal. */
    note: string;
    state: RefundState;
    route: RefundRoute;
    /** `staff:<id>` or `system`. */
    requested_by: string;
    requested_at: number;
    approvals_needed: number;
    /** What a second confirmation was asked for, as a JSON array of `RefundAnomaly`. */
    anomalies: string;
    /** Until when the person whose turn it is has to act; null while nobody's turn it is. */
    due_at: number | null;
    escalated_at: number | null;
    /** The entry that took the money from bills and prepayment; null before the approval. */
    taken_entry_id: string | null;
    taken_at: number | null;
    /** The entry with which the money left; null while it has not. */
    paid_entry_id: string | null;
    paid_at: number | null;
    /** The entry that gave a failed refund back to bills and prepayment. */
    returned_entry_id: string | null;
    /** When the channel was first asked; from then on it is queried before it is asked again. */
    sent_at: number | null;
    channel_refund_id: string | null;
    /** When the channel has to be asked next; null when nothing is to be asked. */
    resolve_at: number | null;
    resolve_attempts: number;
    /** A process works on it until then. */
    claimed_until: number | null;
    failure_code: FailureCode | null;
    failure_detail: string | null;
    /** For refunds that no person asks for: the same cause makes one refund. */
    cause: string | null;
  };
  /** What a refund is taken from; the parts add up to its amount. */
  refund_part: {
    refund_id: string;
    part_number: number;
    source: RefundSource;
    /** Null for prepayment. */
    bill_id: string | null;
    amount_fen: number;
  };
  /** Every step, never changed. */
  refund_step: {
    step_id: string;
    refund_id: string;
    at: number;
    /** `staff:<id>` or `system`. */
    actor: string;
    kind: RefundStepKind;
    note: string;
  };
}
