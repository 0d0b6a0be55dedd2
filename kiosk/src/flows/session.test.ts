import { failed, ok } from '@louting/common/result';
import { describe, expect, it } from 'vitest';
import {
  configuration,
  flush,
  household,
  order,
  ORDER_ID,
  receipt,
  startFlows,
  toMethod,
  type TestFlows,
} from './test-effects.ts';

async function toQr(flows: TestFlows): Promise<void> {
  await toMethod(flows);
  flows.session.send({ type: 'choose-method', method: 'wechat-qr' });
  await flows.answer('openOrder', { orderId: ORDER_ID, result: ok(order('PENDING')) });
}

function seconds(flows: TestFlows, count: number): void {
  for (let second = 0; second < count; second += 1) flows.clock.increment(1_000);
}

describe('session', () => {
  it('card tapped on the idle screen: bills, all ticked', async () => {
    const flows = startFlows();
    await flows.open();
    expect(flows.screen()).toMatchObject({ screen: 'idle', cardReader: 'ready', kioskNumber: 'K001' });
    flows.session.send({ type: 'card', uid: '04A1B2C3' });
    expect(flows.screen().screen).toBe('identifying');
    await flows.answer('openSession', ok(household));
    expect(flows.screen()).toMatchObject({ screen: 'bills', payerMasked: '张*', totalFen: 28_640, chosenFen: 28_640 });
  });

  it('one bill unticked: only the other is paid', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'card', uid: '04A1B2C3' });
    await flows.answer('openSession', ok(household));
    flows.session.send({ type: 'choose-bills' });
    const [first, second] = household.bills.map(({ billId }) => billId);
    flows.session.send({ type: 'toggle-bill', billId: first ?? '' });
    expect(flows.screen()).toMatchObject({ screen: 'choose', chosenFen: 10_000 });
    flows.session.send({ type: 'show-bill', billId: second ?? '' });
    expect(flows.screen().screen).toBe('bill-detail');
    flows.session.send({ type: 'back' });
    flows.session.send({ type: 'pay' });
    flows.session.send({ type: 'choose-method', method: 'alipay-qr' });
    expect(flows.inputOf('openOrder')).toMatchObject({ billIds: [second], amountFen: 10_000, method: 'alipay-qr' });
  });

  it('household prefers elder mode: large type, and twice the time', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'card', uid: '04A1B2C3' });
    await flows.answer('openSession', ok({ ...household, preferences: { mode: 'elder' } }));
    expect(flows.screen().mode).toBe('elder');
    flows.clock.increment(179_000);
    expect(flows.screen().stillThere).toBeUndefined();
    flows.clock.increment(1_000);
    expect(flows.screen().stillThere).toEqual({ secondsLeft: 30, ofSeconds: 30 });
    seconds(flows, 30);
    expect(flows.screen().screen).toBe('goodbye');
    flows.clock.increment(4_000);
    expect(flows.screen()).toMatchObject({ screen: 'idle', mode: 'standard' });
    expect(flows.left).toEqual([`session ${household.sessionId}`]);
  });

  it('card not known: said with its code, and the next card is read at once', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'card', uid: '04A1B2C3' });
    await flows.answer('openSession', failed('LT-1001'));
    expect(flows.screen()).toMatchObject({ screen: 'card-problem', code: 'LT-1001' });
    flows.session.send({ type: 'card', uid: '04FFFFFF' });
    expect(flows.screen().screen).toBe('identifying');
  });

  it('method that is off cannot be chosen', async () => {
    const flows = startFlows();
    await toMethod(flows);
    flows.session.send({ type: 'device', report: { role: 'cash-acceptor', state: 'failed', code: 'LT-3103' } });
    expect(flows.screen()).toMatchObject({
      choices: [{ method: 'cash', available: false, reason: 'LT-3103' }, {}, {}, {}],
    });
    flows.session.send({ type: 'choose-method', method: 'cash' });
    expect(flows.screen().screen).toBe('method');
    flows.session.send({ type: 'configuration', configuration: { ...configuration, methods: ['cash'] } });
    flows.session.send({ type: 'choose-method', method: 'wechat-qr' });
    expect(flows.screen().screen).toBe('method');
  });

  it('disk full while a customer pays: the customer is served to the end, then out of service until it heals', async () => {
    const flows = startFlows();
    await toMethod(flows);
    flows.session.send({ type: 'trouble', code: 'LT-5003' });
    expect(flows.screen().screen).toBe('method');
    flows.session.send({ type: 'cancel' });
    flows.clock.increment(4_000);
    expect(flows.screen()).toMatchObject({ screen: 'out-of-service', code: 'LT-5003' });
    flows.session.send({ type: 'trouble', code: undefined });
    expect(flows.screen().screen).toBe('idle');
  });

  it('journal damaged at the start: out of service, and nothing but a restart opens it', async () => {
    const flows = startFlows();
    await flows.answer('start', failed('LT-5002'));
    flows.session.send({ type: 'trouble', code: 'LT-5001' });
    flows.session.send({ type: 'trouble', code: undefined });
    expect(flows.screen()).toMatchObject({ screen: 'out-of-service', code: 'LT-5002' });
  });

  it('print cut off by the power: after the restart only a marked copy is offered', async () => {
    const flows = startFlows();
    await flows.answer('start', ok({ recovered: [{ orderId: ORDER_ID, receipt, print: 'offer-copy' as const }] }));
    expect(flows.screen()).toMatchObject({ screen: 'success', receipt: { state: 'trouble', problem: 'LT-3205' } });
    expect(flows.questions()).toEqual([]);
    flows.session.send({ type: 'reprint-receipt' });
    expect(flows.questions()).toEqual(['copyReceipt']);
  });
});

