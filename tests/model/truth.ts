import { type MoneyModel, sumOf } from './money-model.ts';
import { numberOf, rowsOf, type World } from './world.ts';

/** Where the money is, by what really happened, against where the books say that it is. */

/** What was put on the office's desk and taken from it: bags that were counted hold what they hold. */
const DESK = `select
  (select coalesce(sum(amount_fen), 0) from deposit where method = 'cash')
  - (select coalesce(sum(return_fen), 0) from deposit_return where method = 'cash' and state = 'DONE')
  - (select coalesce(sum(amount_fen), 0) from refund where route = 'cash' and state = 'SUCCEEDED')
  - (select coalesce(sum(amount_fen), 0) from payment_exception where resolution = 'cash-back')
  - (select coalesce(sum(amount_fen), 0) from cash_deposit) as n`;

export function cashReallyAtOffice(model: MoneyModel, world: World): number {
  const settled = new Set(
    rowsOf<{ collection_id: string }>(
      world,
      `select collection_id from cash_collection where settled_at is not null`,
    ).map((row) => row.collection_id),
  );
  const bags = model.bags.filter(({ collectionId }) => settled.has(collectionId));
  return numberOf(world, DESK) + bags.reduce((sum, { notes }) => sum + sumOf(notes), 0);
}

const BOOKED_AT_OFFICE = `select sum(debit_fen - credit_fen) as n from ledger_balance where account_code = '1001.office'`;

/** Nobody can hand out cash that is not there, nor enter that they did when the books do not have it. */
export function cashToHandOut(model: MoneyModel, world: World): number {
  return Math.min(numberOf(world, BOOKED_AT_OFFICE), cashReallyAtOffice(model, world));
}

const AT_BANK = `select
  (select coalesce(sum(amount_fen), 0) from cash_deposit)
  + (select coalesce(sum(amount_fen), 0) from bank_line where entry_id is not null)
  + (select coalesce(sum(amount_fen), 0) from deposit where method = 'bank')
  - (select coalesce(sum(return_fen), 0) from deposit_return where method = 'bank' and state = 'DONE')
  - (select coalesce(sum(amount_fen), 0) from refund where route = 'bank' and state = 'SUCCEEDED') as n`;

/** By account: what is there. Of a channel: what it took, less what it gave back. */
export function moneyReallyThere(model: MoneyModel, world: World): ReadonlyMap<string, number> {
  const boxes = model.boxes.flat();
  return new Map([
    ['1001', sumOf(boxes)],
    ['1001.office', cashReallyAtOffice(model, world)],
    ['1002', numberOf(world, AT_BANK)],
    ['1012.wechat', keptByChannel(world, 'wechat-pay')],
    ['1012.alipay', keptByChannel(world, 'alipay')],
  ]);
}

/** A refund that went through after it had been given up: until staff say who bears it, the books have its money. */
const NOT_BORNE = `select detail from payment_exception where code = 'LT-2512' and entry_id is null`;

function keptByChannel(world: World, name: 'wechat-pay' | 'alipay'): number {
  const { trades, refunds } = world.channels[name];
  const told = rowsOf<{ detail: string }>(world, NOT_BORNE).map(({ detail }) => detail.replaceAll('-', ''));
  let kept = 0;
  for (const { state, order } of trades.values()) if (state === 'paid') kept += order.amountFen;
  for (const [outRefundNo, { state, request }] of refunds.known) {
    if (state !== 'succeeded') continue;
    if (!told.some((detail) => detail.includes(outRefundNo))) kept -= request.amountFen;
  }
  return kept;
}
