import type { Generated } from 'kysely';
import type { WayIn } from '../../contract/identification-api.ts';

/** Times are milliseconds since the epoch. What expires is deleted by a job (forget-identifications.job.ts). */
export interface IdentificationTables {
  identification: {
    identification_id: string;
    kiosk_id: string;
    community_id: string;
    way: WayIn;
    /** JSON array of `IdentifiedHome`. */
    homes: string;
    subject_masked: string;
    identified_at: number;
    /** Until then a session can be opened with it. */
    expires_at: number;
    /** The one session it was used for. */
    session_id: string | null;
  };
  phone_code: {
    code_id: string;
    kiosk_id: string;
    community_id: string;
    /** The code is typed on the page of this showing; null: at the kiosk. */
    showing_id: string | null;
    address: string;
    /** HMAC of the number: counts and limits need no more. */
    phone_hash: string;
    /** The number itself, sealed. */
    phone_sealed: string;
    /** HMAC of the code. For a number nobody knows no code fits. */
    code_hash: string;
    sent_at: number;
    expires_at: number;
    tries: number;
    /** Used, replaced by another, or tried too often. */
    ended_at: number | null;
  };
  identity_showing: {
    showing_id: string;
    kiosk_id: string;
    community_id: string;
    /** JSON array of the three numbers on the phone; the kiosk shows `shown_number` of them. */
    numbers: string;
    shown_number: number;
    shown_at: number;
    expires_at: number;
    ended_at: number | null;
    identification_id: string | null;
  };
  /** A phone that was proved once and remembers it; its cookie names this row. */
  owner_phone: {
    device_id: string;
    phone_hash: string;
    remembered_at: number;
    last_used_at: number;
    forgotten_at: number | null;
  };
  /** Wrong tries against a room, a number or a kiosk, e.g. `room:<id>`. */
  identity_throttle: {
    subject: string;
    failures: Generated<number>;
    last_failed_at: Generated<number>;
  };
}
