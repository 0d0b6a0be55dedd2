import { fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { ResolveException } from '../../contract/exceptions-api.ts';
import { FINAL_ORDER_STATES } from '../../contract/kiosk-api.ts';
import type { Database } from '../../storage/database.ts';
import { cashAtOffice } from '../cash/deposits.store.ts';
import { ACCOUNTS, type LedgerLine } from '../ledger/ledger.ts';
import { postEntry, prepaidOfRoom, unclaimedOfRoom } from '../ledger/ledger.store.ts';
import { bookPayment } from '../payments/booking.ts';
import type { Money } from '../payments/spread.ts';
import { findOrder, moveOrder, type OrderRow } from '../payments/orders.store.ts';
import type { PaymentsContext } from '../payments/payments-context.ts';
import { kindOf } from './exceptions.ts';
import { askToWriteOff, type ExceptionRecord, findException, markResolved } from './exceptions.store.ts';

/** What a person decides about a case. */
export interface Decision extends ResolveException {
  readonly exceptionId: string;
  /** `staff:<id>` */
  readonly by: string;
}

/**
 * Resolves a case in the caller's transaction, and moves the money with it: every movement is one balanced entry that the
 * case names. A case is resolved once, so it is posted once. The same decision again changes nothing. A loss is written
 * off by two: the first who says so asks for it, and the case stays open until another agrees.
 * @returns LT-9002, LT-2114 resolved in another way, LT-2115 not a way for its kind, LT-2116 statement does not fit,
 * LT-2117 the money is no longer where the case found it, LT-2118 who asked for a write-off also confirms it
 */
export async function resolveException(
  tx: Transaction<Database>,
  context: PaymentsContext,
  decision: Decision,
): Promise<Result<ExceptionRecord>> {
  const found = await findException(tx, decision.exceptionId);
  if (!found) return failed('LT-9002');
  const { resolution } = decision;
  if (found.state === 'RESOLVED') return found.resolution === resolution ? ok(found) : failed('LT-2114');
  if (!kindOf(found.code).resolutions.includes(resolution)) return failed('LT-2115');
  if (resolution === 'written-off') {
    const asked = found.write_off_asked_by;
    if (asked === null) return ok(await askToWriteOff(tx, found, decision.by, context.clock.now()));
    if (asked === decision.by) return failed('LT-2118');
  }
  const done = await act(tx, context, found, decision);
  if (!done.ok) return done;
  const { by, note } = decision;
  const [at, entryId] = [context.clock.now(), done.value];
  await markResolved(tx, found.exception_id, { resolution, by, note, at, entryId });
  return ok({ ...found, resolution, note, state: 'RESOLVED', resolved_by: by, resolved_at: at, entry_id: entryId });
}

/** @returns the entry that moved money, null when none did */
async function act(
  tx: Transaction<Database>,
  context: PaymentsContext,
  found: ExceptionRecord,
  decision: Decision,
): Promise<Result<string | null>> {
  switch (decision.resolution) {
    case 'paid-by-statement':
      return bookFromStatement(tx, context, found, decision);
    case 'not-paid':
      return endOrder(tx, found);
    case 'to-prepayment':
      return found.code === 'LT-2303' ? claimToPrepayment(tx, context, found) : keepChannelMoney(tx, context, found);
    case 'cash-back':
      return handBack(tx, context, found);
    case 'from-prepayment':
    case 'written-off':
      return bearLoss(tx, context, found, decision.resolution);
    case 'returned-at-channel':
    case 'nothing-received':
      return endOrder(tx, found);
    default:
      return ok(null);
  }
}

/** The statement of the channel is in a person's hands: what it says must be about this order and no other. */
async function bookFromStatement(
  tx: Transaction<Database>,
  context: PaymentsContext,
  found: ExceptionRecord,
  { statement }: Decision,
): Promise<Result<null>> {
  const order = found.order_id === null ? undefined : await findOrder(tx, found.order_id);
  if (!order || order.channel === null || !statement) return failed('LT-2116');
  const { transactionId, amountFen, paidAt } = statement;
  if (amountFen !== order.amount_fen) return failed('LT-2116', `the order is ${order.amount_fen} fen`);
  if (paidAt < order.created_at - CLOCKS_DIFFER_MS || paidAt > context.clock.now() + CLOCKS_DIFFER_MS) {
    return failed('LT-2116', 'paid before the order was made, or in the future');
  }
  const elsewhere = await tx
    .selectFrom('payment_order')
    .select('order_id')
    .where('channel', '=', order.channel)
    .where('channel_transaction_id', '=', transactionId)
    .executeTakeFirst();
  if (elsewhere && elsewhere.order_id !== order.order_id) return failed('LT-2116', 'transaction of another order');
  if (order.state === 'SUCCEEDED') return elsewhere ? ok(null) : failed('LT-2116', 'booked with another transaction');
  const money: Money = {
    receivedFen: fen(amountFen),
    paidAt,
    transactionId,
    disposition: order.purpose === 'prepayment' ? 'prepayment' : 'bills',
    excess: 'prepayment',
  };
  await bookPayment(tx, context, order, money);
  return ok(null);
}

const CLOCKS_DIFFER_MS = 600_000;

/** Nothing is to be booked for the order: it ends, unless the facts ended it already. */
async function endOrder(tx: Transaction<Database>, found: ExceptionRecord): Promise<Result<null>> {
  const order = found.order_id === null ? undefined : await findOrder(tx, found.order_id);
  if (!order || FINAL_ORDER_STATES.has(order.state)) {
    return order?.state === 'SUCCEEDED' && found.code === 'LT-2103' ? failed('LT-2117', 'the order is paid') : ok(null);
  }
  await moveOrder(tx, order, 'closed', { failure_code: 'LT-2104', failure_detail: null });
  return ok(null);
}

/** Cash that nobody had a say about, for the room it was paid in for. */
async function claimToPrepayment(
  tx: Transaction<Database>,
  context: PaymentsContext,
  found: ExceptionRecord,
): Promise<Result<string>> {
  return moveUnclaimed(tx, context, found, (roomId) => ({
    account: ACCOUNTS.prepayment,
    roomId,
    debitFen: 0,
    creditFen: found.amount_fen,
  }));
}

async function handBack(
  tx: Transaction<Database>,
  context: PaymentsContext,
  found: ExceptionRecord,
): Promise<Result<string>> {
  if (found.amount_fen > (await cashAtOffice(tx, [found.community_id ?? '']))) return failed('LT-2313');
  return moveUnclaimed(tx, context, found, () => ({
    account: ACCOUNTS.cashAtOffice,
    debitFen: 0,
    creditFen: found.amount_fen,
  }));
}

async function moveUnclaimed(
  tx: Transaction<Database>,
  context: PaymentsContext,
  found: ExceptionRecord,
  to: (roomId: string) => LedgerLine,
): Promise<Result<string>> {
  const { room_id: roomId, community_id: communityId, amount_fen: amount } = found;
  if (roomId === null || communityId === null) return failed('LT-2117', 'no room to take it from');
  if ((await unclaimedOfRoom(tx, roomId)) < amount) return failed('LT-2117');
  const from = { account: ACCOUNTS.unclaimed, roomId, debitFen: amount, creditFen: 0 };
  return ok(await post(tx, context, found, communityId, [from, to(roomId)]));
}

/** Channel money of another amount, or a second payment of an order: it is the payer's, so their room has it in advance. */
async function keepChannelMoney(
  tx: Transaction<Database>,
  context: PaymentsContext,
  found: ExceptionRecord,
): Promise<Result<string>> {
  const { room_id: roomId, community_id: communityId, channel, amount_fen: amount } = found;
  if (roomId === null || communityId === null || channel === null) return failed('LT-2117', 'no room or channel');
  if (amount <= 0) return failed('LT-2117', 'no amount');
  const account = IN_TRANSIT[channel];
  const entryId = await post(tx, context, found, communityId, [
    { account, debitFen: amount, creditFen: 0 },
    { account: ACCOUNTS.prepayment, roomId, debitFen: 0, creditFen: amount },
  ]);
  const ended = await endOrder(tx, found);
  return ended.ok ? ok(entryId) : ended;
}

/** The channel gave money back that nobody on the books had sent: the room's prepayment bears it, or the company. */
async function bearLoss(
  tx: Transaction<Database>,
  context: PaymentsContext,
  found: ExceptionRecord,
  by: 'from-prepayment' | 'written-off',
): Promise<Result<string>> {
  const { room_id: roomId, community_id: communityId, channel, amount_fen: amount } = found;
  if (roomId === null || communityId === null || channel === null) return failed('LT-2117', 'no room or channel');
  if (by === 'from-prepayment' && (await prepaidOfRoom(tx, roomId)) < amount) return failed('LT-2117', 'prepayment');
  const bearer =
    by === 'from-prepayment' ? { account: ACCOUNTS.prepayment, roomId } : { account: ACCOUNTS.otherExpenses };
  return ok(
    await post(tx, context, found, communityId, [
      { ...bearer, debitFen: amount, creditFen: 0 },
      { account: IN_TRANSIT[channel], debitFen: 0, creditFen: amount },
    ]),
  );
}

const IN_TRANSIT: Readonly<Record<NonNullable<OrderRow['channel']>, string>> = {
  'wechat-pay': ACCOUNTS.wechatInTransit,
  alipay: ACCOUNTS.alipayInTransit,
  pos: ACCOUNTS.posInTransit,
};

/** @returns the id of the entry */
async function post(
  tx: Transaction<Database>,
  context: PaymentsContext,
  found: ExceptionRecord,
  communityId: string,
  lines: readonly LedgerLine[],
): Promise<string> {
  const entryId = context.newId();
  await postEntry(tx, {
    entryId,
    event: 'exception.resolved',
    occurredAt: context.clock.now(),
    communityId,
    reference: found.order_id ?? found.exception_id,
    lines,
  });
  return entryId;
}
