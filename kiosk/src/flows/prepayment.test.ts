import { fen } from '@louting/common/money';
import { failed, ok } from '@louting/common/result';
import type { PaymentOrder } from '@louting/server/contract/kiosk-api';
import type { Session } from '@louting/server/contract/session-api';
import { describe, expect, it } from 'vitest';
import { household, order, ORDER_ID, receipt, startFlows, toMethod, type TestFlows } from './test-effects.ts';

const agreed = { autoUsePrepayment: true, duplicatePayment: 'refund' } as const;
const prepaid: PaymentOrder = order('SUCCEEDED', 'wechat-qr', { receipt: { ...receipt, toPrepaymentFen: fen(1_360) } });

async function toBills(flows: TestFlows, session: Session = household): Promise<void> {
  await flows.open();
  flows.session.send({ type: 'card', uid: '04A1B2C3' });
  await flows.answer('openSession', ok(session));
}

async function payByPhone(flows: TestFlows, paid: PaymentOrder): Promise<void> {
  flows.session.send({ type: 'choose-method', method: 'wechat-qr' });
  await flows.answer('openOrder', { orderId: ORDER_ID, result: ok(order('PENDING')) });
  await flows.answer('watchOrder', ok(paid));
  await flows.answer('printReceipt', ok());
}

describe('money kept for later bills', () => {
  it('an amount by one touch: an order without bills', async () => {
    const flows = startFlows();
    await toBills(flows);
    flows.session.send({ type: 'top-up' });
    expect(flows.screen()).toMatchObject({ screen: 'top-up', amountsFen: [10_000, 20_000, 50_000, 100_000] });
    flows.session.send({ type: 'choose-amount', amountFen: 50_000 });
    expect(flows.screen()).toMatchObject({ screen: 'method', purpose: 'prepayment', amountFen: 50_000 });
    flows.session.send({ type: 'choose-method', method: 'cash' });
    expect(flows.inputOf('openOrder')).toMatchObject({ purpose: 'prepayment', billIds: [], amountFen: 50_000 });
  });

  it('another amount, digit by digit: never below one yuan, never above what may be kept', async () => {
    const flows = startFlows();
    await toBills(flows, { ...household, bills: [] });
    flows.session.send({ type: 'top-up' });
    flows.session.send({ type: 'own-amount' });
    flows.session.send({ type: 'accept-amount' });
    expect(flows.screen()).toMatchObject({ screen: 'top-up-amount', amountFen: 0 });
    for (const digit of [3, 5, 0, 9, 9]) flows.session.send({ type: 'press-digit', digit });
    expect(flows.screen()).toMatchObject({ amountFen: 350_900 });
    flows.session.send({ type: 'erase-digit' });
    flows.session.send({ type: 'accept-amount' });
    expect(flows.screen()).toMatchObject({ screen: 'method', amountFen: 35_000 });
    for (const screen of ['top-up', 'nothing-owed']) {
      flows.session.send({ type: 'back' });
      expect(flows.screen().screen).toBe(screen);
    }
  });

  it('bills are paid afterwards: bills again, not prepayment', async () => {
    const flows = startFlows();
    await toBills(flows);
    flows.session.send({ type: 'top-up' });
    flows.session.send({ type: 'back' });
    flows.session.send({ type: 'pay' });
    expect(flows.screen()).toMatchObject({ screen: 'method', purpose: 'bills', amountFen: 28_640 });
  });

  it('server cannot be reached: nothing may be kept for later', async () => {
    const flows = startFlows();
    await toBills(flows);
    flows.session.send({ type: 'trouble', code: 'LT-5001' });
    expect(flows.screen()).toMatchObject({ canTopUp: false });
    flows.session.send({ type: 'top-up' });
    expect(flows.screen().screen).toBe('bills');
  });
});

describe('agreement about the money kept', () => {
  it('asked once, after a payment that left some: two answers, kept together', async () => {
    const flows = startFlows();
    await toMethod(flows);
    await payByPhone(flows, prepaid);
    flows.session.send({ type: 'finish' });
    expect(flows.screen()).toMatchObject({ screen: 'agreement', question: 'auto-use' });
    flows.session.send({ type: 'agree-auto-use', yes: true });
    flows.session.send({ type: 'agree-duplicate', disposition: 'refund' });
    expect(flows.inputOf('agree')).toEqual({ sessionId: household.sessionId, agreement: agreed });
    await flows.answer('agree', failed('LT-5001'));
    expect(flows.screen()).toMatchObject({ screen: 'agreement', question: 'duplicate', problem: 'LT-5001' });
    flows.session.send({ type: 'agree-duplicate', disposition: 'refund' });
    await flows.answer('agree', ok(agreed));
    expect(flows.screen().screen).toBe('goodbye');
  });

  it('owner has gone, has agreed before, or nothing is left: not asked', async () => {
    const gone = startFlows();
    await toMethod(gone);
    await payByPhone(gone, prepaid);
    gone.clock.increment(30_000);
    expect(gone.screen().screen).toBe('goodbye');

    const known = startFlows();
    await toBills(known, { ...household, agreement: agreed });
    known.session.send({ type: 'pay' });
    await payByPhone(known, prepaid);
    known.session.send({ type: 'finish' });
    expect(known.screen().screen).toBe('goodbye');

    const exact = startFlows();
    await toMethod(exact);
    await payByPhone(exact, order('SUCCEEDED'));
    exact.session.send({ type: 'finish' });
    expect(exact.screen().screen).toBe('goodbye');
  });

  it('changed from the prepayment screen: back there, with what is agreed now', async () => {
    const flows = startFlows();
    await toBills(flows, { ...household, agreement: { ...agreed, autoUsePrepayment: false } });
    flows.session.send({ type: 'top-up' });
    flows.session.send({ type: 'show-agreement' });
    flows.session.send({ type: 'agree-auto-use', yes: true });
    flows.session.send({ type: 'agree-duplicate', disposition: 'refund' });
    await flows.answer('agree', ok(agreed));
    expect(flows.screen()).toMatchObject({ screen: 'top-up', agreement: agreed });
  });
});

