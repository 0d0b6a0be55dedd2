import type { ColumnType } from 'kysely';
import type { CardScheme } from '../../contract/card-auth-api.ts';

export interface CardTables {
  card: {
    card_id: string;
    /** HMAC-SHA256 of the UID under the server's card key, hex. The UID itself is never stored. */
    uid_hash: string;
    last_four: string;
    community_id: string;
    party_id: string;
    status: CardStatus;
    /** Its holder wants large letters and fewer choices. */
    elder_mode: number;
    /** By what it proves that it is the one that was issued. */
    scheme: ColumnType<CardScheme, CardScheme | undefined>;
    /** Of the master keys it was issued under. */
    key_version: ColumnType<number, number | undefined>;
    /** PBOC application serial, hex, when its key was made from it. */
    application_serial: ColumnType<string | null, string | null | undefined>;
    replaced_by: string | null;
    issued_at: number;
    status_at: number;
  };
  card_room: { card_id: string; room_id: string };
}

export type CardStatus = 'active' | 'lost' | 'replaced';
