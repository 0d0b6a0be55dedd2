import type { CoinSource, MovementKind } from './hoppers.ts';

/** Amounts in fen, times in milliseconds since the epoch. */
export interface HopperTables {
  /** Coins put into the hoppers of a kiosk, taken out of them, or counted in them. */
  hopper_movement: {
    movement_id: string;
    kiosk_id: string;
    community_id: string;
    /** From 1, without gaps per kiosk, in the order of `moved_at`. */
    movement_number: number;
    kind: MovementKind;
    /** Only of a fill. */
    source: CoinSource | null;
    moved_at: number;
    registered_by: string;
    registered_at: number;
    /** When the count stood; null while a second person is still to count. */
    settled_at: number | null;
    /** In the hoppers by the books just before it. */
    booked_fen: number | null;
    counted_fen: number | null;
    /** `NoteCount[]` as JSON: what was counted, by the value of each hopper's coin. */
    coins: string | null;
    /** Null also where nothing moved. */
    entry_id: string | null;
  };
  hopper_count: {
    movement_id: string;
    /** 1, 2, and 3 when the first two differ. */
    ordinal: number;
    counted_by: string;
    counted_at: number;
    /** `NoteCount[]` as JSON. */
    coins: string;
    total_fen: number;
  };
  /** Change paid before a count and booked after it stood: the coins were not there any more. */
  hopper_late_payout: {
    order_id: string;
    movement_id: string;
    amount_fen: number;
    entry_id: string;
    moved_at: number;
  };
  /** The change of one kiosk in a daily close. */
  day_close_hopper: {
    close_id: string;
    kiosk_id: string;
    opening_fen: number;
    filled_fen: number;
    paid_fen: number;
    emptied_fen: number;
    /** What counts found too much, less what they missed. */
    counted_fen: number;
    closing_fen: number;
  };
  /** Which close holds a movement. */
  day_close_movement: { close_id: string; movement_id: string };
}
