import { fen } from '@louting/common/money';
import type { Result } from '@louting/common/result';
import { type Arbitrary, boolean, constantFrom, integer, nat, tuple } from 'fast-check';
import type { Transaction } from 'kysely';
import type { RefundPart } from '../../server/src/contract/refunds-api.ts';
import { approveRefund, rejectRefund } from '../../server/src/modules/refunds/refund-approval.ts';
import {
  askNow,
  confirmPayOut,
  declareOutcome,
  giveUp,
  reroute,
  retry,
} from '../../server/src/modules/refunds/refund-by-staff.ts';
import { learnOfRefund } from '../../server/src/modules/refunds/refund-learnt.ts';
import { requestRefund } from '../../server/src/modules/refunds/refund-request.ts';
import {
  findRefund,
  outRefundNoOf,
  refundIdOf,
  type RefundRow,
} from '../../server/src/modules/refunds/refunds.store.ts';
import type { Database } from '../../server/src/storage/database.ts';
import type { MoneyModel } from './money-model.ts';
import { pick, Step } from './step.ts';
import { cashToHandOut } from './truth.ts';
import { rowsOf, STAFF, type World } from './world.ts';

const CHANNELS = ['wechat-pay', 'alipay'] as const;
const WAYS = ['approve', 'approve', 'approve', 'reject'] as const;
const ENDS = ['pay-out', 'pay-out-twice', 'reroute', 'retry', 'give-up', 'ask-now', 'declare'] as const;

/** Staff ask for a part of a payment back: of one bill, of what was kept as prepayment, or all that it became. */
export const askForRefund: Arbitrary<Step> = tuple(
  nat(4),
  constantFrom('bill', 'prepayment', 'both'),
  integer({ min: 1, max: 3 }),
  nat(3),
  boolean(),
).map(
  ([index, from, thirds, who, confirmed]) =>
    new Step(`${STAFF[who]} asks for ${thirds}/3 of ${from} of payment ${index} back`, async (model, world) => {
      const payment = pick(rowsOf<PaymentRow>(world, PAYMENTS), index);
      if (!payment) return;
      const bills = rowsOf<{ bill_id: string; amount_fen: number }>(world, PARTS, payment.order_id);
      const parts: RefundPart[] = [];
      const part = (amount: number) => fen(Math.max(1, Math.floor((amount * thirds) / 3)));
      const [bill] = bills;
      if (bill && from !== 'prepayment') {
        parts.push({ source: 'bill', billId: bill.bill_id, amountFen: part(bill.amount_fen) });
      }
      if (payment.to_prepayment_fen > 0 && from !== 'bill') {
        parts.push({ source: 'prepayment', amountFen: part(payment.to_prepayment_fen) });
      }
      if (parts.length === 0) return;
      const refundId = world.context.newId();
      model.refundIds.push(refundId);
      await world.storage.transact((tx) =>
        requestRefund(tx, world.refunds, {
          refundId,
          orderId: payment.order_id,
          parts,
          route: payment.method === 'cash' ? (thirds === 1 ? 'bank' : 'cash') : 'original',
          reason: 'wrong-amount',
          note: '',
          confirmed,
          requestedBy: by(who),
          cause: null,
        }),
      );
    }),
);

interface PaymentRow {
  readonly order_id: string;
  readonly method: string;
  readonly to_prepayment_fen: number;
}

const PAYMENTS = `select p.order_id, o.method, p.to_prepayment_fen from payment p
  join payment_order o on o.order_id = p.order_id order by p.order_id`;
const PARTS = `select bill_id, amount_fen from allocation where order_id = ? order by bill_id`;
const REFUNDS_IN = `select refund_id from refund where state in (select value from json_each(?)) order by refund_id`;

function by(who: number): string {
  return `staff:${STAFF[who]}`;
}

/** Somebody decides about what another has asked for; whoever asked tries as well. */
export const decideRefund: Arbitrary<Step> = tuple(nat(20), nat(3), constantFrom(...WAYS)).map(
  ([index, who, way]) =>
    new Step(`${STAFF[who]}: ${way} refund ${index}`, (_model, world) =>
      withRefund(world, ['REQUESTED', 'APPROVING'], index, (tx, refund) => {
        const decision = { actor: by(who), note: '' };
        return way === 'approve'
          ? approveRefund(tx, world.refunds, refund, decision)
          : rejectRefund(tx, world.refunds, refund, decision);
      }),
    ),
);