describe('QR on the screen', () => {
  it('nobody pays: the ring runs out, the order is closed, and the owner may try again', async () => {
    const flows = startFlows();
    await toQr(flows);
    expect(flows.screen()).toMatchObject({
      screen: 'qr',
      content: 'weixin://wxpay/1',
      secondsLeft: 180,
      ofSeconds: 180,
    });
    seconds(flows, 60);
    expect(flows.screen()).toMatchObject({ screen: 'qr', secondsLeft: 120 });
    expect(flows.screen().stillThere).toBeUndefined();
    seconds(flows, 120);
    expect(flows.questions()).toContain('closeOrder');
    await flows.answer('closeOrder', ok(order('CLOSED')));
    expect(flows.screen()).toMatchObject({ screen: 'failure', code: 'LT-2104', money: 'not-taken', canRetry: true });
  });

  it('closing is answered by a payment that won the race: success', async () => {
    const flows = startFlows();
    await toQr(flows);
    flows.session.send({ type: 'cancel' });
    await flows.answer('closeOrder', ok(order('SUCCEEDED')));
    expect(flows.screen()).toMatchObject({ screen: 'success', amountFen: 28_640 });
  });

  it('order creation unanswered: closed first, so that nothing can be paid twice', async () => {
    const flows = startFlows();
    await toMethod(flows);
    flows.session.send({ type: 'choose-method', method: 'wechat-qr' });
    await flows.answer('openOrder', { orderId: ORDER_ID, result: failed('LT-5001') });
    expect(flows.questions()).toEqual(['closeOrder']);
    await flows.answer('closeOrder', failed('LT-2109'));
    expect(flows.screen()).toMatchObject({ screen: 'failure', code: 'LT-5001', money: 'not-taken' });
  });

  it('outcome unknown for minutes: slip, then the screen is free and the order stays with the resolver', async () => {
    const flows = startFlows();
    await toQr(flows);
    flows.session.send({ type: 'other-method' });
    await flows.answer('closeOrder', failed('LT-2103'));
    seconds(flows, 20);
    await flows.answer('printSlip', failed('LT-3202'));
    expect(flows.screen()).toMatchObject({ screen: 'verifying', reference: '7F3K-92QD', slip: 'none' });
    flows.clock.increment(280_000);
    await flush();
    expect(flows.screen().screen).toBe('goodbye');
    expect(flows.questions()).toEqual([]);
  });
});

describe('receipt', () => {
  it('original printed, copy fails for want of paper: the next print is still a marked copy', async () => {
    const flows = startFlows();
    await toQr(flows);
    await flows.answer('watchOrder', ok(order('SUCCEEDED')));
    await flows.answer('printReceipt', ok());
    flows.session.send({ type: 'reprint-receipt' });
    await flows.answer('copyReceipt', failed('LT-3202'));
    flows.session.send({ type: 'reprint-receipt' });
    expect(flows.questions()).toEqual(['copyReceipt']);
  });

  it('outcome of the print unknown: never printed again without the mark', async () => {
    const flows = startFlows();
    await toQr(flows);
    await flows.answer('watchOrder', ok(order('SUCCEEDED')));
    await flows.answer('printReceipt', failed('LT-3205'));
    expect(flows.screen()).toMatchObject({ screen: 'success', receipt: { state: 'trouble', problem: 'LT-3205' } });
    flows.session.send({ type: 'reprint-receipt' });
    expect(flows.questions()).toEqual(['copyReceipt']);
  });
});
