import type { ProvingScheme } from '../../contract/card-auth-api.ts';

/** Times are milliseconds since the epoch. What has ended is deleted with the identifications. */
export interface CardAuthTables {
  /** One card proving itself at one kiosk. */
  card_authentication: {
    authentication_id: string;
    kiosk_id: string;
    card_id: string;
    scheme: ProvingScheme;
    /** The random numbers of this proof, sealed. */
    secret_sealed: string;
    started_at: number;
    expires_at: number;
    /** Answered, or another card was laid down. */
    ended_at: number | null;
    /** `proved` or the failure code. */
    result: string | null;
    /** The one session it was used for. */
    session_id: string | null;
  };
}
