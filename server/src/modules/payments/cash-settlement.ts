import { addFen, type Fen, subtractFen, ZERO_FEN } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { CashSettlementRequest, Receipt } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import { isOneOf } from '../../storage/lists.ts';
import { statement } from '../../storage/statement.ts';
import { runTogether } from '../../storage/together.ts';
import { joinOrphans } from '../cash/join-orphans.store.ts';
import { explainByLatePayout } from '../cash/hoppers/late-payouts.store.ts';
import { kiosksCountedSince, moveLateNotes } from '../cash/late-notes.store.ts';
import { ACCEPTED_CASH } from '../kiosks/kiosks.ts';
import type { KioskIdentity } from '../kiosks/kiosks.store.ts';
import { bookPayments } from './booking.ts';
import { tellOfLimits } from './late-orders.ts';
import { findOrder, findOrders, moveOrder, type OrderRow, raiseException } from './orders.store.ts';
import type { PaymentsContext } from './payments-context.ts';

export interface Settled {
  readonly order: OrderRow;
  /** Absent when no note could be credited, or the receipt stands in the books already. */
  readonly receipt?: Receipt;
}

/**
 * Books the notes of a cash order exactly once. Cash in the box is money whatever the order says, so an order that was
 * closed meanwhile is booked all the same. Notes in doubt are written down without credit (LT-2302).
 * @returns LT-2109, LT-2111 not a cash order, LT-2301 notes contradict each other or what is booked (staff are told)
 */
export async function settleCash(
  context: PaymentsContext,
  kiosk: KioskIdentity,
  orderId: string,
  request: CashSettlementRequest,
): Promise<Result<Settled>> {
  const contradiction = contradictionIn(request);
  if (contradiction !== undefined) return failed('LT-2301', contradiction);
  context.failPoints.hit('cash-settlement.book.before');
  const settled = await settle(context, { kiosk, orderId, request });
  context.failPoints.hit('cash-settlement.book.after');
  context.watch.changed(orderId);
  return settled;
}

interface Ask {
  readonly kiosk: KioskIdentity;
  readonly orderId: string;
  readonly request: CashSettlementRequest;
}

const settle = runTogether({ name: 'cash settlements', together: settleOrdinary, alone: settleAny });

async function settleAny(tx: Transaction<Database>, context: PaymentsContext, ask: Ask): Promise<Result<Settled>> {
  const { kiosk, orderId, request } = ask;
  const order = await findOrder(tx, orderId);
  if (order?.kiosk_id !== kiosk.kioskId) return failed('LT-2109');
  if (order.method !== 'cash') return failed('LT-2111');
  const differs = differsFromBooks(order, request, await knownNotes(tx, [ask]));
  if (differs !== undefined) return refuse(tx, context, order, request, differs);
  if (order.state === 'SUCCEEDED') return ok({ order });
  await writeDoubts(tx, context, order, request);
  if (request.notes.length === 0) {
    const doubt = { failure_code: 'LT-2302', failure_detail: null } as const;
    return ok({ order: await moveOrder(tx, order, 'closed', doubt) });
  }
  const [booked] = await bookNotes(tx, context, [{ order, request }]);
  if (!booked) throw new Error(`order ${orderId} was not booked`);
  await tellOfLimits(tx, context, order);
  return ok(booked);
}

/** The first settlement of orders that stand as they should; all others are undefined, for `settleAny`. */
async function settleOrdinary(
  tx: Transaction<Database>,
  context: PaymentsContext,
  asks: readonly Ask[],
): Promise<(Result<Settled> | undefined)[]> {
  const orders = await findOrders(
    tx,
    asks.map(({ orderId }) => orderId),
  );
  const seen = new Set<string>();
  const ordinary = new Map<Ask, Settlement>();
  for (const ask of asks) {
    const { kiosk, orderId, request } = ask;
    const order = orders.get(orderId);
    const fresh = !seen.has(orderId) && request.notes.every(({ noteId }) => !seen.has(noteId));
    const certain = request.notes.length > 0 && request.suspenseNotes.length === 0;
    if (!order || !isOrdinary(order, kiosk) || !fresh || !certain) continue;
    ordinary.set(ask, { order, request });
    // The same order or note once more in this group is not fresh any more.
    seen.add(orderId);
    for (const { noteId } of request.notes) seen.add(noteId);
  }
  const booked = await bookNotes(tx, context, [...ordinary.values()]);
  const settled = new Map([...ordinary.keys()].map((ask, index) => [ask, booked[index]]));
  return asks.map((ask) => {
    const one = settled.get(ask);
    return one && ok(one);
  });
}

