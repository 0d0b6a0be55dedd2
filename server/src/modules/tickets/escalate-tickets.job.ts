import type { Job } from '../../jobs/job-runner.ts';
import { ringLine } from './ring-line.ts';
import type { TicketsContext } from './tickets-context.ts';
import { escalateTickets } from './tickets.store.ts';

/** What nobody took up in time stands out in the list of every colleague; a call for help rings the line once more. */
export function escalateTicketsJob(context: TicketsContext): Job {
  return {
    name: 'escalate-tickets',
    everyMs: 10_000,
    run: async () => {
      const late = await context.storage.transact((tx) => escalateTickets(tx, context));
      if (late.length > 0) context.logger.warn({ tickets: late.length }, 'tickets are past their time');
      for (const { kind, ticket_id: ticketId, community_id: communityId, kiosk_id: kioskId } of late) {
        if (kind !== 'help-call' || kioskId === null) continue;
        await ringLine(context, { ticketId, communityId, kioskId, why: 'unanswered' });
      }
    },
  };
}
