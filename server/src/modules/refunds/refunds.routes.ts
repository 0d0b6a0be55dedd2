import { failed, ok, type Result } from '@louting/common/result';
import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Transaction } from 'kysely';
import type { AdminContext, AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { type RefundDetail, refundRoutes } from '../../contract/refunds-api.ts';
import type { Database } from '../../storage/database.ts';
import { recordAudit, type AuditEntry } from '../staff/audit-trail.ts';
import { findOrder } from '../payments/orders.store.ts';
import { actionsFor } from './refund-actions.ts';
import { approveRefund, rejectRefund } from './refund-approval.ts';
import { askNow, confirmPayOut, declareOutcome, giveUp, reroute, retry, type StaffStep } from './refund-by-staff.ts';
import { requestRefund } from './refund-request.ts';
import { refundableOfOrder } from './refundable.view.ts';
import type { RefundsContext } from './refunds-context.ts';
import { findRefund, type RefundRow, staffActor, stepsOfRefund } from './refunds.store.ts';
import { listRefunds, refundsOfOrder, refundView } from './refunds.view.ts';

const NOT_FOUND = { code: 'LT-9002' } as const;

type Change = (tx: Transaction<Database>, refund: RefundRow, step: StaffStep) => Promise<Result<RefundRow>>;

/** Refunds in the portal: what is asked for, who approves, and what staff do when a channel does not. */
export function refundsPart(context: RefundsContext): AdminPart {
  return (admin) => async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { storage, clock, newId, gate } = admin;
    const change = changer(admin);

    const list = refundRoutes.refunds;
    app.route({
      ...contractRoute(list, 'portal'),
      preValidation: gate.require('refunds.view'),
      handler: (request) => listRefunds(admin.booksOf(request, request.query.communityId), request.query, clock.now()),
    });

    const one = refundRoutes.refund;
    app.route({
      ...contractRoute(one, 'portal'),
      preValidation: gate.require('refunds.view'),
      handler: async (request, reply) => {
        const found = await detailFor(admin, request, request.params.refundId);
        return found ? reply.send(found) : sendProblem(reply, NOT_FOUND);
      },
    });

    const { refundable, refundsOfPayment } = refundRoutes;
    app.route({
      ...contractRoute(refundable, 'portal'),
      preValidation: gate.require('refunds.request'),
      handler: async (request, reply) => {
        const found = await refundableOfOrder(admin.booksOf(request), storage.db, request.params.orderId);
        return found ? reply.send(found) : sendProblem(reply, NOT_FOUND);
      },
    });
    app.route({
      ...contractRoute(refundsOfPayment, 'portal'),
      preValidation: gate.require('refunds.view'),
      handler: async (request) => ({ rows: await refundsOfOrder(admin.booksOf(request), request.params.orderId) }),
    });

    const ask = refundRoutes.requestRefund;
    app.route({
      ...contractRoute(ask, 'portal'),
      preValidation: gate.require('refunds.request'),
      handler: async (request, reply) => {
        const { orderId, refundId, parts } = request.body;
        const seen = await admin
          .booksOf(request)
          .orders()
          .select('payment_order.order_id')
          .where('payment_order.order_id', '=', orderId)
          .executeTakeFirst();
        if (!seen) return sendProblem(reply, NOT_FOUND);
        const { staffId } = gate.staffOf(request);
        const audit = { action: 'request-refund', subject: `refund:${refundId}` } as const;
        const asked = await storage.transact(async (tx) => {
          const wish = { ...request.body, parts, requestedBy: staffActor(staffId), cause: null };
          const result = await requestRefund(tx, context, wish);
          if (result.ok) await recordAudit(tx, newId, entryOf(admin, request, { ...audit, result: 'ok' }));
          return result;
        });
        const answered = await answer(admin, request, refundId, asked, audit.action);
        return answered.ok ? reply.send(answered.value) : sendProblem(reply, answered.error);
      },
    });

    const steps = [
      [
        'approveRefund',
        'refunds.approve',
        'approve-refund',
        (tx, refund, step) => approveRefund(tx, context, refund, step),
      ],
      [
        'rejectRefund',
        'refunds.approve',
        'reject-refund',
        (tx, refund, step) => rejectRefund(tx, context, refund, step),
      ],
      [
        'payOutRefund',
        'refunds.request',
        'pay-out-refund',
        (tx, refund, step) => confirmPayOut(tx, context, refund, step),
      ],
      ['retryRefund', 'refunds.approve', 'retry-refund', (tx, refund, step) => retry(tx, context, refund, step)],
      ['giveUpRefund', 'refunds.approve', 'give-up-refund', (tx, refund, step) => giveUp(tx, context, refund, step)],
    ] as const satisfies readonly (readonly [
      keyof typeof refundRoutes,
      Parameters<typeof gate.require>[0],
      AuditEntry['action'],
      Change,
    ])[];
    for (const [name, permission, action, work] of steps) {
      const route = refundRoutes[name];
      app.route({
        ...contractRoute(route, 'portal'),
        preValidation: gate.require(permission),
        handler: async (request, reply) => {
          const changed = await change(request, request.params.refundId, action, request.body.note, work);
          return changed.ok ? reply.send(changed.value) : sendProblem(reply, changed.error);
        },
      });
    }

    const other = refundRoutes.rerouteRefund;
    app.route({
      ...contractRoute(other, 'portal'),
      preValidation: gate.require('refunds.approve'),
      handler: async (request, reply) => {
        const { route, note } = request.body;
        const changed = await change(request, request.params.refundId, 'reroute-refund', note, (tx, refund, step) =>
          reroute(tx, context, refund, route, step),
        );
        return changed.ok ? reply.send(changed.value) : sendProblem(reply, changed.error);
      },
    });

    const declare = refundRoutes.declareRefund;
    app.route({
      ...contractRoute(declare, 'portal'),
      preValidation: gate.require('refunds.approve'),
      handler: async (request, reply) => {
        const { outcome, note } = request.body;
        const { refundId } = request.params;
        const changed = await change(request, refundId, 'declare-refund', note, async (tx, refund, step) => {
          const channel = (await findOrder(tx, refund.order_id))?.channel;
          return channel && channel !== 'pos'
            ? declareOutcome(tx, context, refund, channel, outcome, step)
            : failed('LT-2508');
        });
        return changed.ok ? reply.send(changed.value) : sendProblem(reply, changed.error);
      },
    });

    const again = refundRoutes.askAboutRefund;
    app.route({
      ...contractRoute(again, 'portal'),
      preValidation: gate.require('refunds.request'),
      handler: async (request, reply) => {
        const changed = await change(request, request.params.refundId, 'ask-about-refund', '', (tx, refund) =>
          askNow(tx, refund, clock.now()),
        );
        return changed.ok ? reply.send(changed.value) : sendProblem(reply, changed.error);
      },
    });
  };
}

