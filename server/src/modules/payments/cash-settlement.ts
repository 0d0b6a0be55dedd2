import { addFen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { CashSettlementRequest, Receipt } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import { statement } from '../../storage/statement.ts';
import { moveLateNotes } from '../cash/late-notes.store.ts';
import { ACCEPTED_NOTES } from '../kiosks/kiosks.ts';
import type { KioskIdentity } from '../kiosks/kiosks.store.ts';
import { bookPayment } from './booking.ts';
import { tellOfLimits } from './late-orders.ts';
import { findOrder, moveOrder, type OrderRow, raiseException } from './orders.store.ts';
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
  const settled = await context.storage.transact(async (tx): Promise<Result<Settled>> => {
    const order = await findOrder(tx, orderId);
    if (order?.kiosk_id !== kiosk.kioskId) return failed('LT-2109');
    if (order.method !== 'cash') return failed('LT-2111');
    const differs = await differsFromBooks(tx, order, request);
    if (differs !== undefined) return refuse(tx, context, order, request, differs);
    if (order.state === 'SUCCEEDED') return ok({ order });
    await writeNotes(tx, context, order, request);
    if (request.notes.length === 0) {
      const doubt = { failure_code: 'LT-2302', failure_detail: null } as const;
      return ok({ order: await moveOrder(tx, order, 'closed', doubt) });
    }
    const place = { kioskId: order.kiosk_id, communityId: order.community_id };
    await moveLateNotes(tx, context, place, request.notes);
    const lastStacked = Math.max(...request.notes.map(({ stackedAt }) => stackedAt));
    const booked = await bookPayment(tx, context, order, {
      receivedFen: addFen(...request.notes.map(({ denominationFen }) => denominationFen)),
      paidAt: Math.min(lastStacked, context.clock.now()),
      transactionId: null,
      disposition: request.disposition,
      excess: request.excess,
    });
    await tellOfLimits(tx, context, order);
    return ok(booked);
  });
  context.failPoints.hit('cash-settlement.book.after');
  context.watch.changed(orderId);
  return settled;
}

/** What is wrong with the request by itself. */
function contradictionIn(request: CashSettlementRequest): string | undefined {
  const notes = [...request.notes, ...request.suspenseNotes];
  if (notes.length === 0) return 'no note at all';
  if (new Set(notes.map(({ noteId }) => noteId)).size !== notes.length) return 'a note is named twice';
  const odd = notes.find(({ denominationFen }) => !ACCEPTED_NOTES.includes(denominationFen));
  return odd && `there is no note of ${odd.denominationFen} fen`;
}

const NOTE = ['note_id', 'order_id', 'state', 'denomination_fen'] as const;
const notesOfOrder = statement((db, values: { orderId: string }) =>
  db.selectFrom('cash_note').select(NOTE).where('order_id', '=', values.orderId),
);
const notesById = statement((db, values: { noteId: string }) =>
  db.selectFrom('cash_note').select(NOTE).where('note_id', '=', values.noteId),
);

async function differsFromBooks(
  tx: Transaction<Database>,
  order: OrderRow,
  request: CashSettlementRequest,
): Promise<string | undefined> {
  const ids = [...request.notes, ...request.suspenseNotes].map(({ noteId }) => noteId);
  const known = [...(await notesOfOrder(tx, { orderId: order.order_id }))];
  for (const noteId of ids) known.push(...(await notesById(tx, { noteId })));
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

async function writeNotes(
  tx: Transaction<Database>,
  context: PaymentsContext,
  order: OrderRow,
  request: CashSettlementRequest,
): Promise<void> {
  const row = { order_id: order.order_id, kiosk_id: order.kiosk_id };
  const credited = request.notes.map((note) => ({
    note_id: note.noteId,
    ...row,
    denomination_fen: note.denominationFen,
    state: 'credited' as const,
    stacked_at: note.stackedAt,
  }));
  await insertRows(tx, 'cash_note', credited);
  if (request.suspenseNotes.length === 0) return;

  const inDoubt = request.suspenseNotes.map((note) => ({
    note_id: note.noteId,
    ...row,
    denomination_fen: note.denominationFen,
    state: 'suspense' as const,
    stacked_at: null,
  }));
  await insertRows(tx, 'cash_note', inDoubt, 'on conflict (note_id) do nothing');
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
