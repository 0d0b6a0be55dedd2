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
    replaced_by: string | null;
    issued_at: number;
    status_at: number;
  };
  card_room: { card_id: string; room_id: string };
}

export type CardStatus = 'active' | 'lost' | 'replaced';
