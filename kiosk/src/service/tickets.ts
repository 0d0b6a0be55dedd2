import { ok, type Result } from '@louting/common/result';
import { DEFAULT_QUESTIONS } from '@louting/server/contract/default-questions';
import { orderReference } from '@louting/server/contract/order-reference';
import type { Question } from '@louting/server/contract/questions-api';
import type { KioskTicket, RaiseTicket, Survey } from '@louting/server/contract/tickets-api';
import { isUncertain, type FlowEffects, type HelpNews } from '../flows/effects.ts';
import { pause } from './pause.ts';
import { record, type PaymentWorld } from './payments/payment-world.ts';

const ASK_AGAIN_MS = 2_000;

type TicketEffects = Pick<FlowEffects, 'callHelp' | 'watchHelp' | 'endHelp' | 'disputeBill' | 'giveFace' | 'questions'>;

/**
 * What owners tell the help desk. Everything is on the disk under its own id before it is sent: what the line does not
 * take now is an errand.
 * @param screen where the owner stands
 * @param runErrands tells the server what is journaled, without anybody waiting for it
 */
export function ticketEffects(world: PaymentWorld, screen: () => string, runErrands: () => void): TicketEffects {
  const { clock, newId, server, log } = world;
  let callId: string | undefined;
  let questions: readonly Question[] = DEFAULT_QUESTIONS;

  /** Somebody else may want somebody else: the call before is nobody's any more. */
  const leaveCall = () => {
    const left = callId;
    callId = undefined;
    if (left !== undefined) void withdraw(world, left);
  };

  return {
    callHelp: async ({ again }) => {
      if (!again) leaveCall();
      callId ??= newId();
      const asked = { kind: 'help-call', ticketId: callId, screen: screen(), at: clock.now() } as const;
      const sent = await raise(world, asked);
      return sent.ok ? ok(newsOf(sent.value)) : sent;
    },
    watchHelp: async (known, signal) => {
      const watched = callId;
      const stop = AbortSignal.any([signal, world.stopping]);
      for (;;) {
        await pause(ASK_AGAIN_MS, stop);
        if (watched === undefined || stop.aborted) return known;
        const answer = await server.ticket(watched);
        const news = answer.ok ? newsOf(answer.value) : known;
        if (isNews(known, news)) return news;
      }
    },
    endHelp: leaveCall,
    disputeBill: async ({ sessionId, billId, complaint }) => {
      const ticketId = newId();
      const about = { sessionId, billId, complaint };
      const sent = await raise(world, { kind: 'bill-dispute', ticketId, at: clock.now(), ...about });
      if (sent.ok) return ok({ reference: sent.value.reference });
      // The number follows from the id, so that the owner has it although the line is down.
      return isUncertain(sent.error) ? ok({ reference: orderReference(ticketId) }) : sent;
    },
    questions: async () => {
      const asked = await server.questions();
      if (asked.ok) questions = asked.value.questions;
      return questions;
    },
    giveFace: ({ face, sessionId }) => {
      const surveyId = newId();
      const payload = { surveyId, at: clock.now(), face, ...(sessionId === undefined ? {} : { sessionId }) };
      const kept = record(world, { open: [{ id: surveyId, kind: 'survey', subject: surveyId, payload }] });
      if (kept.ok) runErrands();
      else log.warn({ failure: kept.error }, 'face is not kept');
    },
  };
}

/** The same ticket again is the same intent. */
async function raise(world: PaymentWorld, ticket: RaiseTicket): Promise<Result<KioskTicket>> {
  const { ticketId } = ticket;
  const [known] = world.journal.intentsOf(ticketId);
  if (known?.kind === 'ticket') return tellTicket(world, known.payload);
  const kept = record(world, { open: [{ id: ticketId, kind: 'ticket', subject: ticketId, payload: ticket }] });
  // Somebody stands there and needs help all the same.
  return kept.ok || ticket.kind === 'help-call' ? tellTicket(world, ticket) : kept;
}

export async function tellTicket(world: PaymentWorld, ticket: RaiseTicket): Promise<Result<KioskTicket>> {
  const told = await world.server.raiseTicket(ticket);
  const { ticketId: id } = ticket;
  if (told.ok) record(world, { close: [{ id, kind: 'ticket', outcome: { told: told.value.state } }] });
  else if (!isUncertain(told.error)) {
    record(world, { close: [{ id, kind: 'ticket', outcome: { refused: told.error.code } }] });
  }
  return told;
}

export async function tellSurvey(world: PaymentWorld, survey: Survey): Promise<void> {
  const told = await world.server.tellSurvey(survey);
  const { surveyId: id } = survey;
  if (told.ok) record(world, { close: [{ id, kind: 'survey', outcome: { told: true } }] });
  else if (!isUncertain(told.error)) {
    record(world, { close: [{ id, kind: 'survey', outcome: { refused: told.error.code } }] });
  }
}

/** Of a call that the server never heard of nothing is told any more. */
async function withdraw(world: PaymentWorld, ticketId: string): Promise<void> {
  const withdrawn = await world.server.withdrawTicket(ticketId);
  record(world, { close: [{ id: ticketId, kind: 'ticket', outcome: { withdrawn: true } }] });
  if (!withdrawn.ok) world.log.info({ failure: withdrawn.error, ticketId }, 'call was not withdrawn; staff will see');
}

function newsOf({ state, helper }: KioskTicket): HelpNews {
  if (state === 'resolved' || state === 'closed') return { call: 'over' };
  return { call: state === 'on-the-way' ? 'coming' : 'received', ...(helper && { helper }) };
}

function isNews(known: HelpNews, news: HelpNews): boolean {
  const sameHelper = known.helper?.name === news.helper?.name && known.helper?.inMinutes === news.helper?.inMinutes;
  return known.call !== news.call || !sameHelper;
}
