import { failed, ok } from '@louting/common/result';
import { fen } from '@louting/common/money';
import { describe, expect, it } from 'vitest';
import type { AnyActorRef } from 'xstate';
import type { KioskEvent, OwnerEvent } from './events.ts';
import {
  configuration,
  flush,
  household,
  identified,
  invoice,
  order,
  ORDER_ID,
  receipt,
  startFlows,
  type TestFlows,
} from './test-effects.ts';

/**
 * Walks every state that the flows can reach: from each, every event of the owner, of the kiosk and of the clock, and
 * every kind of answer to whatever is being asked. Nothing may throw, stop the session, or show a screen without sense.
 */
type Step = { readonly name: string; readonly take: (flows: TestFlows) => Promise<void> };

const EVENTS: readonly (OwnerEvent | KioskEvent)[] = [
  { type: 'start' },
  { type: 'back' },
  { type: 'cancel' },
  { type: 'help' },
  { type: 'i-am-here' },
  { type: 'set-language', language: 'en' },
  { type: 'set-mode', mode: 'elder' },
  { type: 'show-settings' },
  { type: 'close-settings' },
  { type: 'set-theme', theme: 'night' },
  { type: 'set-lowered', lowered: true },
  { type: 'set-dark', dark: true },
  { type: 'headset', plugged: true },
  { type: 'pay' },
  { type: 'choose-bills' },
  { type: 'toggle-bill', billId: household.bills[0]?.billId ?? '' },
  { type: 'show-bill', billId: household.bills[0]?.billId ?? '' },
  { type: 'show-bill', billId: 'of somebody else' },
  { type: 'choose-method', method: 'cash' },
  { type: 'choose-method', method: 'wechat-qr' },
  { type: 'choose-method', method: 'payer-code' },
  { type: 'top-up' },
  { type: 'choose-amount', amountFen: 20_000 },
  { type: 'own-amount' },
  { type: 'press-digit', digit: 5 },
  { type: 'erase-digit' },
  { type: 'accept-amount' },
  { type: 'show-agreement' },
  { type: 'agree-auto-use', yes: true },
  { type: 'agree-duplicate', disposition: 'prepayment' },
  { type: 'confirm-payment' },
  { type: 'show-refunds' },
  { type: 'other-method' },
  { type: 'retry' },
  { type: 'accept-overpay' },
  { type: 'take-change' },
  { type: 'return-note' },
  { type: 'continue-cash' },
  { type: 'stop-cash', disposition: 'bills' },
  { type: 'stop-cash', disposition: 'prepayment' },
  { type: 'open', place: 'more' },
  { type: 'open', place: 'fees' },
  { type: 'print-slip' },
  { type: 'ask-invoice' },
  { type: 'invoice-personal' },
  { type: 'invoice-by-phone' },
  { type: 'reprint-receipt' },
  { type: 'finish' },
  { type: 'card', uid: '04A1B2C3' },
  { type: 'card-removed' },
  { type: 'card-unreadable', code: 'LT-1005' },
  { type: 'note-refused', code: 'LT-3102' },
  { type: 'device', report: { role: 'cash-acceptor', state: 'ok' } },
  { type: 'device', report: { role: 'cash-acceptor', state: 'failed', code: 'LT-3103' } },
  { type: 'configuration', configuration },
  { type: 'trouble', code: 'LT-5003' },
  { type: 'trouble', code: 'LT-5001' },
  { type: 'trouble', code: undefined },
];

