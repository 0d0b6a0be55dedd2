import { fen } from '@louting/common/money';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { type AnomalyRow, exceptionsRoutes } from '../../contract/exceptions-api.ts';
import type { ScopedBooks } from '../admin-views/scope.ts';
import { recordAudit } from '../staff/audit-trail.ts';
import { reviewAnomaly } from './anomalies.store.ts';

/** The log of unusual payments and bills: found at, cause, action, who. */
export const anomaliesAdminPart: AdminPart = (admin) => async (plugin) => {
  const app = plugin.withTypeProvider<ZodTypeProvider>();
  const { storage, clock, newId, gate } = admin;
  const { anomalies, reviewAnomaly: review } = exceptionsRoutes;

  app.route({
    ...contractRoute(anomalies, 'portal'),
    preValidation: gate.require('exceptions.view'),
    handler: async (request) => {
      const { communityId, rule, reviewed, page, pageSize } = request.query;
      let selected = admin.booksOf(request, communityId).anomalies();
      if (rule) selected = selected.where('anomaly.rule', '=', rule);
      if (reviewed) selected = selected.where('anomaly.reviewed_at', reviewed === 'yes' ? 'is not' : 'is', null);
      const { total } = await selected.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = await withColumns(selected)
        .orderBy('anomaly.found_at', 'desc')
        .orderBy('anomaly.anomaly_id')
        .limit(pageSize)
        .offset((page - 1) * pageSize)
        .execute();
      return { rows: rows.map(anomalyRow), total };
    },
  });

  app.route({
    ...contractRoute(review, 'portal'),
    preValidation: gate.require('exceptions.resolve'),
    handler: async (request, reply) => {
      const { anomalyId } = request.params;
      const seen = await admin
        .booksOf(request)
        .anomalies()
        .select('anomaly.anomaly_id')
        .where('anomaly.anomaly_id', '=', anomalyId)
        .executeTakeFirst();
      if (!seen) return sendProblem(reply, { code: 'LT-9002' });
      const { staffId } = gate.staffOf(request);
      const at = clock.now();
      await storage.transact(async (tx) => {
        const first = await reviewAnomaly(tx, { anomalyId, staffId, at, ...request.body });
        if (!first) return;
        const about = { at, staffId, address: request.ip, subject: `anomaly:${anomalyId}` };
        await recordAudit(tx, newId, { ...about, action: 'review-anomaly', result: 'ok' });
      });
      return reply.send({});
    },
  });
};

function withColumns(anomalies: ReturnType<ScopedBooks['anomalies']>) {
  return anomalies
    .select(['anomaly.anomaly_id', 'anomaly.rule', 'anomaly.amount_fen', 'anomaly.found_at', 'anomaly.confirmed_at'])
    .select(['anomaly.cause', 'anomaly.action', 'anomaly.reviewed_at', 'reviewer.name as reviewer_name'])
    .select(['community.name_zh', 'community.name_en', 'room.room_id', 'room.label', 'kiosk.number'])
    .select(['anomaly.order_id', 'payment_order.reference', 'payment_order.state as order_state'])
    .select(['anomaly.bill_id', 'bill.period_from', 'bill.period_to'])
    .select(['charge_item.name_zh as item_zh', 'charge_item.name_en as item_en']);
}

type Columns = Awaited<ReturnType<ReturnType<typeof withColumns>['executeTakeFirstOrThrow']>>;

function anomalyRow(row: Columns): AnomalyRow {
  const { bill_id: billId, period_from: periodFrom, period_to: periodTo, item_zh: zh, item_en: en } = row;
  const hasBill = billId !== null && periodFrom !== null && periodTo !== null && zh !== null && en !== null;
  return {
    anomalyId: row.anomaly_id,
    rule: row.rule,
    amountFen: fen(row.amount_fen),
    foundAt: row.found_at,
    communityName: { 'zh-CN': row.name_zh, en: row.name_en },
    roomId: row.room_id,
    roomLabel: row.label,
    ...(row.number !== null && { kioskNumber: row.number }),
    ...(row.order_id !== null && { orderId: row.order_id }),
    ...(row.reference !== null && { reference: row.reference }),
    ...(row.order_state !== null && { orderState: row.order_state }),
    ...(hasBill && { bill: { billId, itemName: { 'zh-CN': zh, en }, periodFrom, periodTo } }),
    ...(row.confirmed_at !== null && { confirmedAt: row.confirmed_at }),
    ...(row.cause !== null && { cause: row.cause }),
    ...(row.action !== null && { action: row.action }),
    ...(row.reviewer_name !== null && { reviewedBy: row.reviewer_name }),
    ...(row.reviewed_at !== null && { reviewedAt: row.reviewed_at }),
  };
}
