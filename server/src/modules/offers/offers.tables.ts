import type { ColumnType } from 'kysely';
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
    /** The price was taken from it when the lease was made. */
    tariff_id: ColumnType<string | null, string | null | undefined>;
    /** Null in leases that are older than the portal's page of them. */
    from_date: ColumnType<string | null, string | null | undefined>;
    /** Last day; null as long as no end was agreed. */
    to_date: ColumnType<string | null, string | null | undefined>;
    renews_lease_id: ColumnType<string | null, string | null | undefined>;
    made_by: ColumnType<string | null, string | null | undefined>;
    made_at: ColumnType<number | null, number | null | undefined>;
    ended_by: ColumnType<string | null, string | null | undefined>;
    ended_at: ColumnType<number | null, number | null | undefined>;
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