/** The same before a session, where something is typed and chosen to say who one is. */
const EVENTS_ON_THE_WAY_IN: readonly (OwnerEvent | KioskEvent)[] = [
  { type: 'start' },
  { type: 'back' },
  { type: 'cancel' },
  { type: 'retry' },
  { type: 'other-method' },
  { type: 'choose-way', way: 'phone-code' },
  { type: 'choose-way', way: 'room' },
  { type: 'choose-way', way: 'owner-phone' },
  { type: 'choose-way', way: 'card' },
  { type: 'press-digit', digit: 1 },
  { type: 'press-digit', digit: 3 },
  { type: 'erase-digit' },
  { type: 'accept-typed' },
  { type: 'resend-code' },
  { type: 'choose-door', door: '3' },
  { type: 'choose-door', door: '2' },
  { type: 'choose-home', home: 1 },
  { type: 'card', uid: '04A1B2C3' },
  { type: 'card-removed' },
  { type: 'trouble', code: 'LT-5001' },
];

/** Nothing here waits for anything: half a minute of one core, however many others want it. */
const PATIENCE_MS = 900_000;

const note = (denominationFen: number) => ok({ noteId: 'n', denominationFen: fen(denominationFen) });
const ORDER_ANSWERS = [
  ok(order('SUCCEEDED')),
  ok(order('CLOSED')),
  ok(order('FAILED')),
  failed('LT-5001'),
  failed('LT-2109'),
];
const NOTE_ANSWERS = [
  { outcome: 'stacked', denominationFen: fen(10_000) },
  { outcome: 'returned' },
  { outcome: 'suspense' },
  { outcome: 'not-stacked', code: 'LT-5003' },
  { outcome: 'open', code: 'LT-3903' },
];

/** What each effect may be answered with. */
const ANSWERS: Readonly<Record<string, readonly unknown[]>> = {
  start: [
    ok({ recovered: [] }),
    ok({ recovered: [{ orderId: ORDER_ID, receipt, print: 'offer-copy' }] }),
    failed('LT-5002'),
  ],
  openSession: [
    ok(household),
    ok({ ...household, bills: [] }),
    ok({ ...household, owed: [{ orderId: ORDER_ID, receipt, print: 'first' }] }),
    failed('LT-1001'),
  ],
  sendPhoneCode: [ok({ codeId: 'c', resendAfterS: 60 }), failed('LT-1008')],
  identifyBy: [ok(identified(1)), ok(identified(2)), failed('LT-1010'), failed('LT-1013'), failed('LT-1014')],
  doorsHere: [ok({ buildings: [{ code: '3', units: ['1', '2'] }] }), ok({ buildings: [] }), failed('LT-5001')],
  showCode: [ok({ showingId: 's', pageUrl: 'https://fees.example/w/1', number: '42', livesS: 180 }), failed('LT-1012')],
  watchShowing: [ok(identified(2)), failed('LT-1017')],
  feeNotice: [failed('LT-5001')],
  refundsOf: [ok([]), failed('LT-5001')],
  invoiceOf: [ok(invoice('none')), failed('LT-5001')],
  wishInvoice: [ok(invoice('ISSUING')), failed('LT-5001'), failed('LT-2901')],
  watchInvoice: [ok(invoice('ISSUED')), failed('LT-2109')],
  agree: [ok({ autoUsePrepayment: true, duplicatePayment: 'refund' }), failed('LT-5001')],
  callHelp: [ok({ call: 'received' }), failed('LT-5001')],
  openOrder: [
    { orderId: ORDER_ID, result: ok(order('PENDING')) },
    { orderId: ORDER_ID, result: ok(order('PENDING', 'cash')), offline: { leftFen: fen(50_000) } },
    { orderId: ORDER_ID, result: failed('LT-2113', 'repeated-payment') },
    { orderId: ORDER_ID, result: failed('LT-2002') },
    { orderId: ORDER_ID, result: failed('LT-5001') },
    { orderId: undefined, result: failed('LT-5003') },
  ],
  watchOrder: ORDER_ANSWERS,
  closeOrder: ORDER_ANSWERS,
  resolveOrder: [
    { resolved: 'order', order: order('SUCCEEDED') },
    { resolved: 'order', order: order('CLOSED') },
    { resolved: 'never-existed' },
    { resolved: 'refused', code: 'LT-2301' },
  ],
  heldPayerCode: [{}],
  readPayerCode: [ok(), failed('LT-2105'), failed('LT-3302'), failed('LT-3903')],
  submitPayerCode: [...ORDER_ANSWERS, ok(order('PENDING')), failed('LT-2106')],
  takeNote: [note(10_000), note(50_000), failed('LT-3103')],
  stackNote: NOTE_ANSWERS,
  returnNote: NOTE_ANSWERS,
  clearNote: NOTE_ANSWERS,
  settleCash: [ok(order('SUCCEEDED', 'cash')), ok(order('UNKNOWN', 'cash')), failed('LT-5001'), failed('LT-2301')],
  printReceipt: [ok(), failed('LT-3202'), failed('LT-3205')],
  copyReceipt: [ok(), failed('LT-3202'), failed('LT-2401')],
  printSlip: [ok(), failed('LT-3202')],
};

