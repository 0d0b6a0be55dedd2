import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';
import { forbidChange } from './0001-books-of-the-estate.ts';

const TABLES = [
  `create table ticket (
    ticket_id text primary key, community_id text not null references community, kind text not null,
    state text not null, urgency text not null, kiosk_id text references kiosk, screen text,
    room_id text references room, bill_id text references bill, complaint text, face text, words text,
    raised_at bigint not null, received_at bigint not null, due_at bigint, escalated_at bigint,
    answered_at bigint, resolved_at bigint, in_charge text references staff,
    helper_name text, comes_at bigint, verification text, call_back text)`,
  `create index ticket_of_community on ticket (community_id, raised_at)`,
  `create index ticket_of_room on ticket (room_id, kind) where room_id is not null`,
  `create index ticket_unfinished on ticket (due_at) where state not in ('resolved', 'closed')`,
  `create table ticket_event (
    event_id text primary key, ticket_id text not null references ticket, at bigint not null,
    step text not null, actor text not null, note text)`,
  `create index ticket_event_of_ticket on ticket_event (ticket_id, at)`,
  `create table survey (
    survey_id text primary key, community_id text not null references community,
    kiosk_id text not null references kiosk, face text not null, at bigint not null)`,
  `create index survey_of_community on survey (community_id, at)`,
  `create table question_list (
    community_id text primary key references community, questions text not null,
    changed_by text not null references staff, changed_at bigint not null)`,
];

/** Calls of before were answered with a sentence, and were over with it. */
const CALLS_OF_BEFORE = [
  `insert into ticket (ticket_id, community_id, kind, state, urgency, kiosk_id, screen, raised_at, received_at,
      answered_at, in_charge)
    select call_id, kiosk.community_id, 'help-call', case when answered_at is null then 'open' else 'closed' end,
      'urgent', help_call.kiosk_id, screen, called_at, received_at, answered_at, answered_by
    from help_call join kiosk on kiosk.kiosk_id = help_call.kiosk_id`,
  `insert into ticket_event (event_id, ticket_id, at, step, actor, note)
    select call_id || '-1', call_id, received_at, 'raised', 'kiosk:' || kiosk_id, null from help_call`,
  `insert into ticket_event (event_id, ticket_id, at, step, actor, note)
    select call_id || '-2', call_id, answered_at, 'resolve', 'staff:' || answered_by, message from help_call
    where answered_by is not null`,
  `drop table help_call`,
];

/** What owners and staff have to tell each other; calls for help become tickets like the others. */
export const tickets: Migration = {
  number: 29,
  name: 'tickets',
  up: async (db, dialect) => {
    for (const text of [...TABLES, ...CALLS_OF_BEFORE]) await db.executeQuery(CompiledQuery.raw(text));
    await forbidChange(db, dialect, 'ticket_event');
  },
};
