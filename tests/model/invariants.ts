import type BetterSqlite from 'better-sqlite3';
import { INVARIANTS } from '../../server/src/modules/ledger/invariants/all-invariants.ts';
import { auditBooks } from '../../server/src/modules/ledger/ledger.audit.ts';
import { outTradeNoOf } from '../../server/src/modules/payments/channel-orders.ts';
import type { MoneyModel } from './money-model.ts';
import type { World } from './world.ts';

/** Every rule of the books as one prepared statement: asked after each of very many steps. */
const rulesOf = new WeakMap<World, BetterSqlite.Statement>();

function brokenRules(world: World): unknown[] {
  const known = rulesOf.get(world);
  if (known) return known.all();
  const texts = INVARIANTS.map(({ name, breaches }) => {
    const { sql, parameters } = breaches.compile(world.storage.db);
    if (parameters.length > 0) throw new Error(`rule ${name} has parameters`);
    return `select '${name.replaceAll("'", "''")}' as rule, breach from (${sql})`;
  });
  const rules = world.file.prepare(texts.join(' union all '));
  rulesOf.set(world, rules);
  return rules.all();
}

/** Holds after every step: the rules of the books, and no fen in them that nobody gave. */
export async function soundOrThrow(model: MoneyModel, world: World): Promise<void> {
  const broken = brokenRules(world);
  if (broken.length > 0) throw new Error(JSON.stringify(broken, null, 1));
  await nothingInvented(model, world);
}

/** The whole audit, entry by entry and with the chain: at the end of each run. */
export async function auditOrThrow(world: World): Promise<void> {
  const audit = await auditBooks(world.storage.db);
  const broken = audit.invariants.filter(({ breaches }) => breaches.length > 0);
  if (broken.length > 0) throw new Error(JSON.stringify(broken, null, 1));
}

async function nothingInvented(model: MoneyModel, world: World): Promise<void> {
  const { db } = world.storage;
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
