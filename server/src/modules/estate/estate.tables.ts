import type { ColumnType } from 'kysely';
import type { CardWorth } from '../../contract/card-auth-api.ts';

/** Areas are in 0.01 m², dates `YYYY-MM-DD` in Asia/Shanghai, `to_date` is the last day (absent: still so). */
export interface EstateTables {
  community: {
    community_id: string;
    code: string;
    name_zh: string;
    name_en: string;
    company_name: string;
    service_phone: string;
    /** Whom owners complain to: the authority over the company. */
    complaint_phone: ColumnType<string | null, string | null | undefined>;
    /** JSON array of the ways in that its kiosks offer; null: all that can work. */
    ways_in: ColumnType<string | null, string | null | undefined>;
    /** `strong-only`: a card that proves nothing may only pay. */
    cards: ColumnType<CardWorth, CardWorth | undefined>;
  };
  building: { building_id: string; community_id: string; code: string };
  unit: { unit_id: string; building_id: string; code: string };
  room: {
    room_id: string;
    community_id: string;
    building_id: string | null;
    unit_id: string | null;
    /** Unique in its community, e.g. `3-2-1001`. */
    code: string;
    /** As people say it, e.g. `3栋2单元1001`. */
    label: string;
    kind: RoomKind;
    billable_area: number | null;
    handover_date: string | null;
  };
  /** Personal data: names and phone numbers leave the server masked only (masking.ts). */
  party: { party_id: string; name: string; phone: string | null };
  ownership: {
    ownership_id: string;
    room_id: string;
    party_id: string;
    relation: Relation;
    from_date: string;
    to_date: string | null;
  };
  estate_change: {
    change_id: string;
    room_id: string;
    at: number;
    effective_date: string;
    kind: 'owner' | 'area';
    before_json: string;
    after_json: string;
    changed_by: string;
  };
}

/** `stay`: the place in the books of one sum asked for temporary parking; nobody lives there. */
export type RoomKind = 'residential' | 'commercial' | 'office' | 'parking' | 'stay';
export type Relation = 'owner' | 'tenant' | 'family';