/**
 * No note is on the books for an order that is still open. Cash taken off line is booked alone: each looks at what
 * stands before it.
 */
function isOrdinary(order: OrderRow, kiosk: KioskIdentity): boolean {
  const { kiosk_id, method, state, taken_offline_at } = order;
  return kiosk_id === kiosk.kioskId && method === 'cash' && state === 'PENDING' && taken_offline_at === null;
}

interface Settlement {
  readonly order: OrderRow;
  readonly request: CashSettlementRequest;
}

/** @throws Error when a note is on the books already */
async function bookNotes(
  tx: Transaction<Database>,
  context: PaymentsContext,
  settlements: readonly Settlement[],
): Promise<Settled[]> {
  const credited = settlements.flatMap(({ order, request }) =>
    request.notes.map((note) => ({
      note_id: note.noteId,
      order_id: order.order_id,
      kiosk_id: order.kiosk_id,
      denomination_fen: note.denominationFen,
      state: 'credited' as const,
      stacked_at: note.stackedAt,
    })),
  );
  // Written and not looked for: of some hundred ids that would be dear, and none is there as a rule.
  const written = await insertRows(tx, 'cash_note', credited, 'on conflict (note_id) do nothing returning note_id');
  if (written.length !== credited.length) throw new Error('a note is on the books already');
  await writeChange(tx, context, settlements);
  await moveLate(tx, context, settlements);
  const now = context.clock.now();
  const bookings = settlements.map(({ order, request }) => ({
    order,
    money: {
      receivedFen: subtractFen(putIn(request), request.change?.paidFen ?? ZERO_FEN),
      change: request.change,
      paidAt: Math.min(now, Math.max(...request.notes.map(({ stackedAt }) => stackedAt))),
      transactionId: null,
      disposition: request.disposition,
      excess: request.excess,
    },
  }));
  return bookPayments(tx, context, bookings);
}

/** A payout stands in the books once, with the order it was for. @throws Error when it is there already */
async function writeChange(
  tx: Transaction<Database>,
  context: PaymentsContext,
  settlements: readonly Settlement[],
): Promise<void> {
  const payouts = settlements.flatMap(({ order, request: { change, notes } }) =>
    change ? [{ order, change, paidAt: Math.max(...notes.map(({ stackedAt }) => stackedAt)) }] : [],
  );
  const rows = payouts.map(({ order, change, paidAt }) => ({
    change_id: change.changeId,
    order_id: order.order_id,
    kiosk_id: order.kiosk_id,
    requested_fen: change.requestedFen,
    paid_fen: change.paidFen,
    doubt_fen: change.doubtFen,
    paid_at: paidAt,
  }));
  await insertRows(tx, 'cash_change', rows);
  for (const { order, change, paidAt } of payouts) {
    const place = { orderId: order.order_id, kioskId: order.kiosk_id, communityId: order.community_id };
    await explainByLatePayout(tx, context, { ...place, paidFen: change.paidFen, paidAt });
  }
}

function putIn({ notes }: CashSettlementRequest): Fen {
  return addFen(...notes.map(({ denominationFen }) => denominationFen));
}

async function moveLate(
  tx: Transaction<Database>,
  context: PaymentsContext,
  settlements: readonly Settlement[],
): Promise<void> {
  const kioskIds = [...new Set(settlements.map(({ order }) => order.kiosk_id))];
  const since = Math.min(...settlements.flatMap(({ request }) => request.notes.map(({ stackedAt }) => stackedAt)));
  const counted = await kiosksCountedSince(tx, kioskIds, since);
  for (const { order, request } of settlements) {
    if (!counted.has(order.kiosk_id)) continue;
    const place = { kioskId: order.kiosk_id, communityId: order.community_id };
    await moveLateNotes(tx, context, place, request.notes);
  }
}

