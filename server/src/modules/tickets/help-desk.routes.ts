import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminContext, AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { helpDeskRoutes } from '../../contract/help-desk-api.ts';
import type { TicketKind } from '../../contract/tickets-api.ts';
import { recordAudit } from '../staff/audit-trail.ts';
import { listTickets, ticketDetail, waitingCalls } from './help-desk.view.ts';
import { ticketAnalysis } from './ticket-analysis.view.ts';
import { dueAt } from './tickets.ts';
import type { TicketsContext } from './tickets-context.ts';
import { NEW_TICKET, raiseTicket, takeStep } from './tickets.store.ts';

const NOT_FOUND = { code: 'LT-9002' } as const;
const NOT_PERMITTED = { code: 'LT-6004' } as const;

/** The help desk: whoever answers calls need not see what owners ask about their bills. */
export function helpDeskPart(context: TicketsContext): AdminPart {
  return (admin) => async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { storage, clock, newId, gate } = admin;
    const { calls, tickets, ticket, raise, step, analysis } = helpDeskRoutes;

    app.route({
      ...contractRoute(calls, 'portal'),
      preValidation: gate.require('help-calls.answer'),
      handler: async (request) => ({ rows: await waitingCalls(admin.booksOf(request, request.query.communityId)) }),
    });

    app.route({
      ...contractRoute(tickets, 'portal'),
      preValidation: gate.require('tickets.view'),
      handler: (request) => {
        const books = admin.booksOf(request, request.query.communityId);
        return listTickets(books, request.query, gate.staffOf(request).staffId);
      },
    });

    app.route({
      ...contractRoute(ticket, 'portal'),
      preValidation: gate.require('tickets.view'),
      handler: async (request, reply) => {
        const found = await ticketDetail(admin.booksOf(request), request.params.ticketId);
        return found ? reply.send(found) : sendProblem(reply, NOT_FOUND);
      },
    });

    app.route({
      ...contractRoute(raise, 'portal'),
      preValidation: gate.require('tickets.manage'),
      handler: async (request, reply) => {
        const { ticketId, communityId, kind, urgency, words, roomId } = request.body;
        if (!(await sees(admin, request, communityId, roomId))) return sendProblem(reply, NOT_FOUND);
        const { staffId } = gate.staffOf(request);
        const now = clock.now();
        const raised = await storage.transact((tx) =>
          raiseTicket(
            tx,
            context,
            {
              ...NEW_TICKET,
              ticket_id: ticketId,
              community_id: communityId,
              kind,
              state: 'open',
              urgency,
              words,
              room_id: roomId ?? null,
              raised_at: now,
              received_at: now,
              due_at: dueAt(kind, urgency, now, context.rules),
            },
            `staff:${staffId}`,
          ),
        );
        await admin.auditOutcome(request, { action: 'raise-ticket', subject: `ticket:${ticketId}` }, raised);
        return raised.ok ? reply.send({ ticketId }) : sendProblem(reply, raised.error);
      },
    });

    app.route({
      ...contractRoute(step, 'portal'),
      preValidation: gate.require(),
      handler: async (request, reply) => {
        const { ticketId } = request.params;
        const books = admin.booksOf(request);
        const seen = await books
          .tickets()
          .select(['ticket.kind', 'ticket.community_id'])
          .where('ticket.ticket_id', '=', ticketId)
          .executeTakeFirst();
        if (!seen) return sendProblem(reply, NOT_FOUND);
        const staff = gate.staffOf(request);
        if (!staff.permissions.has(permissionFor(seen.kind))) return sendProblem(reply, NOT_PERMITTED);
        const { body } = request;
        if (body.step === 'assign') {
          const colleagues = await books.colleagues(seen.community_id);
          if (!colleagues.some((colleague) => colleague.staffId === body.staffId)) return sendProblem(reply, NOT_FOUND);
        }
        const taken = await storage.transact(async (tx) => {
          const done = await takeStep(tx, context, ticketId, body, staff.staffId);
          const about = { at: clock.now(), staffId: staff.staffId, address: request.ip, subject: `ticket:${ticketId}` };
          const result = done.ok ? body.step : done.error.code;
          await recordAudit(tx, newId, { ...about, action: 'work-on-ticket', result });
          return done;
        });
        return taken.ok ? reply.send({ ticketId }) : sendProblem(reply, taken.error);
      },
    });

    app.route({
      ...contractRoute(analysis, 'portal'),
      preValidation: gate.require('tickets.view'),
      handler: (request) =>
        ticketAnalysis(admin.booksOf(request, request.query.communityId), request.query.months, clock.now()),
    });
  };
}

function permissionFor(kind: TicketKind) {
  return kind === 'help-call' ? 'help-calls.answer' : 'tickets.manage';
}

async function sees(
  admin: AdminContext,
  request: FastifyRequest,
  communityId: string,
  roomId: string | undefined,
): Promise<boolean> {
  const books = admin.booksOf(request, communityId);
  if (roomId !== undefined) {
    return (await books.rooms().select('room.room_id').where('room.room_id', '=', roomId).execute()).length > 0;
  }
  return (await books.communities().select('community.community_id').execute()).length > 0;
}