function stepsFrom(flows: TestFlows, events: typeof EVENTS): Step[] {
  const steps: Step[] = events.map((event) => ({
    name: JSON.stringify(event),
    take: async (target) => {
      target.session.send(event);
      await flush();
    },
  }));
  for (const milliseconds of [1_000, 60_000, 200_000, 400_000]) {
    steps.push({
      name: `${milliseconds} ms pass`,
      take: async (target) => {
        target.clock.increment(milliseconds);
        await flush();
      },
    });
  }
  for (const name of new Set(flows.questions())) {
    (ANSWERS[name] ?? []).forEach((answer, index) => {
      steps.push({ name: `${name} answered ${index}`, take: (target) => target.answer(name, answer as never) });
    });
    steps.push({ name: `${name} breaks`, take: (target) => target.crash(name) });
  }
  return steps;
}

/** What makes two situations the same: where every machine stands, and whether money is inside. */
function situation(flows: TestFlows): string {
  const { value, children, context } = flows.session.getSnapshot();
  const online = children.online?.getSnapshot();
  const cash = children.cash?.getSnapshot();
  const verifying = (online ?? cash)?.children.verifying?.getSnapshot();
  return JSON.stringify([
    value.flow,
    online?.value,
    online?.context.draft.method,
    cash?.value,
    cash && cash.context.insertedFen > 0,
    cash?.context.suspense,
    cash?.context.leaving,
    verifying?.value,
    children.receipt?.getSnapshot().value,
    children.laterSlip?.getSnapshot().value,
    children.invoice?.getSnapshot().value,
    children.invoice?.getSnapshot().context.view?.state,
    onTheWayIn(flows),
    cash?.context.offlineLeftFen !== undefined,
    context.purpose,
    context.cameFrom === 'top-up',
    context.collecting,
    context.typedYuan > 0,
    context.session !== undefined,
    value.presence,
  ]);
}

/** Everything that an event may move, by identity: contexts, actors, questions asked and answered, time. */
function standing(flows: TestFlows): readonly unknown[] {
  const of = (actor: AnyActorRef): readonly unknown[] => {
    const { value, context, children = {}, status } = actor.getSnapshot();
    const below = Object.values(children as Record<string, AnyActorRef>).flatMap(of);
    return [actor, JSON.stringify(value), context, status, ...below];
  };
  return [...of(flows.session), ...flows.questions(), flows.asked(), flows.left.length, flows.clock.now()];
}

function isAsBefore(before: readonly unknown[], after: readonly unknown[]): boolean {
  return before.length === after.length && before.every((part, index) => part === after[index]);
}

function onTheWayIn(flows: TestFlows): unknown {
  const actor = flows.session.getSnapshot().children.waysIn?.getSnapshot();
  if (!actor) return undefined;
  const { typed, resendLeft } = actor.context;
  return [actor.value, typed.length, typed.startsWith('13'), resendLeft > 0];
}

