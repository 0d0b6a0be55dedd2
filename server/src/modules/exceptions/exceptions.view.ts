import { fen } from '@louting/common/money';
import { sql } from 'kysely';
import type { z } from 'zod';
import {
  type ExceptionDetail,
  type ExceptionRow,
  type ExceptionsPageSchema,
  type exceptionsRoutes,
  type HistoryStep,
  ResolutionSchema,
} from '../../contract/exceptions-api.ts';
import type { ScopedBooks } from '../admin-views/scope.ts';
import { contains } from '../admin-views/search.ts';
import { kindOf } from './exceptions.ts';
import { findingOf } from './finding.ts';

type Query = z.output<typeof exceptionsRoutes.exceptions.query>;

/** A page of cases, those past their deadline first, then by deadline; settled ones newest first. */
export async function listExceptions(books: ScopedBooks, query: Query): Promise<z.output<typeof ExceptionsPageSchema>> {
  const inCommunity = books.exceptions();
  const selected = matching(inCommunity, query);
  const totals = await selected
    .groupBy('payment_exception.state')
    .select((eb) => [
      'payment_exception.state',
      eb.fn.countAll<number>().as('count'),
      eb.fn.sum<number>('payment_exception.amount_fen').as('amount'),
    ])
    .execute();
  const codes = await inCommunity
    .select('payment_exception.code')
    .distinct()
    .orderBy('payment_exception.code')
    .execute();
  const { state } = query;
  const ofState =
    state === undefined
      ? selected
      : state === 'unresolved'
        ? selected.where('payment_exception.state', '<>', 'RESOLVED')
        : selected.where('payment_exception.state', '=', state);
  const rows = await withColumns(ofState)
    .orderBy((eb) => eb.case().when('payment_exception.state', '=', 'RESOLVED').then(1).else(0).end())
    .orderBy((eb) => eb.fn.coalesce('payment_exception.resolved_at', eb.lit(0)), 'desc')
    .orderBy('payment_exception.deadline_at')
    .orderBy('payment_exception.exception_id')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute();
  const counts = totals.filter(
    (one) => state === undefined || (state === 'unresolved' ? one.state !== 'RESOLVED' : one.state === state),
  );
  return {
    rows: rows.map(exceptionRow),
    total: counts.reduce((sum, one) => sum + one.count, 0),
    totals: totals.map((one) => ({ state: one.state, count: one.count, amountFen: fen(one.amount) })),
    codes: codes.map((row) => row.code),
  };
}

/** @returns undefined when there is no such case in the communities of the scope */
export async function exceptionDetail(books: ScopedBooks, exceptionId: string): Promise<ExceptionDetail | undefined> {
  const one = books.exceptions().where('payment_exception.exception_id', '=', exceptionId);
  const row = await withColumns(one).executeTakeFirst();
  if (!row) return undefined;
  const facts = await one
    .leftJoin('payment', 'payment.order_id', 'payment_exception.order_id')
    .select(['payment_order.created_at', 'payment_order.charged_at', 'payment_order.close_requested_at'])
    .select(['payment_order.paid_at', 'payment_order.resolve_at', 'payment_order.resolve_attempts'])
    .select(['payment_order.amount_fen', 'payment.booked_at', 'payment.received_fen'])
    .select('payment_exception.escalated_at')
    .executeTakeFirstOrThrow();
  const handled = await one
    .innerJoin('audit_event', (join) =>
      join.on((eb) =>
        eb('audit_event.subject', '=', eb.val(`payment_exception:${exceptionId}`)).and('audit_event.action', 'in', [
          'take-exception',
          'release-exception',
        ]),
      ),
    )
    .leftJoin('staff', (join) =>
      join.on((eb) => eb('audit_event.actor', '=', sql<string>`'staff:' || ${sql.ref('staff.staff_id')}`)),
    )
    .select(['audit_event.at', 'audit_event.action', 'staff.name'])
    .execute();
  const references = [row.order_id, exceptionId].flatMap((id) => id ?? []);
  const postings = await books
    .ledgerLines()
    .where('ledger_entry.reference', 'in', references)
    .select(['ledger_entry.occurred_at', 'ledger_entry.event', 'ledger_line.account_code', 'name_zh', 'name_en'])
    .select(['debit_fen', 'credit_fen'])
    .orderBy('ledger_entry.occurred_at')
    .orderBy('ledger_entry.entry_id')
    .orderBy('ledger_line.line_number')
    .execute();
  const steps: (HistoryStep | undefined)[] = [
    step('order-created', facts.created_at, facts.amount_fen),
    step('code-charged', facts.charged_at),
    step('close-asked', facts.close_requested_at),
    step('money-taken', facts.paid_at),
    step('money-booked', facts.booked_at, facts.received_fen),
    step('raised', row.raised_at, row.exception_amount),
    ...handled.map((event) => ({
      at: event.at,
      step: event.action === 'take-exception' ? ('assigned' as const) : ('released' as const),
      ...(event.name !== null && { by: event.name }),
    })),
    step('escalated', facts.escalated_at),
    row.resolved_at === null
      ? undefined
      : { at: row.resolved_at, step: 'resolved', ...(row.resolver_name !== null && { by: row.resolver_name }) },
  ];
  return {
    ...exceptionRow(row),
    history: steps.flatMap((one) => one ?? []).sort((a, b) => a.at - b.at),
    postings: postings.map((line) => ({
      at: line.occurred_at,
      event: line.event,
      accountCode: line.account_code,
      accountName: { 'zh-CN': line.name_zh, en: line.name_en },
      debitFen: fen(line.debit_fen),
      creditFen: fen(line.credit_fen),
    })),
    ...(facts.resolve_at !== null && { askedAgainAt: facts.resolve_at }),
    ...(facts.resolve_attempts !== null && { attempts: facts.resolve_attempts }),
  };
}

