import { ok } from '@louting/common/result';
import { learn } from '../../server/src/modules/payments/learnt.ts';
import { orderIdOf } from '../../server/src/modules/payments/channel-orders.ts';
import { auditOrThrow, nothingIsMissing, soundOrThrow } from './invariants.ts';
import { paidOutcome } from './model-channel.ts';
import type { MoneyModel } from './money-model.ts';
import { countEverything } from './steps-of-cash.ts';
import { settleTheRest } from './steps-of-kiosks.ts';
import { tellOfRefund } from './steps-of-refunds.ts';
import { numberOf, type World } from './world.ts';

/** Open orders and refunds are asked ever more rarely, at last every half hour; after some hours all have ended. */
const ROUNDS_TO_END = 80;
const IN_HAND = `select (select count(*) from payment_order where resolve_at is not null)
  + (select count(*) from refund where resolve_at is not null) as n`;

/** The lines work again, the kiosks send what they hold, the channels repeat what nobody acknowledged, all is counted. */
export async function comeToAnEnd(model: MoneyModel, world: World): Promise<void> {
  world.cutPowerAt(0);
  for (const { faults, refunds } of Object.values(world.channels)) {
    Object.assign(faults, { loseRequests: 0, loseAnswers: 0, staleQueries: 0, meanwhile: undefined });
    refunds.next = 'succeeded';
    for (const outRefundNo of refunds.known.keys()) refunds.moveOn(outRefundNo, 'succeeded');
  }
  await Promise.all(settleTheRest(model, world));
  for (let round = 0; round < ROUNDS_TO_END; round += 1) {
    world.pass(300_000);
    await world.resolver.runOnce();
    await world.refundJob.run(new AbortController().signal);
    if (numberOf(world, IN_HAND) === 0) break;
  }
  await readStatements(world);
  await countEverything(model, world);
  soundOrThrow(model, world);
  await auditOrThrow(world);
  nothingIsMissing(model, world);
}

/** The next day's statement of each channel names every payment and refund, also those whose notification was lost. */
async function readStatements(world: World): Promise<void> {
  for (const { name, trades, refunds } of Object.values(world.channels)) {
    for (const [outTradeNo, trade] of trades) {
      if (trade.state !== 'paid') continue;
      const orderId = orderIdOf(outTradeNo) ?? '';
      const outcome = ok(paidOutcome(trade, trade.order.amountFen));
      await learn(world.context, orderId, { channel: name, outcome, from: 'query' });
    }
    for (const outRefundNo of refunds.known.keys()) await tellOfRefund(world, name, outRefundNo);
  }
  // What the statement brought may give twice-paid money back.
  await world.refundJob.run(new AbortController().signal);
}
