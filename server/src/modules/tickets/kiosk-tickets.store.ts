import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import { orderReference } from '../../contract/order-reference.ts';
import type { KioskTicket, RaiseTicket, Survey } from '../../contract/tickets-api.ts';
import type { Database } from '../../storage/database.ts';
import type { KioskIdentity } from '../kiosks/kiosks.store.ts';
import { sessionOfKiosk, type SessionOfKiosk } from '../sessions/sessions.store.ts';
import { dueAt, helperAt, isStale, urgencyOf } from './tickets.ts';
import type { TicketsContext } from './tickets-context.ts';
import { endTicket, findTicket, NEW_TICKET, raiseTicket, type TicketRowOfBooks } from './tickets.store.ts';

interface Raised {
  readonly ticket: KioskTicket;
  /** Somebody stands there now, and nobody has heard of it before. */
  readonly toRing: boolean;
}

/**
 * Takes in what an owner raised at a kiosk, once by its id.
 * @returns LT-1007 or LT-2004 when a dispute names a session or bill that the kiosk never showed; LT-8002
 */
export async function raiseAtKiosk(
  tx: Transaction<Database>,
  context: TicketsContext,
  kiosk: KioskIdentity,
  asked: RaiseTicket,
): Promise<Result<Raised>> {
  const now = context.clock.now();
  const of = await whatIsAsked(tx, kiosk, asked);
  if (!of.ok) return of;
  if (of.value.inDispute) return ok({ ticket: ticketAtKiosk(of.value.inDispute, now), toRing: false });
  // What a kiosk reports by itself is an alarm.
  const urgency = asked.kind === 'repair' ? 'urgent' : urgencyOf(asked.kind);
  const raised = await raiseTicket(
    tx,
    context,
    {
      ...NEW_TICKET,
      ticket_id: asked.ticketId,
      community_id: kiosk.communityId,
      kind: asked.kind,
      state: 'open',
      urgency,
      kiosk_id: kiosk.kioskId,
      raised_at: asked.at,
      received_at: now,
      due_at: dueAt(asked.kind, urgency, now, context.rules),
      ...of.value.columns,
    },
    `kiosk:${kiosk.kioskId}`,
  );
  if (!raised.ok) return raised;
  const { ticket, fresh } = raised.value;
  const isCall = asked.kind === 'help-call' && fresh;
  const missed = isCall && isStale(asked.at, now);
  if (missed) await endTicket(tx, context, ticket, 'missed', 'system');
  const kept = missed ? { ...ticket, state: 'closed' as const } : ticket;
  return ok({ ticket: ticketAtKiosk(kept, now), toRing: isCall && !missed });
}

interface WhatIsAsked {
  readonly columns: Partial<TicketRowOfBooks>;
  /** The bill is in dispute already. */
  readonly inDispute?: TicketRowOfBooks;
}

async function whatIsAsked(
  tx: Transaction<Database>,
  kiosk: KioskIdentity,
  asked: RaiseTicket,
): Promise<Result<WhatIsAsked>> {
  if (asked.kind === 'help-call') return ok({ columns: { screen: asked.screen } });
  if (asked.kind === 'repair') return ok({ columns: { words: asked.code } });
  const { billId, complaint, ticketId } = asked;
  // It may arrive long after the session: what counts is that the kiosk showed the bill to somebody.
  const session = await sessionOfKiosk(tx, kiosk.kioskId, asked.sessionId);
  if (!session) return failed('LT-1007');
  if (!session.bills.some((bill) => bill.billId === billId)) return failed('LT-2004');
  const earlier = await tx
    .selectFrom('ticket')
    .selectAll()
    .where('room_id', '=', session.roomId)
    .where('kind', '=', 'bill-dispute')
    .where('bill_id', '=', billId)
    .where('state', 'not in', ['resolved', 'closed'])
    .executeTakeFirst();
  const inDispute = earlier && earlier.ticket_id !== ticketId ? { inDispute: earlier } : {};
  return ok({ columns: { room_id: session.roomId, bill_id: billId, complaint }, ...inDispute });
}

export function ticketAtKiosk(ticket: TicketRowOfBooks, now: number): KioskTicket {
  const { ticket_id: ticketId, state } = ticket;
  const helper = helperAt(ticket, now);
  return { ticketId, reference: orderReference(ticketId), state, ...(helper && { helper }) };
}

/** @returns LT-9002 when there is no such ticket of this kiosk */
export async function ticketOfKiosk(
  tx: Transaction<Database> | TicketsContext['storage']['db'],
  kiosk: KioskIdentity,
  ticketId: string,
): Promise<Result<TicketRowOfBooks>> {
  const ticket = await findTicket(tx, ticketId);
  return ticket?.kiosk_id === kiosk.kioskId ? ok(ticket) : failed('LT-9002');
}

/** Keeps a face once by its id. A sad one becomes a ticket: somebody asks what went wrong. */
export async function keepSurvey(
  tx: Transaction<Database>,
  context: TicketsContext,
  kiosk: KioskIdentity,
  survey: Survey,
): Promise<Result<undefined>> {
  const { clock, rules } = context;
  const { surveyId, face, at, sessionId } = survey;
  const { communityId, kioskId } = kiosk;
  const kept = await tx
    .insertInto('survey')
    .values({ survey_id: surveyId, community_id: communityId, kiosk_id: kioskId, face, at })
    .onConflict((conflict) => conflict.column('survey_id').doNothing())
    .executeTakeFirst();
  if (face !== 'poor' || kept.numInsertedOrUpdatedRows !== 1n) return ok();
  const session: SessionOfKiosk | undefined =
    sessionId === undefined ? undefined : await sessionOfKiosk(tx, kioskId, sessionId);
  const now = clock.now();
  const raised = await raiseTicket(
    tx,
    context,
    {
      ...NEW_TICKET,
      ticket_id: surveyId,
      community_id: communityId,
      kind: 'feedback',
      state: 'open',
      urgency: urgencyOf('feedback'),
      kiosk_id: kioskId,
      face,
      room_id: session?.roomId ?? null,
      raised_at: at,
      received_at: now,
      due_at: dueAt('feedback', 'low', now, rules),
    },
    `kiosk:${kioskId}`,
  );
  return raised.ok ? ok() : raised;
}