/** One step of a staff member on a refund of their communities: done and audited in one transaction. */
function changer(admin: AdminContext) {
  return async (
    request: FastifyRequest,
    refundId: string,
    action: AuditEntry['action'],
    note: string,
    work: Change,
  ): Promise<Result<RefundDetail>> => {
    const { storage, newId, gate } = admin;
    const seen = await admin
      .booksOf(request)
      .refunds()
      .select('refund.refund_id')
      .where('refund.refund_id', '=', refundId)
      .executeTakeFirst();
    if (!seen) return failed(NOT_FOUND.code);
    const actor = staffActor(gate.staffOf(request).staffId);
    const result = await storage.transact(async (tx) => {
      const refund = await findRefund(tx, refundId);
      if (!refund) return failed('LT-2501');
      const changed = await work(tx, refund, { actor, note });
      const entry = { action, subject: `refund:${refundId}`, result: 'ok' };
      if (changed.ok) await recordAudit(tx, newId, entryOf(admin, request, entry));
      return changed;
    });
    return answer(admin, request, refundId, result, action);
  };
}

/** A refusal is audited too: who tried to approve their own refund is worth knowing. */
async function answer(
  admin: AdminContext,
  request: FastifyRequest,
  refundId: string,
  result: Result<RefundRow>,
  action: AuditEntry['action'],
): Promise<Result<RefundDetail>> {
  if (!result.ok) {
    await admin.audit(request, { action, subject: `refund:${refundId}`, result: result.error.code });
    return result;
  }
  const detail = await detailFor(admin, request, refundId);
  return detail ? ok(detail) : failed(NOT_FOUND.code);
}

function entryOf(
  { clock, gate }: AdminContext,
  request: FastifyRequest,
  entry: Pick<AuditEntry, 'action' | 'subject' | 'result'>,
): AuditEntry {
  return { ...entry, staffId: gate.staffOf(request).staffId, at: clock.now(), address: request.ip };
}

async function detailFor(
  admin: AdminContext,
  request: FastifyRequest,
  refundId: string,
): Promise<RefundDetail | undefined> {
  const { storage, gate } = admin;
  const view = await refundView(admin.booksOf(request), refundId);
  const row = view && (await findRefund(storage.db, refundId));
  if (!row) return undefined;
  const { staffId, permissions } = gate.staffOf(request);
  const steps = await stepsOfRefund(storage.db, refundId);
  const approvers = steps.filter(({ kind }) => kind === 'approved').map(({ actor }) => actor);
  return { ...view, actions: actionsFor(row, { actor: staffActor(staffId), permissions }, approvers) };
}