describe('unusual payment', () => {
  const asked = { orderId: ORDER_ID, result: failed('LT-2113', 'repeated-payment') };

  it('confirmed: the same order once more, with the rules the owner has seen', async () => {
    const flows = startFlows();
    await toMethod(flows);
    flows.session.send({ type: 'choose-method', method: 'cash' });
    await flows.answer('openOrder', asked);
    expect(flows.screen()).toMatchObject({ screen: 'confirm-payment', amountFen: 28_640, rules: ['repeated-payment'] });
    flows.session.send({ type: 'confirm-payment' });
    expect(flows.inputOf('openOrder')).toMatchObject({ confirm: { orderId: ORDER_ID, rules: ['repeated-payment'] } });
    await flows.answer('openOrder', { orderId: ORDER_ID, result: failed('LT-2113', 'amount-over-limit') });
    flows.session.send({ type: 'confirm-payment' });
    expect(flows.inputOf('openOrder')).toMatchObject({
      confirm: { rules: ['repeated-payment', 'amount-over-limit'] },
    });
  });

  it('not meant: the order is dropped, and the next one is a new one', async () => {
    const flows = startFlows();
    await toMethod(flows);
    flows.session.send({ type: 'choose-method', method: 'wechat-qr' });
    await flows.answer('openOrder', asked);
    flows.session.send({ type: 'back' });
    expect(flows.screen().screen).toBe('method');
    expect(flows.left).toEqual([`order ${ORDER_ID}`]);
    flows.session.send({ type: 'choose-method', method: 'cash' });
    expect(flows.inputOf('openOrder')).not.toHaveProperty('confirm');
  });
});

describe('server cannot be reached', () => {
  it('cash goes on within what may be taken, the other methods say why not', async () => {
    const flows = startFlows();
    await toMethod(flows);
    flows.session.send({ type: 'trouble', code: 'LT-5001' });
    expect(flows.screen()).toMatchObject({
      choices: [
        { method: 'cash', available: true, bookedLater: true },
        { available: false, reason: 'LT-5001' },
        { available: false, reason: 'LT-5001' },
        { available: false, reason: 'LT-5001' },
      ],
    });
    flows.allowance.sessionLeftFen = 28_600;
    flows.session.send({ type: 'trouble', code: 'LT-5001' });
    flows.session.send({ type: 'choose-method', method: 'cash' });
    expect(flows.screen()).toMatchObject({
      screen: 'method',
      choices: [{ available: false, reason: 'LT-5006' }, {}, {}, {}],
    });
  });

  it('no note may go over what may be taken', async () => {
    const flows = startFlows();
    await toMethod(flows);
    flows.session.send({ type: 'choose-method', method: 'cash' });
    const offline = { leftFen: fen(29_000) };
    await flows.answer('openOrder', { orderId: ORDER_ID, result: ok(order('PENDING', 'cash')), offline });
    expect(flows.screen()).toMatchObject({ screen: 'cash', bookedLater: true });
    await flows.answer('takeNote', ok({ noteId: 'n1', denominationFen: fen(20_000) }));
    await flows.answer('stackNote', { outcome: 'stacked', denominationFen: fen(20_000) });
    expect(flows.inputOf('takeNote')).toMatchObject({ limitFen: 9_000 });
  });

  it('slip refused by the printer: asked for again, and the reference stays on the screen', async () => {
    const flows = startFlows();
    await toMethod(flows);
    flows.session.send({ type: 'choose-method', method: 'cash' });
    const offline = { leftFen: fen(50_000) };
    await flows.answer('openOrder', { orderId: ORDER_ID, result: ok(order('PENDING', 'cash')), offline });
    await flows.answer('takeNote', ok({ noteId: 'n1', denominationFen: fen(28_640) }));
    await flows.answer('stackNote', { outcome: 'stacked', denominationFen: fen(28_640) });
    await flows.answer('settleCash', failed('LT-5001'));
    expect(flows.inputOf('printSlip')).toMatchObject({
      bookedLater: { lines: ['物业费 2026-10 186.40元', '物业费 2026-10 100.00元'] },
    });
    await flows.answer('printSlip', failed('LT-3202'));
    expect(flows.screen()).toMatchObject({ screen: 'booked-later', reference: '7F3K-92QD', slip: 'trouble' });
    flows.session.send({ type: 'print-slip' });
    await flows.answer('printSlip', ok());
    expect(flows.screen()).toMatchObject({ slip: 'printed' });
    flows.session.send({ type: 'finish' });
    expect(flows.screen().screen).toBe('goodbye');
  });
});
