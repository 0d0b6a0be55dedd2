import { fen } from '@louting/common/money';
import { type Arbitrary, constantFrom, integer, nat, tuple, boolean } from 'fast-check';
import {
  AnomalyRuleSchema,
  type CashSettlementRequest,
  type CreatePaymentOrder,
} from '../../server/src/contract/kiosk-api.ts';
import { type Session } from '../../server/src/contract/session-api.ts';
import { settleCash } from '../../server/src/modules/payments/cash-settlement.ts';
import { chargePayerCode, closeOrder, offerQr } from '../../server/src/modules/payments/channel-orders.ts';
import { recordOrder } from '../../server/src/modules/payments/create-order.ts';
import { openSession } from '../../server/src/modules/sessions/sessions.store.ts';
import type { MoneyModel, OrderOutside } from './money-model.ts';
import { pick, Step } from './step.ts';
import type { World } from './world.ts';

const METHODS = ['wechat-qr', 'alipay-qr', 'payer-code', 'cash'] as const;
const NOTES = [500, 1_000, 2_000, 5_000, 10_000] as const;

/** An owner taps a card and begins to pay some of the bills they see. */
export const beginToPay: Arbitrary<Step> = tuple(
  nat(1),
  nat(2),
  constantFrom(...METHODS),
  integer({ min: 1, max: 7 }),
  nat(4),
).map(
  ([kiosk, household, method, chosen, luck]) =>
    new Step(
      `kiosk ${kiosk}: household ${household} begins ${method} of ${luck === 0 ? 'a part of ' : ''}bills ${chosen}`,
      async (model, world) => {
        const session = await identify(world, kiosk, household);
        const bills = session?.bills.filter((_, index) => ((chosen >> index) & 1) === 1) ?? [];
        if (!session || bills.length === 0) return;
        const due = bills.reduce((sum, bill) => sum + bill.outstandingFen, 0);
        await begin(model, world, kiosk, {
          orderId: world.context.newId(),
          sessionId: session.sessionId,
          purpose: 'bills',
          billIds: bills.map((bill) => bill.billId),
          amountFen: fen(luck === 0 ? Math.max(1, Math.floor(due / 2)) : due),
          method,
          ...(luck === 0 && { partial: true }),
        });
      },
    ),
);

/** An owner keeps money for later bills. */
export const topUp: Arbitrary<Step> = tuple(nat(1), nat(2), constantFrom(...METHODS), constantFrom(5_000, 20_000)).map(
  ([kiosk, household, method, amount]) =>
    new Step(`kiosk ${kiosk}: household ${household} keeps ${amount} fen by ${method}`, async (model, world) => {
      const session = await identify(world, kiosk, household);
      if (!session) return;
      await begin(model, world, kiosk, {
        orderId: world.context.newId(),
        sessionId: session.sessionId,
        purpose: 'prepayment',
        billIds: [],
        amountFen: fen(amount),
        method,
      });
    }),
);

/** The line is lost after the owner was identified: the kiosk takes cash, and tells of it when the line is back. */
export const payOffLine: Arbitrary<Step> = tuple(nat(1), nat(2), integer({ min: 1, max: 3 })).map(
  ([kiosk, household, count]) =>
    new Step(
      `kiosk ${kiosk}: household ${household} puts ${count} notes in while the line is gone`,
      async (model, world) => {
        const session = await identify(world, kiosk, household);
        if (!session || session.bills.length === 0) return;
        const now = world.context.clock.now();
        const order = newOrder(
          {
            orderId: world.context.newId(),
            sessionId: session.sessionId,
            purpose: 'bills',
            billIds: session.bills.map((bill) => bill.billId),
            amountFen: fen(session.bills.reduce((sum, bill) => sum + bill.outstandingFen, 0)),
            method: 'cash',
            takenOffline: { since: now, openedAt: now },
          },
          kiosk,
          model.orders.length,
        );
        model.orders.push(order);
        for (let note = 0; note < count; note += 1) stack(model, world, order, NOTES[note] ?? 500, true);
      },
    ),
);

async function identify(world: World, kiosk: number, household: number): Promise<Session | undefined> {
  const at = world.kiosks[kiosk];
  const home = world.estate.households[household];
  if (!at || !home) throw new Error('no such kiosk or household');
  const credential = { type: 'card', uid: home.cardUid } as const;
  const session = await openSession(world.sessions, at, { sessionId: world.context.newId(), credential });
  return session.ok ? session.value : undefined;
}

async function begin(model: MoneyModel, world: World, kiosk: number, request: CreatePaymentOrder): Promise<void> {
  // Whoever pays like this means it.
  const meant = { ...request, confirmed: [...AnomalyRuleSchema.options] };
  const order = newOrder(meant, kiosk, model.orders.length);
  model.orders.push(order);
  await submit(world, order);
}

