import type { Visit } from '../../contract/visits-api.ts';

export interface VisitTables {
  /** One use of a kiosk, with nothing in it that says by whom; the visit's id is made by the kiosk. */
  visit: {
    visit_id: string;
    community_id: string;
    kiosk_id: string;
    /** Milliseconds since the epoch, by the clock of the kiosk. */
    started_at: number;
    seconds: number;
    touches: number;
    way: NonNullable<Visit['way']> | null;
    letters: Visit['letters'];
    language: Visit['language'];
    method: NonNullable<Visit['method']> | null;
    outcome: Visit['outcome'];
    left_at: string;
    code: string | null;
    /** 0 or 1 */
    helped: number;
  };
}
