import type { TicketStep, Urgency } from '../../contract/help-desk-api.ts';
import type { Complaint, Face, TicketKind, TicketState } from '../../contract/tickets-api.ts';

/** Times are milliseconds since the epoch. */
export interface TicketTables {
  ticket: {
    /** Made by who raises it. */
    ticket_id: string;
    community_id: string;
    kind: TicketKind;
    state: TicketState;
    urgency: Urgency;
    kiosk_id: string | null;
    screen: string | null;
    room_id: string | null;
    /** The bill in dispute. */
    bill_id: string | null;
    complaint: Complaint | null;
    face: Face | null;
    /** As somebody told them to staff. */
    words: string | null;
    /** By the clock of the kiosk. */
    raised_at: number;
    received_at: number;
    /** Until when it has to be answered, or the helper has to be there. */
    due_at: number | null;
    escalated_at: number | null;
    /** When somebody first took it up. */
    answered_at: number | null;
    resolved_at: number | null;
    in_charge: string | null;
    helper_name: string | null;
    comes_at: number | null;
    /** `Verification` as JSON. */
    verification: string | null;
    call_back: string | null;
  };
  /** What happened to a ticket; the database refuses to change it. */
  ticket_event: {
    event_id: string;
    ticket_id: string;
    at: number;
    step: TicketStep;
    /** `kiosk:<id>`, `staff:<id>` or `system` */
    actor: string;
    note: string | null;
  };
  /** One of three faces, touched on the way out. */
  survey: { survey_id: string; community_id: string; kiosk_id: string; face: Face; at: number };
}