/** What staff do with a refund after its approval, at the right time or not. */
export const bringRefundToEnd: Arbitrary<Step> = tuple(nat(20), nat(3), constantFrom(...ENDS)).map(
  ([index, who, way]) =>
    new Step(`${STAFF[who]}: ${way} refund ${index}`, async (model, world) => {
      const once = () =>
        withRefund(world, ['APPROVED', 'FAILED', 'PROCESSING', 'UNKNOWN'], index, (tx, refund) =>
          act(tx, model, world, refund, by(who), way),
        );
      await (way === 'pay-out-twice' ? Promise.all([once(), once()]) : once());
    }),
);

async function act(
  tx: Transaction<Database>,
  model: MoneyModel,
  world: World,
  refund: RefundRow,
  actor: string,
  way: (typeof ENDS)[number],
): Promise<Result<unknown> | undefined> {
  const step = { actor, note: 'a word' };
  switch (way) {
    case 'pay-out':
    case 'pay-out-twice':
      // Nobody can hand over cash that is not there.
      if (refund.route === 'cash' && cashToHandOut(model, world) < refund.amount_fen) return undefined;
      return confirmPayOut(tx, world.refunds, refund, step);
    case 'reroute':
      return reroute(tx, world.refunds, refund, 'bank', step);
    case 'retry':
      return retry(tx, world.refunds, refund, step);
    case 'give-up':
      return giveUp(tx, world.refunds, refund, step);
    case 'ask-now':
      return askNow(tx, refund, world.context.clock.now());
    default: {
      // A person looks at the channel's own pages, and says what stands there.
      const name = channelOf(world, refund);
      const known = name && world.channels[name].refunds.told(outRefundNoOf(refund.refund_id)).state;
      if (!name || known === 'processing') return undefined;
      return declareOutcome(tx, world.refunds, refund, name, known === 'succeeded' ? 'succeeded' : 'failed', step);
    }
  }
}

function channelOf(world: World, refund: RefundRow): (typeof CHANNELS)[number] | undefined {
  const [order] = rowsOf<{ channel: (typeof CHANNELS)[number] | null }>(
    world,
    `select channel from payment_order where order_id = ?`,
    refund.order_id,
  );
  return order?.channel ?? undefined;
}

async function withRefund(
  world: World,
  states: readonly RefundRow['state'][],
  index: number,
  work: (tx: Transaction<Database>, refund: RefundRow) => Promise<unknown>,
): Promise<void> {
  const chosen = pick(rowsOf<{ refund_id: string }>(world, REFUNDS_IN, JSON.stringify(states)), index);
  if (!chosen) return;
  await world.storage.transact(async (tx) => {
    const refund = await findRefund(tx, chosen.refund_id);
    if (refund) await work(tx, refund);
  });
}

/** How the channel takes the next refund. */
export const refundWillGo: Arbitrary<Step> = tuple(
  constantFrom(...CHANNELS),
  constantFrom('processing', 'refused', 'says-failed'),
).map(
  ([name, how]) =>
    new Step(`${name}: the next refund is ${how}`, async (_model, world) => {
      world.channels[name].refunds.next = how;
    }),
);

/** The channel ends a refund it had in hand, or one that had failed goes through after all; and may tell of it. */
export const refundMovesOn: Arbitrary<Step> = tuple(constantFrom(...CHANNELS), nat(20), boolean(), boolean()).map(
  ([name, index, succeeds, tells]) =>
    new Step(
      `${name}: refund ${index} ${succeeds ? 'succeeds' : 'fails'}${tells ? ', and says so' : ''}`,
      async (_model, world) => {
        const { refunds } = world.channels[name];
        const outRefundNo = pick([...refunds.known.keys()], index);
        if (outRefundNo === undefined) return;
        refunds.moveOn(outRefundNo, succeeds ? 'succeeded' : 'failed');
        if (tells) await tellOfRefund(world, name, outRefundNo);
      },
    ),
);

export async function tellOfRefund(world: World, name: (typeof CHANNELS)[number], outRefundNo: string): Promise<void> {
  const refundId = refundIdOf(outRefundNo);
  if (refundId === undefined) return;
  const value = world.channels[name].refunds.told(outRefundNo);
  await learnOfRefund(world.refunds, refundId, name, { ok: true, value });
}

/** The job that sends refunds and asks about them. */
export const refundsAreWorkedOn: Arbitrary<Step> = constantFrom(0, 15_000, 120_000).map(
  (ms) =>
    new Step(`${ms / 1000} s later refunds are worked on`, async (_model, world) => {
      world.pass(ms);
      await world.refundJob.run(new AbortController().signal);
    }),
);
