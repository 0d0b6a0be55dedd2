import { fen } from '@louting/common/money';
import { sql } from 'kysely';
import type { z } from 'zod';
import { orderReference } from '../../contract/order-reference.ts';
import type {
  RefundAnomaly,
  RefundDetail,
  RefundRow,
  RefundsQuerySchema,
  refundRoutes,
} from '../../contract/refunds-api.ts';
import type { ScopedBooks } from '../admin-views/scope.ts';
import { contains } from '../admin-views/search.ts';
import { expectedArrival } from './refund-rules.ts';

type RefundsQuery = z.output<typeof RefundsQuerySchema>;
type RefundsPage = z.output<typeof refundRoutes.refunds.response>;

/** Refunds that have not ended: nobody is done with them. */
const OPEN = sql<boolean>`refund.state in ('REQUESTED', 'APPROVING', 'APPROVED', 'PROCESSING', 'UNKNOWN')
  or (refund.state = 'FAILED' and refund.returned_entry_id is null)`;

/** A page of refunds, those that wait for a person longest first, and the totals of the whole selection. */
export async function listRefunds(books: ScopedBooks, query: RefundsQuery, now: number): Promise<RefundsPage> {
  const selected = selection(books, query, now);
  const totals = await selected
    .select([
      sql<number>`count(*)`.as('total'),
      sql<number>`coalesce(sum(case when ${OPEN} then refund.amount_fen else 0 end), 0)`.as('openFen'),
      sql<number>`coalesce(sum(case when ${OPEN} then 1 else 0 end), 0)`.as('open'),
      sql<number>`coalesce(sum(case when refund.due_at <= ${now} then 1 else 0 end), 0)`.as('overdue'),
      sql<number>`coalesce(sum(case when refund.state = 'SUCCEEDED' then refund.amount_fen else 0 end), 0)`.as(
        'paidFen',
      ),
    ])
    .executeTakeFirstOrThrow();
  const rows = await withColumns(selected)
    .orderBy(sql`case when refund.due_at is null then 1 else 0 end`)
    .orderBy('refund.due_at')
    .orderBy('refund.requested_at', 'desc')
    .orderBy('refund.refund_id')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute();
  return {
    rows: rows.map(refundRow),
    total: totals.total,
    totals: {
      openFen: fen(totals.openFen),
      open: totals.open,
      overdue: totals.overdue,
      paidFen: fen(totals.paidFen),
    },
  };
}

export async function refundsOfOrder(books: ScopedBooks, orderId: string): Promise<RefundRow[]> {
  const rows = await withColumns(books.refunds().where('refund.order_id', '=', orderId))
    .orderBy('refund.requested_at', 'desc')
    .execute();
  return rows.map(refundRow);
}

/** @returns undefined when there is no such refund in the communities of the scope */
export async function refundView(
  books: ScopedBooks,
  refundId: string,
): Promise<Omit<RefundDetail, 'actions'> | undefined> {
  const row = await withColumns(books.refunds().where('refund.refund_id', '=', refundId)).executeTakeFirst();
  if (!row) return undefined;
  const parts = await books
    .refundParts()
    .where('refund_part.refund_id', '=', refundId)
    .select(['refund_part.source', 'refund_part.amount_fen', 'bill.period_from', 'bill.period_to'])
    .select(['charge_item.name_zh', 'charge_item.name_en'])
    .orderBy('refund_part.part_number')
    .execute();
  const steps = await books
    .refundSteps()
    .where('refund_step.refund_id', '=', refundId)
    .select(['refund_step.kind', 'refund_step.at', 'refund_step.note', 'staff.name'])
    .orderBy('refund_step.at')
    .orderBy('refund_step.step_id')
    .execute();
  return {
    ...refundRow(row),
    parts: parts.map((part) => ({
      source: part.source,
      amountFen: fen(part.amount_fen),
      ...(part.name_zh !== null && part.name_en !== null && { itemName: { 'zh-CN': part.name_zh, en: part.name_en } }),
      ...(part.period_from !== null && { periodFrom: part.period_from }),
      ...(part.period_to !== null && { periodTo: part.period_to }),
    })),
    steps: steps.map((step) => ({
      kind: step.kind,
      at: step.at,
      note: step.note,
      ...(step.name !== null && { by: step.name }),
    })),
  };
}

function selection(books: ScopedBooks, query: RefundsQuery, now: number) {
  let refunds = books.refunds();
  if (query.state) refunds = refunds.where('refund.state', '=', query.state);
  if (query.waiting) refunds = refunds.where('refund.due_at', 'is not', null);
  if (query.waiting === 'overdue') refunds = refunds.where('refund.due_at', '<=', now);
  const words = query.search?.trim();
  if (!words) return refunds;
  return refunds.where((eb) =>
    eb.or([
      contains(eb.ref('payment_order.reference'), words),
      contains(eb.ref('room.code'), words),
      contains(eb.ref('room.label'), words),
      contains(eb.ref('refund.channel_refund_id'), words),
    ]),
  );
}

function withColumns(refunds: ReturnType<ScopedBooks['refunds']>) {
  return refunds
    .select(['refund.refund_id', 'refund.order_id', 'refund.state', 'refund.route', 'refund.amount_fen'])
    .select(['refund.reason', 'refund.note', 'refund.requested_at', 'refund.approvals_needed', 'refund.anomalies'])
    .select(['refund.due_at', 'refund.escalated_at', 'refund.returned_entry_id', 'refund.paid_at', 'refund.sent_at'])
    .select(['refund.failure_code', 'refund.failure_detail', 'refund.taken_at'])
    .select(['payment_order.reference', 'payment_order.method', 'payment_order.payer_masked'])
    .select(['room.room_id', 'room.code', 'room.label', 'community.name_zh', 'community.name_en'])
    .select('staff.name as requested_by_name')
    .select((eb) =>
      eb
        .selectFrom('refund_step')
        .whereRef('refund_step.refund_id', '=', 'refund.refund_id')
        .where('refund_step.kind', '=', 'approved')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .as('approvals'),
    );
}

type RefundColumns = Awaited<ReturnType<ReturnType<typeof withColumns>['executeTakeFirstOrThrow']>>;

function refundRow(row: RefundColumns): RefundRow {
  const onItsWay = row.sent_at ?? row.taken_at;
  const arrives = row.route === 'original' && row.state !== 'FAILED';
  return {
    refundId: row.refund_id,
    reference: orderReference(row.refund_id),
    orderId: row.order_id,
    orderReference: row.reference,
    state: row.state,
    route: row.route,
    method: row.method,
    amountFen: fen(row.amount_fen),
    reason: row.reason,
    note: row.note,
    communityName: { 'zh-CN': row.name_zh, en: row.name_en },
    roomId: row.room_id,
    roomCode: row.code,
    roomLabel: row.label,
    payerMasked: row.payer_masked,
    ...(row.requested_by_name !== null && { requestedBy: row.requested_by_name }),
    requestedAt: row.requested_at,
    approvalsNeeded: row.approvals_needed,
    approvals: row.approvals ?? 0,
    anomalies: JSON.parse(row.anomalies) as RefundAnomaly[],
    ...(row.due_at !== null && { dueAt: row.due_at }),
    escalated: row.escalated_at !== null,
    returned: row.returned_entry_id !== null,
    ...(row.paid_at !== null && { paidAt: row.paid_at }),
    ...(arrives && onItsWay !== null && { expectedBy: expectedArrival(onItsWay) }),
    ...(row.failure_code !== null && { failureCode: row.failure_code }),
    ...(row.failure_detail !== null && { failureDetail: row.failure_detail }),
  };
}
