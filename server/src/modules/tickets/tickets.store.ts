import { failed, ok, type Result } from '@louting/common/result';
import type { Insertable, Kysely, Selectable, Transaction } from 'kysely';
import type { StaffStep, TicketStep } from '../../contract/help-desk-api.ts';
import type { TicketState } from '../../contract/tickets-api.ts';
import type { Database } from '../../storage/database.ts';
import { dueAt, type HelpDeskRules, LATE_AFTER_MS, nextTicketState } from './tickets.ts';
import type { TicketsContext } from './tickets-context.ts';
import type { TicketTables } from './tickets.tables.ts';

export type TicketRowOfBooks = Selectable<TicketTables['ticket']>;
type Stamp = Pick<TicketsContext, 'clock' | 'newId'>;

const MINUTE = 60_000;

/** All that most tickets do not have. */
export const NEW_TICKET = {
  kiosk_id: null,
  screen: null,
  room_id: null,
  bill_id: null,
  complaint: null,
  face: null,
  words: null,
  escalated_at: null,
  answered_at: null,
  resolved_at: null,
  in_charge: null,
  helper_name: null,
  comes_at: null,
  verification: null,
  call_back: null,
} satisfies Partial<Insertable<TicketTables['ticket']>>;

/**
 * Puts a ticket on the books, or finds it there: sent again it is the same one.
 * @returns LT-8002 when the id belongs to a ticket of another place or kind
 */
export async function raiseTicket(
  tx: Transaction<Database>,
  { clock, newId }: Stamp,
  ticket: Insertable<TicketTables['ticket']>,
  actor: string,
): Promise<Result<{ readonly ticket: TicketRowOfBooks; readonly fresh: boolean }>> {
  const known = await findTicket(tx, ticket.ticket_id);
  if (known) {
    const same = known.kind === ticket.kind && known.kiosk_id === ticket.kiosk_id;
    return same && known.community_id === ticket.community_id ? ok({ ticket: known, fresh: false }) : failed('LT-8002');
  }
  await tx.insertInto('ticket').values(ticket).execute();
  await recordStep(tx, { clock, newId }, { ticketId: ticket.ticket_id, step: 'raised', actor });
  const made = await findTicket(tx, ticket.ticket_id);
  if (!made) throw new Error(`ticket ${ticket.ticket_id} was not kept`);
  return ok({ ticket: made, fresh: true });
}

export function findTicket(db: Kysely<Database>, ticketId: string): Promise<TicketRowOfBooks | undefined> {
  return db.selectFrom('ticket').selectAll().where('ticket_id', '=', ticketId).executeTakeFirst();
}

export async function recordStep(
  tx: Transaction<Database>,
  { clock, newId }: Stamp,
  event: { readonly ticketId: string; readonly step: TicketStep; readonly actor: string; readonly note?: string },
): Promise<void> {
  await tx
    .insertInto('ticket_event')
    .values({
      event_id: newId(),
      ticket_id: event.ticketId,
      at: clock.now(),
      step: event.step,
      actor: event.actor,
      note: event.note ?? null,
    })
    .execute();
}

/** What an owner or the clock does. @returns whether it changed anything */
export async function endTicket(
  tx: Transaction<Database>,
  stamp: Stamp,
  ticket: TicketRowOfBooks,
  step: 'withdraw' | 'missed',
  actor: string,
): Promise<boolean> {
  const state = nextTicketState(ticket.kind, ticket.state, step);
  if (state === undefined) return false;
  const { ticket_id: ticketId } = ticket;
  await tx.updateTable('ticket').set({ state, due_at: null }).where('ticket_id', '=', ticketId).execute();
  await recordStep(tx, stamp, { ticketId, step, actor });
  return true;
}

/**
 * One step of a staff member, who has been seen to be allowed it.
 * @returns LT-8001 when it leads nowhere from where the ticket stands; LT-8003 for a dispute without its verification
 */
export async function takeStep(
  tx: Transaction<Database>,
  { clock, newId, rules }: Pick<TicketsContext, 'clock' | 'newId' | 'rules'>,
  ticketId: string,
  step: StaffStep,
  staffId: string,
): Promise<Result<undefined>> {
  const ticket = await findTicket(tx, ticketId);
  if (!ticket) return failed('LT-9002');
  const state = nextTicketState(ticket.kind, ticket.state, step.step);
  if (state === undefined) return failed('LT-8001');
  if (ticket.kind === 'bill-dispute' && step.step === 'resolve' && !step.verification) return failed('LT-8003');
  const now = clock.now();
  const changes = { state, ...changesOf(step, ticket, { now, staffId, state, rules }) };
  await tx.updateTable('ticket').set(changes).where('ticket_id', '=', ticketId).execute();
  const note = noteOf(step);
  await recordStep(tx, { clock, newId }, { ticketId, step: step.step, actor: `staff:${staffId}`, ...note });
  return ok();
}

interface Circumstances {
  readonly now: number;
  readonly staffId: string;
  readonly state: TicketState;
  readonly rules: HelpDeskRules;
}

function changesOf(
  step: StaffStep,
  ticket: TicketRowOfBooks,
  { now, staffId, state, rules }: Circumstances,
): Partial<TicketRowOfBooks> {
  const answered = { answered_at: ticket.answered_at ?? now };
  switch (step.step) {
    case 'accept':
      return { ...answered, in_charge: staffId };
    case 'set-out': {
      const comesAt = now + step.minutes * MINUTE;
      const helper = { helper_name: step.name, comes_at: comesAt, in_charge: ticket.in_charge ?? staffId };
      return { ...answered, ...helper, ...(ticket.kind === 'help-call' && { due_at: comesAt + LATE_AFTER_MS }) };
    }
    case 'verify':
      return answered;
    case 'resolve':
      return {
        ...answered,
        resolved_at: now,
        due_at: null,
        in_charge: ticket.in_charge ?? staffId,
        ...(step.verification && { verification: JSON.stringify(step.verification) }),
        // Whoever went there has asked.
        ...(state === 'closed' && { call_back: 'not-needed' }),
      };
    case 'close':
      return { call_back: step.callBack };
    case 'reopen':
      return {
        resolved_at: null,
        call_back: null,
        escalated_at: null,
        urgency: 'urgent',
        due_at: dueAt(ticket.kind, 'urgent', now, rules),
      };
    case 'assign':
      return { in_charge: step.staffId };
    case 'set-urgency':
      return { urgency: step.urgency, due_at: dueAt(ticket.kind, step.urgency, ticket.received_at, rules) };
    default:
      return {};
  }
}

function noteOf(step: StaffStep): { readonly note?: string } {
  if (step.step === 'set-out') return { note: `${step.name} ${step.minutes}′` };
  if (step.step === 'set-urgency') return { note: step.urgency };
  return 'note' in step && step.note !== '' ? { note: step.note } : {};
}

/** Tickets past their time, marked so; the answer names the calls for help among them. */
export async function escalateTickets(tx: Transaction<Database>, stamp: Stamp): Promise<readonly TicketRowOfBooks[]> {
  const late = await tx
    .selectFrom('ticket')
    .selectAll()
    .where('state', 'not in', ['resolved', 'closed'])
    .where('due_at', '<', stamp.clock.now())
    .where('escalated_at', 'is', null)
    .execute();
  for (const { ticket_id: ticketId } of late) {
    await tx
      .updateTable('ticket')
      .set({ escalated_at: stamp.clock.now(), urgency: 'urgent' })
      .where('ticket_id', '=', ticketId)
      .execute();
    await recordStep(tx, stamp, { ticketId, step: 'escalated', actor: 'system' });
  }
  return late;
}
