import { fen } from '@louting/common/money';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { sessionRoutes } from '../../contract/session-api.ts';
import { type RefundNotice } from '../../contract/session-api.ts';
import { orderReference } from '../../contract/order-reference.ts';
import type { Database } from '../../storage/database.ts';
import type { PaymentsContext } from '../payments/payments-context.ts';
import { sessionInside } from '../sessions/looking-inside.ts';
import { expectedArrival } from './refund-rules.ts';
import type { RefundRow } from './refunds.store.ts';
import { SHOWN_FOR_MS } from './shown-refunds.ts';

const MOST = 20;

/** The refund notice at the kiosk: amount, reason, arrival, progress. Expects kiosks to be identified. */
export function kioskRefundRoutesPlugin({
  storage,
  clock,
}: Pick<PaymentsContext, 'storage' | 'clock'>): FastifyPluginAsync {
  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const route = sessionRoutes.refundsOfSession;
    app.route({
      ...contractRoute(route, 'kiosk'),
      handler: async ({ kiosk, params }, reply) => {
        const now = clock.now();
        const session = await sessionInside(storage.db, kiosk.kioskId, params.sessionId, now);
        if (!session.ok) return sendProblem(reply, session.error);
        const refunds = await noticesOfRoom(storage.db, session.value.roomId, now - SHOWN_FOR_MS);
        return reply.send({ refunds });
      },
    });
  };
}

async function noticesOfRoom(db: Kysely<Database>, roomId: string, since: number): Promise<RefundNotice[]> {
  const rows = await db
    .selectFrom('refund')
    .selectAll('refund')
    .select((eb) =>
      eb
        .selectFrom('refund_step')
        .whereRef('refund_step.refund_id', '=', 'refund.refund_id')
        .where('refund_step.kind', 'in', ['rejected', 'returned'])
        .select((inner) => inner.fn.max<number | null>('refund_step.at').as('at'))
        .as('given_up_at'),
    )
    .where('room_id', '=', roomId)
    .where('requested_at', '>=', since)
    .orderBy('requested_at', 'desc')
    .limit(MOST)
    .execute();
  return rows.map((row) => noticeOf(row, row.given_up_at));
}

function noticeOf(refund: RefundRow, givenUpAt: number | null): RefundNotice {
  const endedAt = refund.paid_at ?? givenUpAt;
  const progress = progressOf(refund);
  const arrives = refund.route === 'original' && refund.sent_at !== null && progress !== 'at-office';
  return {
    reference: orderReference(refund.refund_id),
    amountFen: fen(refund.amount_fen),
    reason: refund.reason,
    route: refund.route,
    progress,
    requestedAt: refund.requested_at,
    ...(refund.taken_at !== null && { approvedAt: refund.taken_at }),
    ...(refund.sent_at !== null && { sentAt: refund.sent_at }),
    ...(endedAt !== null && { endedAt }),
    ...(arrives && refund.sent_at !== null && { expectedBy: expectedArrival(refund.sent_at) }),
  };
}

function progressOf({ state, route, returned_entry_id: returned }: RefundRow): RefundNotice['progress'] {
  switch (state) {
    case 'REQUESTED':
    case 'APPROVING':
      return 'requested';
    case 'APPROVED':
      return route === 'original' ? 'approved' : 'at-office';
    // Whether the channel has answered is nothing an owner can do about: the money is on its way.
    case 'PROCESSING':
    case 'UNKNOWN':
      return 'on-its-way';
    case 'FAILED':
      return returned === null ? 'at-office' : 'returned';
    case 'SUCCEEDED':
      return 'done';
    default:
      return 'rejected';
  }
}
