import type { ColumnType } from 'kysely';

/** Meter values and usage are in 0.001 unit; a bill's `quantity` is in the unit of its formula (tariffs.ts). */
/** Why money came onto a bill, or left it, other than by a payment at a kiosk. */
export type AllocationKind = 'prepayment-use' | 'to-prepayment' | 'bank-transfer' | 'refund' | 'write-off';

export interface BillingTables {
  /** Like `allocation`, for every document but a kiosk payment; below zero where money leaves the bill again. */
  document_allocation: {
    document_id: string;
    bill_id: string;
    kind: AllocationKind;
    amount_fen: number;
    allocated_at: number;
  };
  meter: {
    meter_id: string;
    room_id: string;
    item_code: string;
    serial: string;
    from_date: string;
    to_date: string | null;
  };
  reading: {
    reading_id: string;
    meter_id: string;
    day: string;
    value: number;
    source: ReadingSource;
    entered_at: number;
  };
  bill_run: {
    run_id: string;
    community_id: string;
    period_from: string;
    period_to: string;
    started_at: number;
    finished_at: number | null;
    bills: number;
    amount_fen: number;
    exceptions: number;
  };
  bill_run_exception: {
    run_id: string;
    room_id: string;
    item_code: string;
    failure_code: string;
    detail: string;
  };
  bill: {
    bill_id: string;
    run_id: string | null;
    community_id: string;
    room_id: string;
    /** The debt stays with the ownership period that incurred it. */
    ownership_id: string | null;
    item_code: string;
    tariff_version_id: string | null;
    period_from: string;
    period_to: string;
    due_date: string;
    state: BillState;
    quantity: number;
    previous_reading: number | null;
    current_reading: number | null;
    unit: string | null;
    amount_fen: number;
    /** Output tax contained in the amount. */
    tax_fen: number;
    paid_fen: number;
    published_at: number | null;
    replaces: string | null;
    /** Why it was made or changed by hand. */
    reason: string | null;
    /** The parking space it is for: a home may lease several. */
    lease_id: ColumnType<string | null, string | null | undefined>;
  };
  bill_line: {
    bill_id: string;
    line_number: number;
    tier: number | null;
    quantity: number;
    unit_price: number;
    /** Exact amount in yuan before rounding, as a decimal. */
    raw_amount: string;
    amount_fen: number;
    explanation_zh: string;
    explanation_en: string;
  };
}

export type BillState = 'DRAFT' | 'PUBLISHED' | 'PARTIALLY_PAID' | 'PAID' | 'REVERSED' | 'DISCARDED' | 'WRITTEN_OFF';
export type ReadingSource = 'manual' | 'smart' | 'estimate';
