import { auditBooks } from '../../server/src/modules/ledger/ledger.audit.ts';
import { outTradeNoOf } from '../../server/src/modules/payments/channel-orders.ts';
import type { MoneyModel } from './money-model.ts';
import type { World } from './world.ts';

/** Holds after every step: the books by themselves, and no fen in them that nobody gave. */
export async function soundOrThrow(model: MoneyModel, world: World): Promise<void> {
  const { db } = world.storage;
  const audit = await auditBooks(db);
  const broken = audit.invariants.filter(({ breaches }) => breaches.length > 0);
  if (broken.length > 0) throw new Error(JSON.stringify(broken, null, 1));
  const booked = await db
    .selectFrom('payment')
    .innerJoin('payment_order', 'payment_order.order_id', 'payment.order_id')
    .select(['payment.order_id', 'received_fen', 'channel', 'channel_transaction_id', 'method'])
    .execute();
  const cash = new Map(model.orders.map(({ request, stacked }) => [request.orderId, stacked]));
  for (const payment of booked) {
    const given =
      payment.channel === null
        ? (cash.get(payment.order_id) ?? []).reduce((sum, note) => sum + note.denominationFen, 0)
        : takenByChannel(world, payment.channel, payment.order_id);
    if (payment.received_fen > given) {
      throw new Error(`order ${payment.order_id}: ${payment.received_fen} fen are booked, ${given} were given`);
    }
  }
}

function takenByChannel(world: World, channel: 'wechat-pay' | 'alipay', orderId: string): number {
  const trade = world.channels[channel].trades.get(outTradeNoOf(orderId));
  return trade?.state === 'paid' ? trade.order.amountFen : 0;
}

/** Holds when everybody has said what they know: every fen that was given is booked or named. */
export async function nothingIsMissing(model: MoneyModel, world: World): Promise<void> {
  const { db } = world.storage;
  const booked = new Map(
    (await db.selectFrom('payment').select(['order_id', 'received_fen']).execute()).map((row) => [
      row.order_id,
      row.received_fen,
    ]),
  );
  for (const { request, stacked } of model.orders) {
    const given = stacked.reduce((sum, note) => sum + note.denominationFen, 0);
    if (request.method === 'cash' && (booked.get(request.orderId) ?? 0) !== given) {
      throw new Error(`order ${request.orderId}: ${given} fen are in the box, ${booked.get(request.orderId)} booked`);
    }
    for (const channel of ['wechat-pay', 'alipay'] as const) {
      const taken = takenByChannel(world, channel, request.orderId);
      if (taken > 0 && booked.get(request.orderId) !== taken) {
        throw new Error(
          `order ${request.orderId}: ${channel} took ${taken} fen, ${booked.get(request.orderId)} booked`,
        );
      }
    }
  }
  const open = await db
    .selectFrom('payment_order')
    .select(['order_id', 'state', 'method'])
    .where('state', 'in', ['CREATED', 'PENDING', 'UNKNOWN'])
    .execute();
  const stuck = open.filter(({ method }) => method !== 'cash');
  if (stuck.length > 0) throw new Error(`orders never end: ${JSON.stringify(stuck)}`);
}
