import type { ColumnType, Generated } from 'kysely';

/** Times are milliseconds since the epoch. */
export interface KioskTables {
  kiosk: {
    kiosk_id: string;
    /** `K001` */
    number: string;
    community_id: string;
    location: string;
    status: 'not-enrolled' | 'enrolled' | 'retired';
    created_at: number;
    last_seen_at: number | null;
    /** The last `Heartbeat` as JSON. */
    heartbeat: string | null;
    /** Since when it reports what it reports: its state of devices last changed then. */
    heartbeat_changed_at: number | null;
    /** 1: it may take cash for shown bills while it cannot reach the server, up to these sums in fen. */
    offline_cash: Generated<number>;
    offline_cash_per_session_fen: Generated<number>;
    offline_cash_per_day_fen: Generated<number>;
    /** JSON array of the ways in that it offers; null: as its community does. */
    ways_in: ColumnType<string | null, string | null | undefined>;
  };
  kiosk_enrolment_code: {
    /** SHA-256 of the code, hex: the code itself is shown once and never stored. */
    code_hash: string;
    kiosk_id: string;
    expires_at: number;
    used_at: number | null;
  };
  kiosk_key: {
    key_id: string;
    kiosk_id: string;
    /** Ed25519, raw 32 bytes, base64url. */
    public_key: string;
    enrolled_at: number;
    revoked_at: number | null;
  };
  kiosk_nonce: {
    key_id: string;
    nonce: string;
    seen_at: number;
  };
}
