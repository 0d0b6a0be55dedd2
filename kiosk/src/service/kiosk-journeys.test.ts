import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cabinet, type Cabinet, type RunningCabinet } from './testing/kiosk-harness.ts';
import { openIntentsIn } from './testing/open-intents.ts';

const UID = '04A1B2C3';

let place: Cabinet;
let kiosk: RunningCabinet;

beforeEach(async () => {
  place = cabinet();
  kiosk = await place.start();
  await kiosk.shown('idle');
});
afterEach(async () => {
  await kiosk.close();
  place.remove();
});

async function toMethod(): Promise<void> {
  place.devices.tap(UID);
  await kiosk.shown('bills');
  kiosk.touch({ intent: 'pay' });
  await kiosk.shown('method');
}

async function toCash(): Promise<void> {
  await toMethod();
  kiosk.touch({ intent: 'choose-method', method: 'cash' });
  await kiosk.shown('cash', ({ acceptor }) => acceptor === 'ready');
}

async function insert(denominationFen: number, insertedFen: number): Promise<void> {
  await place.devices.insert(denominationFen);
  await kiosk.shown('cash', (model) => model.insertedFen === insertedFen);
}

const theOrder = () => [...place.server.orders.values()][0];
const credited = () => [...place.server.creditedNotes.values()].reduce((sum, value) => sum + value, 0);

const openIntents = () => openIntentsIn(place.stateDirectory);