/** What is wrong with the request by itself. */
function contradictionIn(request: CashSettlementRequest): string | undefined {
  const notes = [...request.notes, ...request.suspenseNotes];
  if (notes.length === 0) return 'no note at all';
  if (new Set(notes.map(({ noteId }) => noteId)).size !== notes.length) return 'a note is named twice';
  const { change } = request;
  if (change && change.paidFen + change.doubtFen > change.requestedFen) return 'more change than was asked for';
  if (change && change.requestedFen >= putIn(request)) return 'more change than was put in';
  const odd = notes.find(({ denominationFen }) => !ACCEPTED_CASH.includes(denominationFen));
  return odd && `there is no note or coin of ${odd.denominationFen} fen`;
}

const NOTE = ['note_id', 'order_id', 'state', 'denomination_fen'] as const;
type KnownNote = Awaited<ReturnType<typeof notesOfOrders>>[number];
const notesOfOrders = statement((db, values: { orderIds: readonly string[] }) =>
  db
    .selectFrom('cash_note')
    .select(NOTE)
    .where(isOneOf(db, 'order_id', values.orderIds)),
);
const notesById = statement((db, values: { noteIds: readonly string[] }) =>
  db
    .selectFrom('cash_note')
    .select(NOTE)
    .where(isOneOf(db, 'note_id', values.noteIds)),
);

/** Notes on the books of these orders, or with the ids that are sent now. */
async function knownNotes(tx: Transaction<Database>, asks: readonly Ask[]): Promise<KnownNote[]> {
  const orderIds = asks.map(({ orderId }) => orderId);
  const noteIds = asks.flatMap(({ request }) =>
    [...request.notes, ...request.suspenseNotes].map(({ noteId }) => noteId),
  );
  return [...(await notesOfOrders(tx, { orderIds })), ...(await notesById(tx, { noteIds }))];
}

function differsFromBooks(
  order: OrderRow,
  request: CashSettlementRequest,
  known: readonly KnownNote[],
): string | undefined {
  if (known.some((note) => note.order_id !== order.order_id)) return 'a note is already counted in another order';
  if (order.state !== 'SUCCEEDED') {
    const credited = new Set(request.notes.map(({ noteId }) => noteId));
    return known.some((note) => credited.has(note.note_id)) ? 'a note in doubt is now said to be stacked' : undefined;
  }
  const booked = new Map(known.filter(({ state }) => state === 'credited').map((note) => [note.note_id, note]));
  const sent = new Map(request.notes.map((note) => [note.noteId, note.denominationFen]));
  const same =
    booked.size === sent.size && [...booked.values()].every((note) => sent.get(note.note_id) === note.denomination_fen);
  return same ? undefined : 'the order is booked with other notes';
}

/** Not booked, but never forgotten: there may be money in the box. */
async function refuse(
  tx: Transaction<Database>,
  context: PaymentsContext,
  order: OrderRow,
  request: CashSettlementRequest,
  detail: string,
): Promise<Result<Settled>> {
  await raiseException(tx, {
    exceptionId: context.newId(),
    orderId: order.order_id,
    kioskId: order.kiosk_id,
    code: 'LT-2301',
    detail,
    amountFen: addFen(...request.notes.map(({ denominationFen }) => denominationFen)),
    at: context.clock.now(),
  });
  return failed('LT-2301', detail);
}

async function writeDoubts(
  tx: Transaction<Database>,
  context: PaymentsContext,
  order: OrderRow,
  request: CashSettlementRequest,
): Promise<void> {
  if (request.suspenseNotes.length === 0) return;

  const inDoubt = request.suspenseNotes.map((note) => ({
    note_id: note.noteId,
    order_id: order.order_id,
    kiosk_id: order.kiosk_id,
    denomination_fen: note.denominationFen,
    state: 'suspense' as const,
    stacked_at: null,
  }));
  await insertRows(tx, 'cash_note', inDoubt, 'on conflict (note_id) do nothing');
  // The device may have told of one of them before, when it let go while the kiosk was off line.
  await joinOrphans(tx, order.kiosk_id, context.clock.now());
  await raiseException(tx, {
    exceptionId: context.newId(),
    orderId: order.order_id,
    kioskId: order.kiosk_id,
    code: 'LT-2302',
    detail: `${inDoubt.length} notes in doubt: count the box`,
    amountFen: addFen(...request.suspenseNotes.map(({ denominationFen }) => denominationFen)),
    at: context.clock.now(),
  });
}