/** The kiosk did not hear the answer, or came back from a power cut, and sends the same order again. */
export const submitAgain: Arbitrary<Step> = nat(20).map(
  (index) =>
    new Step(`order ${index} is sent again`, async (model, world) => {
      const order = pick(model.orders, index);
      if (order) await submit(world, order);
    }),
);

async function submit(world: World, order: OrderOutside): Promise<void> {
  const at = world.kiosks[order.kiosk];
  if (!at) throw new Error('no such kiosk');
  const recorded = await recordOrder(world.context, at, order.request);
  if (!recorded.ok) return;
  order.accepted = true;
  await offerQr(world.context, recorded.value, at.number);
}

function newOrder(request: CreatePaymentOrder, kiosk: number, index: number): OrderOutside {
  const prefix = index % 2 === 0 ? '13' : '28';
  const payerCode = `${prefix}${String(index).padStart(16, '0')}`;
  return {
    request,
    kiosk,
    accepted: false,
    stacked: [],
    doubtful: [],
    settlement: undefined,
    settled: false,
    payerCode,
  };
}

/** The payer shows a code; what their bank says comes at once, later or never. */
export const showPayerCode: Arbitrary<Step> = tuple(nat(20), constantFrom('paid', 'pending', 'refused')).map(
  ([index, outcome]) =>
    new Step(`a payer code is shown for order ${index}: ${outcome}`, async (model, world) => {
      const order = pick(
        model.orders.filter(({ request, accepted }) => accepted && request.method === 'payer-code'),
        index,
      );
      const at = order && world.kiosks[order.kiosk];
      if (!order || !at) return;
      for (const channel of Object.values(world.channels)) channel.nextCharge = outcome;
      await chargePayerCode(world.context, at, order.request.orderId, order.payerCode);
    }),
);

export const giveUp: Arbitrary<Step> = nat(20).map(
  (index) =>
    new Step(`order ${index} is closed at the kiosk`, async (model, world) => {
      const order = pick(
        model.orders.filter(({ stacked, doubtful }) => stacked.length + doubtful.length === 0),
        index,
      );
      const at = order && world.kiosks[order.kiosk];
      if (order && at) await closeOrder(world.context, at, order.request.orderId);
    }),
);

/** A note falls into the box: from now on the money is there. */
export const insertNote: Arbitrary<Step> = tuple(nat(20), constantFrom(...NOTES), nat(15)).map(
  ([index, denomination, luck]) =>
    new Step(
      `${denomination} fen into order ${index}${luck === 0 ? ', and nobody can tell' : ''}`,
      async (model, world) => {
        const order = pick(
          model.orders.filter(
            ({ request, accepted, settlement }) => accepted && request.method === 'cash' && !settlement,
          ),
          index,
        );
        if (order) stack(model, world, order, denomination, luck !== 0);
      },
    ),
);

function stack(model: MoneyModel, world: World, order: OrderOutside, denomination: number, told: boolean): void {
  const note = { noteId: world.context.newId(), denominationFen: fen(denomination) };
  // Of two notes that nobody can tell about one is in the box.
  if (told || model.orders.length % 2 === 0) model.boxes[order.kiosk]?.push(note);
  if (told) order.stacked.push({ ...note, stackedAt: world.context.clock.now() });
  else order.doubtful.push(note);
}

/** The owner is done: the kiosk says which notes it holds, again and again until it is answered. */
export const settle: Arbitrary<Step> = tuple(nat(20), boolean(), boolean()).map(
  ([index, toBills, consent]) =>
    new Step(`cash of order ${index} is settled${toBills ? '' : ' as prepayment'}`, async (model, world) => {
      const order = pick(model.orders.filter(hasCash), index);
      if (!order) return;
      order.settlement ??= settlementOf(order, toBills ? 'bills' : 'prepayment', consent ? 'prepayment' : 'unclaimed');
      await sendSettlement(world, order);
    }),
);

function hasCash({ stacked, doubtful }: OrderOutside): boolean {
  return stacked.length + doubtful.length > 0;
}

function settlementOf(
  { stacked, doubtful }: OrderOutside,
  disposition: CashSettlementRequest['disposition'],
  excess: CashSettlementRequest['excess'],
): CashSettlementRequest {
  return { notes: [...stacked], suspenseNotes: [...doubtful], disposition, excess, recovered: false };
}

async function sendSettlement(world: World, order: OrderOutside): Promise<void> {
  const at = world.kiosks[order.kiosk];
  if (!at || !order.settlement) return;
  if (order.request.takenOffline) await submit(world, order);
  const settled = await settleCash(world.context, at, order.request.orderId, order.settlement);
  if (settled.ok) order.settled = true;
}

/** What every kiosk does in the end, whatever happened to it: it sends what it still holds. */
export function settleTheRest(model: MoneyModel, world: World): Promise<void>[] {
  return model.orders.filter(hasCash).map((order) => {
    order.settlement ??= settlementOf(order, 'bills', 'unclaimed');
    return sendSettlement(world, order);
  });
}