describe('cash at the kiosk', () => {
  it('over-payment accepted: three notes booked once, the rest kept as prepayment, one receipt', async () => {
    await toCash();
    await insert(10_000, 10_000);
    await insert(10_000, 20_000);
    await place.devices.insert(10_000);
    await kiosk.shown('cash-overpay', ({ excessFen }) => excessFen === 1_360);
    kiosk.touch({ intent: 'accept-overpay' });
    await kiosk.shown('success', ({ receipt }) => receipt.state === 'printed');
    expect(credited()).toBe(30_000);
    expect([...place.server.settlements.values()]).toMatchObject([
      { disposition: 'bills', excess: 'prepayment', recovered: false },
    ]);
    expect(place.devices.printed.map(({ document }) => document.form)).toEqual(['receipt']);
  });

  it('over-payment declined: the note comes back and is credited to nobody', async () => {
    await toCash();
    await insert(20_000, 20_000);
    await place.devices.insert(10_000);
    await kiosk.shown('cash-overpay');
    kiosk.touch({ intent: 'return-note' });
    await kiosk.shown('cash', ({ acceptor, insertedFen }) => acceptor === 'ready' && insertedFen === 20_000);
    expect([...place.devices.notes.values()].map(({ status }) => status)).toEqual(['stacked', 'returned']);
  });

  it('cancelled with nothing inside: the order is closed and nothing is booked', async () => {
    await toCash();
    kiosk.touch({ intent: 'cancel' });
    await kiosk.shown('idle');
    expect(theOrder()?.state).toBe('CLOSED');
    expect(credited()).toBe(0);
    await expect
      .poll(() => place.server.visits)
      .toMatchObject([{ outcome: 'left', way: 'card', method: 'cash', leftAt: 'cash', touches: 3 }]);
  });

  it('cancelled with money inside: used for the bills as far as it goes', async () => {
    await toCash();
    await insert(10_000, 10_000);
    kiosk.touch({ intent: 'cancel' });
    await kiosk.shown('cash-stop');
    kiosk.touch({ intent: 'stop-cash', disposition: 'bills' });
    await kiosk.shown('success');
    expect([...place.server.settlements.values()]).toMatchObject([{ disposition: 'bills', excess: 'unclaimed' }]);
    expect(credited()).toBe(10_000);
  });

  it('bill paid meanwhile: said with LT-2002 before any note is taken', async () => {
    place.server.paidMeanwhile = true;
    await toMethod();
    kiosk.touch({ intent: 'choose-method', method: 'cash' });
    expect(await kiosk.shown('failure')).toMatchObject({ code: 'LT-2002', money: 'not-taken' });
  });

  it('answer of the acceptor lost after stacking: its status decides, and the note is credited once', async () => {
    await toCash();
    place.devices.loseNextStackAnswer = true;
    await insert(10_000, 10_000);
    kiosk.touch({ intent: 'cancel' });
    await kiosk.shown('cash-stop');
    kiosk.touch({ intent: 'stop-cash', disposition: 'prepayment' });
    await kiosk.shown('success');
    expect(credited()).toBe(10_000);
  });

  it('acceptor forgets a note: in suspense, no credit, a slip', async () => {
    await toCash();
    place.devices.forgetNextNote = true;
    await place.devices.insert(10_000);
    expect(await kiosk.shown('failure')).toMatchObject({ code: 'LT-2302', money: 'being-verified' });
    expect(credited()).toBe(0);
    expect([...place.server.settlements.values()]).toMatchObject([
      { notes: [], suspenseNotes: [{ denominationFen: 10_000 }] },
    ]);
    expect(place.devices.printed.at(-1)?.document.form).toBe('slip');
  });

  it('settlement answer lost: the owner sees verifying, then the receipt; booked once', async () => {
    await toCash();
    place.server.loseAnswers.add('settle-cash');
    await place.devices.insert(20_000);
    await kiosk.shown('cash', ({ insertedFen }) => insertedFen === 20_000);
    await place.devices.insert(10_000);
    await kiosk.shown('cash-overpay');
    kiosk.touch({ intent: 'accept-overpay' });
    await kiosk.shown('verifying');
    place.server.loseAnswers.clear();
    await kiosk.shown('success');
    expect(credited()).toBe(30_000);
  });

  it('settlement answered after the owner left with a slip: booked, and no receipt comes out for the next one', async () => {
    await toCash();
    place.server.loseAnswers.add('settle-cash');
    await place.devices.insert(20_000);
    await kiosk.shown('cash', ({ insertedFen }) => insertedFen === 20_000);
    await place.devices.insert(10_000);
    await kiosk.shown('cash-overpay');
    kiosk.touch({ intent: 'accept-overpay' });
    await kiosk.shown('verifying');
    kiosk.touch({ intent: 'finish' });
    await kiosk.shown('goodbye');
    place.server.loseAnswers.clear();
    await expect.poll(openIntents).toEqual([]);
    expect(credited()).toBe(30_000);
    expect(place.devices.printed.map(({ document }) => document.form)).toEqual(['slip']);
  });

  it('refused note: the reason is shown and intake goes on', async () => {
    await toCash();
    place.devices.refuseNote();
    await kiosk.shown('cash', ({ problem }) => problem === 'LT-3102');
    await insert(10_000, 10_000);
  });
});

