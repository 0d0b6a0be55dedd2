import { businessDate } from '@louting/common/clock';
import type { Analysis } from '../../contract/help-desk-api.ts';
import { FaceSchema, TicketKindSchema } from '../../contract/tickets-api.ts';
import type { ScopedBooks } from '../admin-views/scope.ts';
import { startOfBusinessDay } from '../admin-views/search.ts';

/** What came in over the last months, how soon it was answered, and how owners liked it. */
export async function ticketAnalysis(books: ScopedBooks, months: number, now: number): Promise<Analysis> {
  const names = monthsUntil(businessDate(now).slice(0, 7), months);
  const since = startOfBusinessDay(`${names[0] ?? ''}-01`);
  const [tickets, surveys] = await Promise.all([
    books
      .tickets()
      .where('ticket.raised_at', '>=', since)
      .select(['ticket.kind', 'ticket.state', 'ticket.raised_at', 'ticket.received_at', 'ticket.answered_at'])
      .select('ticket.escalated_at')
      .execute(),
    books.surveys().where('survey.at', '>=', since).select(['survey.face', 'survey.at']).execute(),
  ]);
  const monthOf = (at: number) => businessDate(at).slice(0, 7);
  const ticketsOf = Map.groupBy(tickets, (ticket) => monthOf(ticket.raised_at));
  const facesOf = Map.groupBy(surveys, (survey) => monthOf(survey.at));
  return {
    kinds: TicketKindSchema.options.map((kind) => {
      const ofKind = tickets.filter((ticket) => ticket.kind === kind);
      const waits = ofKind.flatMap(({ answered_at: answeredAt, received_at: receivedAt }) =>
        answeredAt === null ? [] : answeredAt - receivedAt,
      );
      const seconds = waits.reduce((sum, wait) => sum + wait, 0) / Math.max(1, waits.length) / 1_000;
      return {
        kind,
        raised: ofKind.length,
        resolved: ofKind.filter(({ state }) => state === 'resolved' || state === 'closed').length,
        escalated: ofKind.filter((ticket) => ticket.escalated_at !== null).length,
        ...(waits.length > 0 && { secondsToAnswer: Math.round(seconds) }),
      };
    }),
    months: names.map((month) => ({
      month,
      raised: countBy(
        TicketKindSchema.options,
        (ticketsOf.get(month) ?? []).map((ticket) => ticket.kind),
      ),
      faces: countBy(
        FaceSchema.options,
        (facesOf.get(month) ?? []).map((survey) => survey.face),
      ),
    })),
  };
}

function countBy<Name extends string>(names: readonly Name[], found: readonly Name[]): Record<Name, number> {
  const counts = names.map((name) => [name, found.filter((one) => one === name).length]);
  return Object.fromEntries(counts) as Record<Name, number>;
}

/** `2026-11` and the months before it, oldest first. */
export function monthsUntil(last: string, count: number): string[] {
  const [year = 0, month = 1] = last.split('-').map(Number);
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(year, month - count + index, 1)).toISOString().slice(0, 7),
  );
}
