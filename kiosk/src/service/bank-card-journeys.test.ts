import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cabinet, type Cabinet, type RunningCabinet } from './testing/kiosk-harness.ts';
import { openIntentsIn } from './testing/open-intents.ts';

let place: Cabinet;
let kiosk: RunningCabinet;

beforeEach(async () => {
  place = cabinet();
  const { configuration } = place.server;
  place.server.configuration = { ...configuration, methods: [...configuration.methods, 'bank-card'] };
  kiosk = await place.start();
  await kiosk.shown('idle');
});
afterEach(async () => {
  await kiosk.close();
  place.remove();
});

async function toMethod(): Promise<void> {
  place.devices.tap('04A1B2C3');
  await kiosk.shown('bills');
  kiosk.touch({ intent: 'pay' });
  const { choices, heldCode } = await kiosk.shown('method');
  expect(heldCode).toBe(true);
  expect(choices.map(({ method }) => method)).toEqual(['cash', 'wechat-qr', 'alipay-qr', 'bank-card']);
}

async function payByCard(): Promise<void> {
  await toMethod();
  kiosk.touch({ intent: 'choose-method', method: 'bank-card' });
}

const theOrder = () => [...place.server.orders.values()][0];
const openIntents = () => openIntentsIn(place.stateDirectory);

it('card approved: one sale, booked, receipt', async () => {
  await payByCard();
  await kiosk.shown('success', ({ receipt }) => receipt.state === 'printed');
  expect(place.devices.cardTerminal.sales.size).toBe(1);
  expect(theOrder()?.state).toBe('SUCCEEDED');
  expect(openIntents()).toEqual([]);
});

it('a payer code that is held to the scanner needs no key; another code there is nobody’s', async () => {
  await toMethod();
  await place.devices.scan('https://elsewhere.example');
  await place.devices.scan('130000000000000001');
  await kiosk.shown('verifying');
  expect(theOrder()?.method).toBe('payer-code');
  place.server.payerPays(theOrder()?.orderId ?? '');
  await kiosk.shown('success');
});

it('not enough on the card: said so, nothing taken, another way is open', async () => {
  place.devices.cardTerminal.answer = 'decline';
  await payByCard();
  expect(await kiosk.shown('failure')).toMatchObject({ code: 'LT-3507', money: 'not-taken', canRetry: true });
});

it('owner turns back before the card: the terminal is asked to stop, and the methods are shown', async () => {
  place.devices.cardTerminal.waits = true;
  await payByCard();
  await kiosk.shown('bank-card', ({ canStop }) => canStop);
  kiosk.touch({ intent: 'other-method' });
  await kiosk.shown('method');
  expect(theOrder()?.state).toBe('FAILED');
});

it('a terminal that nobody here can stop: the owner is shown its cancel key, and only that ends the sale', async () => {
  Object.assign(place.devices.cardTerminal, { waits: true, canAbort: false });
  await payByCard();
  await kiosk.shown('bank-card', ({ canStop }) => canStop);
  kiosk.touch({ intent: 'other-method' });
  await kiosk.shown('bank-card', ({ stage, canStop }) => stage === 'cancel-there' && !canStop);
  expect(place.devices.cardTerminal.sales.size).toBe(0);
  place.devices.cardTerminal.pressCancel();
  await kiosk.shown('method');
  expect(theOrder()).toMatchObject({ state: 'FAILED', failure: { code: 'LT-3503' } });
  expect(openIntents()).toEqual([]);
});

it('reply lost, then the power: being verified, found out by status, booked once', async () => {
  place.devices.cardTerminal.dumb = true;
  await payByCard();
  await kiosk.shown('verifying');
  await kiosk.close();
  const restarted = place.start();
  place.devices.cardTerminal.dumb = false;
  kiosk = await restarted;
  await kiosk.shown('success');
  expect(place.devices.cardTerminal.sales.size).toBe(1);
  expect(theOrder()?.state).toBe('SUCCEEDED');
});

it('the server books nothing of it: the money goes back to the card', async () => {
  place.server.booksNoCards = true;
  await payByCard();
  expect(await kiosk.shown('failure')).toMatchObject({ code: 'LT-3508', money: 'returned' });
  expect(place.devices.cardTerminal.reversed).toHaveLength(1);
});

it('the office wants the terminal’s totals: asked once, and told again until the office has them', async () => {
  const { server, devices } = place;
  server.totalsAsked.push({ totalsId: randomUUID(), settles: true });
  devices.cardTerminal.dumb = true;
  devices.report({ role: 'ups', state: 'ok' });
  await expect.poll(() => server.totals).toEqual([{ outcome: 'silent', code: 'LT-3501' }]);
  server.totalsAsked.push({ totalsId: randomUUID(), settles: true });
  devices.cardTerminal.dumb = false;
  devices.report({ role: 'ups', state: 'ok' });
  await expect.poll(() => server.totals.at(-1)).toEqual({ outcome: 'told', netFen: 0, batch: '000001' });
  expect(devices.cardTerminal.totalsAsked).toBe(2);
  expect(openIntents()).toEqual([]);
});