describe('phone payment at the kiosk', () => {
  it('QR paid: success and a receipt', async () => {
    await toMethod();
    kiosk.touch({ intent: 'choose-method', method: 'wechat-qr' });
    await kiosk.shown('qr', ({ content }) => content !== undefined);
    place.server.payerPays(theOrder()?.orderId ?? '');
    await kiosk.shown('success', ({ receipt }) => receipt.state === 'printed');
  });

  it('another method chosen while the payer pays: the payment that won the race counts', async () => {
    await toMethod();
    kiosk.touch({ intent: 'choose-method', method: 'wechat-qr' });
    await kiosk.shown('qr', ({ content }) => content !== undefined);
    const order = theOrder();
    if (order) place.server.orders.set(order.orderId, { ...order, state: 'SUCCEEDED' });
    kiosk.touch({ intent: 'other-method' });
    await kiosk.shown('success');
  });

  it('QR left unpaid for another method: closed, and the methods are offered again', async () => {
    await toMethod();
    kiosk.touch({ intent: 'choose-method', method: 'alipay-qr' });
    await kiosk.shown('qr', ({ content }) => content !== undefined);
    kiosk.touch({ intent: 'other-method' });
    await kiosk.shown('method');
    expect(theOrder()?.state).toBe('CLOSED');
  });

  it('server lost while closing: verifying until it answers again', async () => {
    await toMethod();
    kiosk.touch({ intent: 'choose-method', method: 'wechat-qr' });
    await kiosk.shown('qr', ({ content }) => content !== undefined);
    place.server.down = true;
    kiosk.touch({ intent: 'other-method' });
    await kiosk.shown('verifying');
    place.server.down = false;
    await kiosk.shown('method');
  });

  it('payer code scanned: charged, then success', async () => {
    await toMethod();
    kiosk.touch({ intent: 'choose-method', method: 'payer-code' });
    await kiosk.shown('payer-code');
    await place.devices.scan('not a payer code');
    await kiosk.shown('payer-code', ({ problem }) => problem === 'LT-2105');
    await place.devices.scan('130000000000000001');
    await kiosk.shown('verifying');
    place.server.payerPays(theOrder()?.orderId ?? '');
    await kiosk.shown('success');
  });
});

describe('somebody comes with a slip', () => {
  it('holds it to the scanner: pays for the household, and is told when the slip is no good', async () => {
    const address = (id: string) => `https://fees.example/p/${id}.abcdefghijklmnopqrstuv`;
    await kiosk.shown('idle');
    await place.devices.scan('130000000000000001');
    await place.devices.scan(address('01890000-0000-7000-8000-00000000bad0'));
    await kiosk.shown('card-problem', ({ code }) => code === 'LT-1031');
    kiosk.touch({ intent: 'retry' });
    await kiosk.shown('identify');
    await place.devices.scan(address('01890000-0000-7000-8000-00000000000a'));
    await kiosk.shown('bills', ({ onBehalf, canSeeMore }) => onBehalf && !canSeeMore);
    kiosk.touch({ intent: 'pay' });
    await kiosk.shown('method');
    kiosk.touch({ intent: 'choose-method', method: 'wechat-qr' });
    await kiosk.shown('qr', ({ content }) => content !== undefined);
    place.server.payerPays(theOrder()?.orderId ?? '');
    await kiosk.shown('success', ({ canAskInvoice }) => !canAskInvoice);
  });
});

describe('receipt at the kiosk', () => {
  it('out of paper: the payment stands, and after a refill the first print is no copy', async () => {
    place.devices.printerFailure = 'LT-3202';
    await toMethod();
    kiosk.touch({ intent: 'choose-method', method: 'wechat-qr' });
    await kiosk.shown('qr', ({ content }) => content !== undefined);
    place.server.payerPays(theOrder()?.orderId ?? '');
    await kiosk.shown('success', ({ receipt }) => receipt.state === 'trouble' && receipt.problem === 'LT-3202');
    expect(theOrder()?.state).toBe('SUCCEEDED');
    place.devices.printerFailure = undefined;
    kiosk.touch({ intent: 'reprint-receipt' });
    await kiosk.shown('success', ({ receipt }) => receipt.state === 'printed');
    kiosk.touch({ intent: 'reprint-receipt' });
    await expect.poll(() => place.devices.printed.length).toBe(2);
    expect(place.devices.printed.map(({ document }) => document.fields.copyMark)).toEqual([undefined, ['补打 1']]);
  });

  it('acceptor absent: cash says why, the rest goes on', async () => {
    place.devices.report({ role: 'cash-acceptor', state: 'absent', code: 'LT-3101' });
    await toMethod();
    const { choices } = await kiosk.shown('method');
    expect(choices.find(({ method }) => method === 'cash')).toEqual({
      method: 'cash',
      available: false,
      reason: 'LT-3101',
    });
    expect(choices.find(({ method }) => method === 'wechat-qr')).toEqual({ method: 'wechat-qr', available: true });
  });
});