async function replay(path: readonly Step[]): Promise<TestFlows> {
  const flows = startFlows();
  for (const role of ['card-reader', 'cash-acceptor', 'receipt-printer', 'barcode-reader'] as const) {
    flows.session.send({ type: 'device', report: { role, state: 'ok' } });
  }
  for (const step of path) await step.take(flows);
  return flows;
}

async function walk(
  maximum: number,
  events: typeof EVENTS,
  goesOn: (flows: TestFlows) => boolean = () => true,
): Promise<{ readonly situations: number; readonly steps: number; readonly screens: Set<string> }> {
  const screens = new Set<string>();
  const start = await replay([]);
  const known = new Set([situation(start)]);
  const queue: (readonly Step[])[] = [[]];
  let taken = 0;
  for (const path of queue) {
    const here = await replay(path);
    screens.add(here.screen().screen);
    // Most events mean nothing where they come: whoever stayed as they were take the next one too.
    let flows = await replay(path);
    for (const step of stepsFrom(here, events)) {
      const before = standing(flows);
      await step.take(flows);
      taken += 1;
      check(here, flows, [...path, step].map(({ name }) => name).join(' → '));
      const key = situation(flows);
      if (!known.has(key) && known.size < maximum && goesOn(flows)) {
        known.add(key);
        queue.push([...path, step]);
      }
      if (isAsBefore(before, standing(flows))) continue;
      flows.session.stop();
      flows = await replay(path);
    }
    flows.session.stop();
    here.session.stop();
  }
  return { situations: known.size, steps: taken, screens };
}

function check(before: TestFlows, after: TestFlows, path: string): void {
  if (after.errors.length > 0) throw new Error(`${path}: ${String(after.errors[0])}`);
  if (after.session.getSnapshot().status !== 'active') throw new Error(`${path}: the session ended`);
  const screen = after.screen();
  if (screen.stillThere && moneyInside(after)) throw new Error(`${path}: asked "still there?" with money inside`);
  if (moneyInside(before) && screen.screen === 'idle') throw new Error(`${path}: idle with money inside`);
}

function moneyInside(flows: TestFlows): boolean {
  const cash = flows.session.getSnapshot().children.cash?.getSnapshot();
  return (
    cash !== undefined && (cash.context.insertedFen > 0 || cash.context.escrow !== undefined || cash.context.suspense)
  );
}

describe('every event in every state', () => {
  it(
    'throws nothing, ends nothing, and never takes the owner for gone with money inside',
    { timeout: PATIENCE_MS },
    async () => {
      const { situations, screens } = await walk(560, EVENTS);
      expect(situations).toBeGreaterThan(60);
      for (const screen of [
        'out-of-service',
        'idle',
        'bills',
        'choose',
        'bill-detail',
        'nothing-owed',
        'method',
        'qr',
        'top-up',
        'top-up-amount',
        'agreement',
        'confirm-payment',
        'booked-later',
        'refunds',
        'more',
        'invoice',
      ]) {
        expect(screens).toContain(screen);
      }
      for (const screen of [
        'payer-code',
        'cash',
        'cash-overpay',
        'cash-stop',
        'verifying',
        'success',
        'failure',
        'goodbye',
      ]) {
        expect(screens).toContain(screen);
      }
    },
  );

  it('on the way in: throws nothing and ends nothing', { timeout: PATIENCE_MS }, async () => {
    const before = (flows: TestFlows) =>
      ['starting', 'idle', 'identify'].includes(flows.session.getSnapshot().value.flow);
    const { screens } = await walk(160, EVENTS_ON_THE_WAY_IN, before);
    for (const screen of [
      'identify',
      'present-card',
      'phone-number',
      'phone-code',
      'door',
      'room-number',
      'owner-phone',
    ]) {
      expect(screens).toContain(screen);
    }
    for (const screen of ['way-problem', 'room-check', 'choose-home']) expect(screens).toContain(screen);
  });
});
