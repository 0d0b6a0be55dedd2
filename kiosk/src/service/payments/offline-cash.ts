import { businessDate } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import { fen } from '@louting/common/money';
import type { PaymentOrder } from '@louting/server/contract/kiosk-api';
import { orderReference } from '@louting/server/contract/order-reference';
import {
  isUncertain,
  type OfflineAllowance,
  type OpenedOrder,
  type OrderDraft,
  type RecoveredPayment,
} from '../../flows/effects.ts';
import { overAllowance } from '../../flows/methods.ts';
import type { IntentClosing, NewIntent, StoredIntent } from '../journal/intents.ts';
import { record, type PaymentWorld } from './payment-world.ts';

/** Cash for shown bills while the server cannot be reached: journaled here, told and booked when it is back. */

export function wasOffline({ journal }: PaymentWorld, orderId: string): boolean {
  return journal.intentsOf(orderId).some(({ kind }) => kind === 'offline-cash');
}

/** Counted from the journal, so that a restart forgets nothing; a note whose fate is open counts as taken. */
export function offlineAllowance(world: PaymentWorld, sessionId: string): OfflineAllowance {
  const { enabled, perSessionFen, perDayFen } = world.kiosk().offlineCash;
  const orders = world.journal.offlineCashSince(startOfBusinessDay(world.clock.now())).map(({ subject, payload }) => ({
    sessionId: payload.sessionId,
    takenFen: takenFor(world, subject),
  }));
  const sum = (of: typeof orders) => of.reduce((total, { takenFen }) => total + takenFen, 0);
  const ofSession = orders.filter((order) => order.sessionId === sessionId);
  return {
    enabled,
    sessionLeftFen: Math.max(0, perSessionFen - sum(ofSession)),
    dayLeftFen: Math.max(0, perDayFen - sum(orders)),
  };
}

function takenFor({ journal }: PaymentWorld, orderId: string): number {
  return journal.intentsOf(orderId).reduce((total, intent) => {
    if (intent.kind !== 'stack' || intent.outcome?.note === 'returned') return total;
    return total + intent.payload.denominationFen;
  }, 0);
}

/** Shanghai has kept UTC+8 without summer time since 1991. */
function startOfBusinessDay(at: number): number {
  return Date.parse(`${businessDate(at)}T00:00:00+08:00`);
}

/**
 * Lets an order begin without the server. The intent is on the disk before the acceptor may open.
 * @param open intents to be written with it, when the order itself is new
 * @returns LT-5001 not allowed, LT-5006 and LT-5007 above what may be taken, LT-5002 and LT-5003 of the journal
 */
export function beginOffline(
  world: PaymentWorld,
  orderId: string,
  draft: OrderDraft,
  begin: { readonly since: number; readonly open: readonly NewIntent[] },
): OpenedOrder {
  const allowance = offlineAllowance(world, draft.sessionId);
  const mayTake = allowance.enabled && draft.method === 'cash' && draft.purpose === 'bills';
  if (!mayTake) return { orderId, result: failed('LT-5001') };
  const over = overAllowance(draft.amountFen, allowance, world.kiosk().acceptedNotes);
  if (over) return { orderId, result: failed(over) };

  const payload = { sessionId: draft.sessionId, since: begin.since };
  const intent: NewIntent = { id: world.newId(), kind: 'offline-cash', subject: orderId, payload };
  const written = record(world, { open: [intent, ...begin.open] });
  if (!written.ok) return { orderId, result: written };
  world.log.warn({ orderId }, 'server not reached: cash is taken and booked later');
  const order: PaymentOrder = {
    orderId,
    state: 'PENDING',
    method: 'cash',
    amountFen: draft.amountFen,
    reference: orderReference(orderId),
  };
  const leftFen = fen(Math.min(allowance.sessionLeftFen, allowance.dayLeftFen));
  return { orderId, result: ok(order), offline: { leftFen } };
}

/**
 * Tells the server of an order it may never have heard of, under the same id, and journals that it knows it.
 * A failure that `isUncertain` leaves that open; any other is the server's refusal: staff settle it by the slip.
 */
export async function tellOfflineOrder(world: PaymentWorld, orderId: string): Promise<Result<PaymentOrder>> {
  const intents = world.journal.intentsOf(orderId);
  const order = intents.find((intent) => intent.kind === 'order');
  const offline = intents.find((intent) => intent.kind === 'offline-cash');
  if (order?.kind !== 'order' || offline?.kind !== 'offline-cash') throw new Error(`${orderId} was not begun off line`);
  const takenOffline = { since: offline.payload.since, openedAt: order.openedAt };
  const told = await world.server.createPaymentOrder({ orderId, ...order.payload, takenOffline });
  if (told.ok) {
    const outcome = { registered: told.value.state };
    record(world, { close: [{ id: offline.id, kind: 'offline-cash', outcome }] });
  } else if (!isUncertain(told.error)) {
    const { code } = told.error;
    world.log.error({ orderId, code }, 'server refuses an order whose cash is inside');
    const settlements = intents.flatMap((intent): IntentClosing[] =>
      intent.kind === 'settlement' ? [{ id: intent.id, kind: 'settlement', outcome: { refused: code } }] : [],
    );
    record(world, {
      close: [
        { id: offline.id, kind: 'offline-cash', outcome: { refused: code } },
        ...settlements,
        { id: orderId, kind: 'order', outcome: { order: 'REFUSED', code } },
      ],
    });
  }
  return told;
}

/** An order with an end is no longer waited for, even when nothing had to be told. */
export function offlineEnded(intents: readonly StoredIntent[], registered: string): IntentClosing[] {
  return intents
    .filter(({ kind, outcome }) => kind === 'offline-cash' && outcome === undefined)
    .map(({ id }) => ({ id, kind: 'offline-cash', outcome: { registered } }));
}

/** Receipts of these orders that wait for their owner's card. One that may be in a hand already is not among them. */
export async function receiptsToCollect(
  world: PaymentWorld,
  orderIds: readonly string[],
): Promise<readonly RecoveredPayment[]> {
  const owed: RecoveredPayment[] = [];
  for (const orderId of orderIds) {
    if (!waitsForItsOwner(world, orderId)) continue;
    const answer = await world.server.watchPaymentOrder(orderId, { waitMs: 0, signal: world.stopping });
    if (answer.ok && answer.value.receipt) owed.push({ orderId, receipt: answer.value.receipt, print: 'first' });
  }
  return owed;
}

function waitsForItsOwner({ journal }: PaymentWorld, orderId: string): boolean {
  const intents = journal.intentsOf(orderId);
  const waits = intents.some((intent) => intent.kind === 'receipt' && intent.outcome?.receipt === 'to-collect');
  const printed = intents.some(
    (intent) => intent.kind === 'print' && intent.payload.form === 'receipt' && intent.outcome?.print !== 'failed',
  );
  return waits && !printed;
}