function step(name: HistoryStep['step'], at: number | null, amount?: number | null): HistoryStep | undefined {
  if (at === null) return undefined;
  return { at, step: name, ...(typeof amount === 'number' && { amountFen: fen(amount) }) };
}

function matching(exceptions: ReturnType<ScopedBooks['exceptions']>, query: Query) {
  let selected = exceptions;
  if (query.code) selected = selected.where('payment_exception.code', '=', query.code);
  const words = query.search?.trim();
  if (!words) return selected;
  return selected.where((eb) =>
    eb.or([
      contains(eb.ref('payment_order.reference'), words),
      contains(eb.ref('payment_order.channel_transaction_id'), words),
      contains(eb.ref('payment_exception.detail'), words),
      contains(eb.ref('room.code'), words),
      contains(eb.ref('room.label'), words),
    ]),
  );
}

function withColumns(exceptions: ReturnType<ScopedBooks['exceptions']>) {
  return exceptions
    .leftJoin('staff as resolver', (join) =>
      join.on((eb) =>
        eb('payment_exception.resolved_by', '=', sql<string>`'staff:' || ${sql.ref('resolver.staff_id')}`),
      ),
    )
    .leftJoin('staff as asker', (join) =>
      join.on((eb) =>
        eb('payment_exception.write_off_asked_by', '=', sql<string>`'staff:' || ${sql.ref('asker.staff_id')}`),
      ),
    )
    .select(['asker.name as asker_name', 'payment_exception.write_off_asked_at'])
    .select(['payment_exception.exception_id', 'payment_exception.code', 'payment_exception.state', 'detail'])
    .select(['payment_exception.amount_fen as exception_amount', 'raised_at', 'deadline_at', 'resolution', 'note'])
    .select(['payment_exception.resolved_at', 'payment_exception.channel', 'payment_exception.order_id'])
    .select(['community.name_zh', 'community.name_en', 'room.room_id', 'room.label', 'kiosk.number'])
    .select(['payment_order.reference', 'payment_order.state as order_state', 'payment_order.method'])
    .select(['owner.staff_id as owner_id', 'owner.name as owner_name', 'resolver.name as resolver_name']);
}

type Columns = Awaited<ReturnType<ReturnType<typeof withColumns>['executeTakeFirstOrThrow']>>;

function exceptionRow(row: Columns): ExceptionRow {
  const resolution = ResolutionSchema.safeParse(row.resolution);
  return {
    exceptionId: row.exception_id,
    code: row.code,
    state: row.state,
    amountFen: fen(row.exception_amount),
    detail: row.detail,
    finding: findingOf(row.detail),
    raisedAt: row.raised_at,
    deadlineAt: row.deadline_at,
    resolutions: row.state === 'RESOLVED' ? [] : [...kindOf(row.code).resolutions],
    ...(row.name_zh !== null && row.name_en !== null && { communityName: { 'zh-CN': row.name_zh, en: row.name_en } }),
    ...(row.room_id !== null && row.label !== null && { roomId: row.room_id, roomLabel: row.label }),
    ...(row.number !== null && { kioskNumber: row.number }),
    ...(row.order_id !== null && { orderId: row.order_id }),
    ...(row.reference !== null && { reference: row.reference }),
    ...(row.order_state !== null && { orderState: row.order_state }),
    ...(row.method !== null && { method: row.method }),
    ...(row.channel !== null && { channel: row.channel }),
    ...(row.owner_id !== null &&
      row.owner_name !== null && { assignedTo: { staffId: row.owner_id, name: row.owner_name } }),
    ...(row.write_off_asked_at !== null &&
      row.resolved_at === null && { writeOffAsked: { name: row.asker_name ?? '', at: row.write_off_asked_at } }),
    ...(resolution.success && { resolution: resolution.data }),
    ...(row.resolved_at !== null && { resolvedAt: row.resolved_at }),
    ...(row.resolver_name !== null && { resolvedBy: row.resolver_name }),
    ...(row.note !== null && { note: row.note }),
  };
}
