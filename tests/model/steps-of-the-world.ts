import { fen } from '@louting/common/money';
import { type Arbitrary, boolean, constantFrom, integer, nat, tuple } from 'fast-check';
import { learnFromStatement } from '../../server/src/modules/payments/learn-from-statement.ts';
import { takeNotification } from '../../server/src/modules/payments/notifications.routes.ts';
import { type ModelChannel, signatureOf } from './model-channel.ts';
import { pick, Step } from './step.ts';
import { settleTheRest } from './steps-of-kiosks.ts';
import { PowerCut, type World } from './world.ts';

const CHANNELS = ['wechat-pay', 'alipay'] as const;
/** How a notification can come: as it is, twice, or as somebody wants us to believe. */
const WAYS = ['once', 'twice', 'again-later', 'lost', 'forged', 'other-amount', 'unknown-order'] as const;

/** A payer confirms on the phone, perhaps in the very second in which the order was closed. */
export const payByPhone: Arbitrary<Step> = tuple(constantFrom(...CHANNELS), nat(20), nat(7)).map(
  ([name, index, luck]) =>
    new Step(`somebody pays trade ${index} by ${name}${luck === 0 ? ', closed or not' : ''}`, async (_model, world) => {
      payTrade(world.channels[name], index, luck === 0);
    }),
);

function payTrade(channel: ModelChannel, index: number, late: boolean): void {
  const outTradeNo = pick([...channel.trades.keys()], index);
  if (outTradeNo !== undefined) channel.pay(outTradeNo, late);
}

export const notify: Arbitrary<Step> = tuple(constantFrom(...CHANNELS), nat(20), constantFrom(...WAYS)).map(
  ([name, index, way]) =>
    new Step(`notification ${index} of ${name} arrives ${way}`, (_model, world) =>
      deliver(world, world.channels[name], index, way),
    ),
);

async function deliver(world: World, channel: ModelChannel, index: number, way: (typeof WAYS)[number]): Promise<void> {
  const notification = pick(channel.outbox, index);
  if (!notification) return;
  const { outcome } = notification;
  const told =
    way === 'other-amount' && outcome.state === 'paid'
      ? { ...notification, outcome: { ...outcome, amountFen: fen(outcome.amountFen + 100) } }
      : way === 'unknown-order'
        ? { ...notification, outTradeNo: '0'.repeat(32) }
        : notification;
  const times = way === 'twice' ? 2 : way === 'lost' ? 0 : 1;
  for (let time = 0; time < times; time += 1) {
    const body = Buffer.from(JSON.stringify(told));
    const taken = await takeNotification(world.context, channel, signatureOf(way !== 'forged'), body);
    // The channel sends again what was not acknowledged, and sometimes what was.
    if (taken.ok && told === notification && way !== 'again-later') remove(channel, index);
  }
  if (way === 'lost') remove(channel, index);
}

function remove(channel: ModelChannel, index: number): void {
  if (channel.outbox.length > 0) channel.outbox.splice(index % channel.outbox.length, 1);
}

/** Time passes, and the server asks about what is open. */
export const timePasses: Arbitrary<Step> = tuple(constantFrom(1_000, 5_000, 20_000, 60_000, 300_000, 3_600_000)).map(
  ([ms]) =>
    new Step(`${ms / 1000} s pass`, async (_model, world) => {
      world.pass(ms);
      await world.resolver.runOnce();
    }),
);

export const lineFails: Arbitrary<Step> = tuple(
  constantFrom(...CHANNELS),
  constantFrom('loseRequests', 'loseAnswers', 'staleQueries'),
  integer({ min: 1, max: 4 }),
).map(
  ([name, fault, count]) =>
    new Step(`${name}: ${fault} ${count}`, async (_model, world) => {
      world.channels[name].faults[fault] = count;
    }),
);

/** While the server waits for the channel, somebody pays or a notification comes in. */
export const meanwhile: Arbitrary<Step> = tuple(constantFrom(...CHANNELS), nat(20), boolean(), boolean()).map(
  ([name, index, pays, notified]) =>
    new Step(
      `during the next call to ${name}:${pays ? ' a payment' : ''}${notified ? ' a notification' : ''}`,
      async (_model, world) => {
        const channel = world.channels[name];
        channel.faults.meanwhile = async () => {
          if (pays) payTrade(channel, index, false);
          if (notified) await deliver(world, channel, index, 'once');
        };
      },
    ),
);

export const powerFails: Arbitrary<Step> = integer({ min: 1, max: 6 }).map(
  (hits) =>
    new Step(`the power will fail at the ${hits}. point`, async (_model, world) => {
      world.cutPowerAt(hits);
    }),
);

/** Everything that is under way arrives in one moment: what kiosks hold, what channels tell, and the work of the server. */
export const everythingAtOnce: Arbitrary<Step> = constantFrom(1, 60_000).map(
  (ms) =>
    new Step(`${ms} ms later everything arrives at once`, async (model, world) => {
      world.pass(ms);
      const { signal } = new AbortController();
      const done = await Promise.allSettled([
        ...settleTheRest(model, world),
        ...Object.values(world.channels).flatMap((channel) =>
          channel.outbox.map((_, index) => deliver(world, channel, index, 'again-later')),
        ),
        world.resolver.runOnce(),
        world.refundJob.run(signal),
        world.prepaymentJob.run(signal),
      ]);
      for (const one of done) if (one.status === 'rejected' && !(one.reason instanceof PowerCut)) throw one.reason;
    }),
);

/** The statement of the channel is read while the day is not over yet. */
export const statementIsRead: Arbitrary<Step> = tuple(constantFrom(...CHANNELS), nat(20)).map(
  ([name, index]) =>
    new Step(`the statement of ${name} tells of trade ${index}`, async (_model, world) => {
      const paid = [...world.channels[name].trades.values()].filter(({ state }) => state === 'paid');
      const trade = pick(paid, index);
      if (!trade) return;
      const { transactionId, paidAt, order } = trade;
      const line = { transactionId, paidAt, amountFen: order.amountFen };
      await learnFromStatement(world.context, name, order.outTradeNo, line);
    }),
);
