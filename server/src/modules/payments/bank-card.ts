import { businessDate } from '@louting/common/clock';
import { fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { BankCardReport } from '../../contract/bank-card-api.ts';
import { FINAL_ORDER_STATES } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import type { KioskIdentity } from '../kiosks/kiosks.store.ts';
import { learnAndTell, leaveOpen } from './learnt.ts';
import { chosenBills, findOrder, lockBills, moveOrder, type OrderRow } from './orders.store.ts';
import type { PaymentsContext } from './payments-context.ts';

/** How long the bills of an unknown outcome stay locked: until the acquirer's file of the day after is there. */
const UNKNOWN_LOCK_MS = 48 * 3_600_000;

type Approved = Extract<BankCardReport, { outcome: 'approved' }>;

/** Retrieval reference numbers come again with the years; with their business date they do not. */
export function cardTransactionId(reference: string, paidAt: number): string {
  return `${businessDate(paidAt).replaceAll('-', '')}-${reference}`;
}

/**
 * What the kiosk learnt from its terminal about the sale of an order. Booked once, however often it is told; money is
 * booked whatever the order says by now.
 * @returns LT-2109, LT-2111 no order of a bank card, LT-2203 amount differs or a second payment (staff are told)
 */
export async function reportBankCard(
  context: PaymentsContext,
  kiosk: KioskIdentity,
  orderId: string,
  report: BankCardReport,
): Promise<Result<OrderRow>> {
  const order = await findOrder(context.storage.db, orderId);
  if (order?.kiosk_id !== kiosk.kioskId) return failed('LT-2109');
  if (order.method !== 'bank-card') return failed('LT-2111');
  if (report.outcome === 'approved') return approve(context, order, report);
  if (report.outcome === 'unknown') return markUnknown(context, order);
  const failure = { code: report.code };
  const told = await learnAndTell(context, orderId, {
    channel: 'pos',
    outcome: ok({ state: 'refused', failure }),
    from: 'query',
  });
  return told.result;
}

async function approve(context: PaymentsContext, order: OrderRow, report: Approved): Promise<Result<OrderRow>> {
  // Written down first, in a step of its own: what a terminal said is kept also where it cannot be booked.
  await context.storage.transact((tx) => keepCard(tx, order.order_id, report, context.clock.now()));
  const paidAt = Math.min(report.paidAt, context.clock.now());
  const outcome = ok({
    state: 'paid',
    transactionId: cardTransactionId(report.reference, report.paidAt),
    amountFen: fen(report.amountFen),
    paidAt,
  } as const);
  return (await learnAndTell(context, order.order_id, { channel: 'pos', outcome, from: 'query' })).result;
}

async function keepCard(tx: Transaction<Database>, orderId: string, report: Approved, now: number): Promise<void> {
  await tx
    .insertInto('bank_card_payment')
    .values({
      order_id: orderId,
      terminal_id: report.terminalId,
      reference: report.reference,
      authorisation: report.authorisation ?? null,
      card_masked: report.cardMasked ?? null,
      batch: report.batch ?? null,
      trace: report.trace ?? null,
      paid_at: report.paidAt,
      reported_at: now,
    })
    .onConflict((conflict) => conflict.column('order_id').doNothing())
    .execute();
}

/** Nobody may pay these bills another way while a card may have paid them. */
async function markUnknown(context: PaymentsContext, order: OrderRow): Promise<Result<OrderRow>> {
  const left = await context.storage.transact(async (tx) => {
    const current = (await findOrder(tx, order.order_id)) ?? order;
    if (FINAL_ORDER_STATES.has(current.state) || current.state === 'UNKNOWN') return current;
    const now = context.clock.now();
    const billIds = chosenBills(current).map(({ billId }) => billId);
    if (billIds.length > 0) await lockBills(tx, current.order_id, billIds, now, now + UNKNOWN_LOCK_MS);
    return leaveOpen(tx, context, current, 'the terminal does not tell yet');
  });
  context.watch.changed(order.order_id);
  return ok(left);
}

/** Nobody but its kiosk can ask the terminal: the server waits, and a person looks when it takes long. */
export function waitForKiosk(context: PaymentsContext, order: OrderRow): Promise<Result<OrderRow>> {
  return context.storage.transact(async (tx) => {
    const current = (await findOrder(tx, order.order_id)) ?? order;
    if (FINAL_ORDER_STATES.has(current.state)) return ok(current);
    return ok(await leaveOpen(tx, context, current, 'the kiosk does not tell what its terminal did'));
  });
}

/** The kiosk says that no money moved, and its word is signed: it closes an order only when its terminal has said so. */
export function closeUnsold(tx: Transaction<Database>, order: OrderRow): Promise<OrderRow> {
  return moveOrder(tx, order, 'closed');
}
