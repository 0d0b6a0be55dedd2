import type { DifferenceKind, DifferenceWay, DoubtOutcome } from './cash.ts';

/** Amounts in fen, times in milliseconds since the epoch. Who: a staff id, or `system`. */
export interface CashTables {
  /** A note that a kiosk's device says is in the box while no order claims it. */
  cash_orphan: {
    orphan_id: string;
    kiosk_id: string;
    /** Null when the device did not know the value. */
    denomination_fen: number | null;
    stacked_at: number;
    reported_at: number;
    /** The note in doubt that it is: jammed with its order, and dropped into the box later. */
    note_id: string | null;
  };
  /** Change that a kiosk paid out of its hoppers: one payout an order. */
  cash_change: {
    change_id: string;
    order_id: string;
    kiosk_id: string;
    requested_fen: number;
    /** By the device's own count. */
    paid_fen: number;
    doubt_fen: number;
    paid_at: number;
  };
  /** What staff configured for the box of a kiosk; a kiosk without a row has the usual box. */
  cash_box: {
    kiosk_id: string;
    capacity_notes: number;
    set_by: string;
    set_at: number;
  };
  /** One pull of a box: it ends the kiosk's cash session `session_number`, and the next begins. */
  cash_collection: {
    collection_id: string;
    kiosk_id: string;
    community_id: string;
    /** From 1, without gaps per kiosk: two pulls of one box cannot both end a session. */
    session_number: number;
    box_serial: string;
    /** Of the bag. */
    seal_number: string;
    pulled_by: string;
    pulled_at: number;
    registered_at: number;
    /** When the count stood; null while the bag is still to be counted. */
    settled_at: number | null;
    booked_fen: number | null;
    counted_fen: number | null;
    /** `ComparedNotes[]` as JSON. */
    comparison: string | null;
    entry_id: string | null;
  };
  cash_count: {
    collection_id: string;
    /** 1, 2, and 3 when the first two differ. */
    ordinal: number;
    counted_by: string;
    counted_at: number;
    /** `NoteCount[]` as JSON. */
    notes: string;
    total_fen: number;
  };
  /** A note stacked before a pull and booked after its count stood: its money left the kiosk with that bag. */
  cash_late_note: {
    note_id: string;
    collection_id: string;
    amount_fen: number;
    entry_id: string;
    moved_at: number;
  };
  /** What the count decided about a suspense note or an orphan: one decision a note. */
  cash_note_decision: {
    note_id: string;
    outcome: DoubtOutcome;
    collection_id: string | null;
    amount_fen: number;
    /** Whose prepayment it became; null: unclaimed, or not found. */
    room_id: string | null;
    entry_id: string | null;
    decided_by: string;
    decided_at: number;
    reason: string;
  };
  cash_difference: {
    difference_id: string;
    community_id: string;
    /** Null: the cash at the office. */
    kiosk_id: string | null;
    collection_id: string | null;
    close_id: string | null;
    /** Of a count of the hoppers. */
    movement_id: string | null;
    kind: DifferenceKind;
    amount_fen: number;
    state: 'OPEN' | 'EXPLAINED';
    raised_at: number;
    /** For staff; no personal data. */
    detail: string;
  };
  /** One step of explaining a difference; together they never exceed it. */
  cash_resolution: {
    resolution_id: string;
    difference_id: string;
    way: DifferenceWay;
    amount_fen: number;
    reason: string;
    note_id: string | null;
    /** Null where two differences cancel each other within 1901. */
    entry_id: string | null;
    decided_by: string;
    decided_at: number;
  };
  cash_deposit: {
    deposit_id: string;
    community_id: string;
    slip_number: string;
    /** `YYYY-MM-DD` on the bank's slip. */
    deposited_on: string;
    amount_fen: number;
    entry_id: string;
    registered_by: string;
    registered_at: number;
  };
  /** Which bags a deposit brought to the bank. */
  cash_deposit_collection: { collection_id: string; deposit_id: string };
  day_close: {
    close_id: string;
    community_id: string;
    business_date: string;
    /** PREPARED by one, then SIGNED by another (the day is locked), or sent back. */
    state: 'PREPARED' | 'SIGNED' | 'REJECTED';
    office_counted_fen: number;
    remark: string;
    /** `DayReport` as JSON: what was signed stays what can be printed again. */
    report: string;
    prepared_by: string;
    prepared_at: number;
    signed_by: string | null;
    signed_at: number | null;
  };
  /** Receipt numbers that a close holds, per kiosk: without gaps, so each receipt is in one close. */
  day_close_series: { close_id: string; kiosk_id: string; first_number: number; last_number: number };
  day_close_reminder: { community_id: string; business_date: string; reminded_at: number };
}
