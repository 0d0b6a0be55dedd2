import { fen } from '@louting/common/money';
import { type Arbitrary, constantFrom, integer, nat, tuple } from 'fast-check';
import type { PaymentChannel } from '../../server/src/channels/payment-channel.ts';
import { addBillByHand } from '../../server/src/modules/billing/manual-bill.store.ts';
import { periodOf } from '../../server/src/modules/billing/periods.ts';
import { reverseBill } from '../../server/src/modules/billing/reversal.store.ts';
import { kindOf } from '../../server/src/modules/exceptions/exceptions.ts';
import { escalateOverdue } from '../../server/src/modules/exceptions/exceptions.store.ts';
import { type Decision, resolveException } from '../../server/src/modules/exceptions/resolve-exception.ts';
import type { ExceptionRecord } from '../../server/src/modules/exceptions/exceptions.store.ts';
import { outTradeNoOf } from '../../server/src/modules/payments/channel-orders.ts';
import type { MoneyModel } from './money-model.ts';
import { pick, Step } from './step.ts';
import { roomOf } from './steps-of-prepayment.ts';
import { cashToHandOut } from './truth.ts';
import { HOUSEHOLDS, rowsOf, STAFF, type World } from './world.ts';

/** Staff undo a bill; one with money on it stays. */
export const staffReversesBill: Arbitrary<Step> = tuple(nat(HOUSEHOLDS - 1), nat(20)).map(
  ([household, index]) =>
    new Step(`staff reverse bill ${index} of household ${household}`, async (_model, world) => {
      const bills = rowsOf<{ bill_id: string }>(
        world,
        `select bill_id from bill where room_id = ? and state <> 'REVERSED' order by bill_id`,
        roomOf(world, household),
      );
      const bill = pick(bills, index);
      if (!bill) return;
      const wanted = { billId: bill.bill_id, reason: 'wrong area' };
      await world.storage.transact((tx) => reverseBill(tx, wanted, world.context));
    }),
);

/** A bill of a month that none stands for: a new one, or in place of one that was reversed. */
export const staffPublishBill: Arbitrary<Step> = tuple(
  nat(HOUSEHOLDS - 1),
  integer({ min: 1, max: 12 }),
  constantFrom(3_333, 8_640, 30_000),
).map(
  ([household, month, amount]) =>
    new Step(`household ${household} is billed ${amount} fen for month ${month}`, async (_model, world) => {
      const period = periodOf(`2026-${String(month).padStart(2, '0')}`);
      await world.storage.transact((tx) =>
        addBillByHand(
          tx,
          {
            roomId: roomOf(world, household),
            itemCode: 'PROPERTY',
            period,
            dueDate: period.to,
            lines: [{ explanation: { 'zh-CN': '补收', en: 'made up' }, amountFen: fen(amount) }],
            taxRate: 600,
            reason: 'by hand',
          },
          world.context,
        ),
      );
    }),
);

/** Somebody takes up a case and says what they found at the channel, perhaps pressing twice. */
export const staffSettleCase: Arbitrary<Step> = tuple(nat(20), nat(3), integer({ min: 1, max: 2 }), nat(1)).map(
  ([index, way, times, who]) =>
    new Step(`${STAFF[who + 1]} settles case ${index} by way ${way}`, async (model, world) => {
      await escalateOverdue(world.storage, world.context.clock.now());
      const open = rowsOf<ExceptionRecord>(
        world,
        `select * from payment_exception where state <> 'RESOLVED' order by exception_id`,
      );
      const found = pick(open, index);
      const decision = found && decisionAbout(model, world, found, way, STAFF[who + 1] ?? '');
      if (!decision) return;
      const once = () => world.storage.transact((tx) => resolveException(tx, world.context, decision));
      await Promise.all(Array.from({ length: times }, once));
    }),
);

function decisionAbout(
  model: MoneyModel,
  world: World,
  found: ExceptionRecord,
  way: number,
  who: string,
): Decision | undefined {
  const ways = kindOf(found.code).resolutions;
  const decided = { exceptionId: found.exception_id, by: `staff:${who}`, note: 'looked' };
  const resolution = pick(ways, way);
  if (resolution === undefined) return undefined;
  if (found.code === 'LT-2303') {
    const there = resolution === 'to-prepayment' || cashToHandOut(model, world) >= found.amount_fen;
    return there ? { ...decided, resolution } : undefined;
  }
  // Only what a person can find at the channel: no notification of another amount is ever true here.
  if (found.code === 'LT-2203') return { ...decided, resolution: 'nothing-received' };
  if (found.code !== 'LT-2103') return { ...decided, resolution };
  const trade = tradeOf(world, found);
  if (trade?.state !== 'paid') return { ...decided, resolution: 'not-paid' };
  const { transactionId, paidAt, order } = trade;
  return {
    ...decided,
    resolution: 'paid-by-statement',
    statement: { transactionId, paidAt, amountFen: order.amountFen },
  };
}

function tradeOf(world: World, { order_id: orderId, channel }: ExceptionRecord) {
  if (orderId === null || channel === null || channel === 'pos') return undefined;
  const name: PaymentChannel['name'] = channel;
  return world.channels[name].trades.get(outTradeNoOf(orderId));
}
