import type BetterSqlite from 'better-sqlite3';
import { INVARIANTS } from '../../server/src/modules/ledger/invariants/all-invariants.ts';
import { auditBooks } from '../../server/src/modules/ledger/ledger.audit.ts';
import { outTradeNoOf } from '../../server/src/modules/payments/channel-orders.ts';
import { outRefundNoOf } from '../../server/src/modules/refunds/refunds.store.ts';
import { type MoneyModel, sumOf } from './money-model.ts';
import { moneyReallyThere } from './truth.ts';
import { numberOf, rowsOf, type World } from './world.ts';

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

/** Number of the books as the last check found them: nothing has to be asked again while nobody has written. */
const versionOf = new WeakMap<World, unknown>();

function unchanged(world: World): boolean {
  const version = world.file.pragma('data_version', { simple: true });
  const same = versionOf.get(world) === version;
  versionOf.set(world, version);
  return same;
}

/** Holds after every step: the rules of the books, and no fen in them that nobody gave, nor out of them that nobody got. */
export function soundOrThrow(model: MoneyModel, world: World): void {
  if (unchanged(world)) return;
  const broken = brokenRules(world);
  if (broken.length > 0) throw new Error(JSON.stringify(broken, null, 1));
  nothingInvented(model, world);
  noRefundInvented(world);
}

/** The whole audit, entry by entry and with the chain: at the end of each run. */
export async function auditOrThrow(world: World): Promise<void> {
  const audit = await auditBooks(world.storage.db);
  const broken = audit.invariants.filter(({ breaches }) => breaches.length > 0);
  if (broken.length > 0) throw new Error(JSON.stringify(broken, null, 1));
}

type ChannelName = 'wechat-pay' | 'alipay';

function nothingInvented(model: MoneyModel, world: World): void {
  const booked = rowsOf<{ order_id: string; received_fen: number; channel: ChannelName | null }>(
    world,
    `select payment.order_id, received_fen, channel from payment
     join payment_order on payment_order.order_id = payment.order_id`,
  );
  const cash = new Map(model.orders.map(({ request, stacked }) => [request.orderId, stacked]));
  for (const payment of booked) {
    const given =
      payment.channel === null
        ? sumOf(cash.get(payment.order_id) ?? [])
        : takenByChannel(world, payment.channel, payment.order_id);
    if (payment.received_fen > given) {
      throw new Error(`order ${payment.order_id}: ${payment.received_fen} fen are booked, ${given} were given`);
    }
  }
}

function takenByChannel(world: World, channel: ChannelName, orderId: string): number {
  const trade = world.channels[channel].trades.get(outTradeNoOf(orderId));
  return trade?.state === 'paid' ? trade.order.amountFen : 0;
}

/** The books take a refund for done when it is, and for failed, or do it by another way, only when it had failed. */
function noRefundInvented(world: World): void {
  const decided = rowsOf<{ refund_id: string; channel: ChannelName; state: string; route: string }>(
    world,
    `select refund_id, channel, refund.state, route from refund
     join payment_order on payment_order.order_id = refund.order_id
     where refund.sent_at is not null and channel is not null
       and (refund.state in ('SUCCEEDED', 'FAILED') or route <> 'original')`,
  );
  for (const { refund_id: refundId, channel, state, route } of decided) {
    const at = world.channels[channel].refunds.known.get(outRefundNoOf(refundId));
    const out = state === 'SUCCEEDED' && route === 'original';
    if (out && at?.state !== 'succeeded') {
      throw new Error(`refund ${refundId} is out by the books, at ${channel} it is not`);
    }
    if (!out && at?.state === 'succeeded' && !at.hadFailed) {
      throw new Error(`refund ${refundId} is ${state} by the books, at ${channel} it never failed`);
    }
  }
}

/** Holds when everybody has said what they know: every fen that was given is booked or named, and lies where it lies. */
export function nothingIsMissing(model: MoneyModel, world: World): void {
  const payments = rowsOf<{ order_id: string; received_fen: number }>(world, `select * from payment`);
  const booked = new Map(payments.map((row) => [row.order_id, row.received_fen]));
  for (const { request, stacked } of model.orders) {
    const given = sumOf(stacked);
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
  const stuck = [
    ...rowsOf(
      world,
      `select order_id, state, method from payment_order
      where state in ('CREATED', 'PENDING', 'UNKNOWN') and method <> 'cash'`,
    ),
    ...rowsOf(
      world,
      `select refund_id, state from refund
      where state in ('APPROVED', 'PROCESSING', 'UNKNOWN') and route = 'original'`,
    ),
  ];
  if (stuck.length > 0) throw new Error(`never ends: ${JSON.stringify(stuck)}`);
  for (const [account, there] of moneyReallyThere(model, world)) {
    const said = numberOf(
      world,
      `select sum(debit_fen - credit_fen) as n from ledger_balance where account_code = ?`,
      account,
    );
    if (said !== there) throw new Error(`account ${account}: the books say ${said} fen, ${there} are there`);
  }
}
