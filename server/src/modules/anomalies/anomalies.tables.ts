import type { AnomalyRule } from '../../contract/kiosk-api.ts';

export interface AnomalyTables {
  /** A payment or a bill that looked unusual: found, asked about, reviewed. Once per subject and rule. */
  anomaly: {
    anomaly_id: string;
    rule: AnomalyRule;
    /** `order:<id>` or `bill:<id>` */
    subject: string;
    order_id: string | null;
    bill_id: string | null;
    /** The other bill that asks for the same. */
    other_bill_id: string | null;
    community_id: string;
    room_id: string;
    kiosk_id: string | null;
    amount_fen: number;
    found_at: number;
    /** The owner was asked and meant it; null for a bill, where nobody is asked. */
    confirmed_at: number | null;
    cause: string | null;
    action: string | null;
    reviewed_by: string | null;
    reviewed_at: number | null;
  };
}
