import type { OfferKind } from '../../contract/offers-api.ts';

/** Amounts in fen, dates `YYYY-MM-DD` in Asia/Shanghai. */
export interface OfferTables {
  /** What the office offers to every home of a community; each has a charge item of its own. */
  offer: {
    offer_id: string;
    community_id: string;
    kind: Exclude<OfferKind, 'parking'>;
    item_code: string;
    name_zh: string;
    name_en: string;
    price_fen: number;
    from_date: string;
    to_date: string | null;
    published_by: string;
    published_at: number;
    withdrawn_by: string | null;
    withdrawn_at: number | null;
  };
  /** A parking space that a home pays on by months. */
  parking_lease: {
    lease_id: string;
    room_id: string;
    space_label: string;
    plate: string;
    monthly_fen: number;
    item_code: string;
    /** When it was entered here; what was paid since says `offer_taken`. */
    paid_until: string;
  };
  /** What an owner chose at a kiosk, and the bill that was made for it. */
  offer_taken: {
    take_id: string;
    offer_key: string;
    kind: OfferKind;
    room_id: string;
    lease_id: string | null;
    bill_id: string;
    /** Until when a parking space is paid once the bill is. */
    to_date: string | null;
    taken_at: number;
    /** When nothing was left to be done: paid and entered, or undone. */
    done_at: number | null;
  };
}
