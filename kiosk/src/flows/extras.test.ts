import { failed, ok } from '@louting/common/result';
import { fen } from '@louting/common/money';
import type { Offer } from '@louting/server/contract/offers-api';
import type { PaidEntry } from '@louting/server/contract/history-api';
import { describe, expect, it } from 'vitest';
import { bill, household, order, ORDER_ID, startFlows, type TestFlows } from './test-effects.ts';

const entry: PaidEntry = {
  orderId: ORDER_ID,
  receiptNumber: 'K001-0000001',
  paidAt: 0,
  amountFen: fen(10_000),
  methodName: '现金',
  onBehalf: false,
  lines: [],
  verifyUrl: 'https://fees.example/r/1',
  copies: 0,
};
const parking: Offer = {
  offerKey: 'lease:1',
  kind: 'parking',
  name: { 'zh-CN': '车位续费', en: 'Parking' },
  priceFen: fen(30_000),
  months: [1, 3, 6, 12],
};
const ways = { sms: true, wechat: true, paper: false };
const wishes = { bill: ways, reminder: ways, receipt: ways };

async function toMore(): Promise<TestFlows> {
  const flows = startFlows();
  await flows.open();
  flows.session.send({ type: 'card', uid: '04A1B2C3' });
  await flows.answer('openSession', ok(household));
  flows.session.send({ type: 'open', place: 'more' });
  expect(flows.screen()).toMatchObject({ screen: 'more', canGoBack: true });
  return flows;
}

describe('beside the open bills', () => {
  it('a year of payments, one of them, its receipt once more, and the paper is out', async () => {
    const flows = await toMore();
    flows.session.send({ type: 'open', place: 'history' });
    expect(flows.screen()).toMatchObject({ screen: 'history', years: [] });
    await flows.answer('paidOf', ok({ year: 2026, years: [2026, 2025], entries: [entry] }));
    flows.session.send({ type: 'pick', id: '2025' });
    expect(flows.inputOf('paidOf')).toEqual({ sessionId: household.sessionId, year: 2025 });
    await flows.answer('paidOf', failed('LT-5001'));
    expect(flows.screen()).toMatchObject({ screen: 'history', problem: 'LT-5001' });
    flows.session.send({ type: 'retry' });
    await flows.answer('paidOf', ok({ year: 2025, years: [2026, 2025], entries: [entry] }));
    flows.session.send({ type: 'pick', id: ORDER_ID });
    expect(flows.screen()).toMatchObject({ screen: 'paid-entry', copy: 'none' });
    flows.session.send({ type: 'reprint-receipt' });
    expect(flows.inputOf('copyReceipt')).toEqual({ orderId: ORDER_ID, receiptNumber: 'K001-0000001' });
    await flows.answer('copyReceipt', failed('LT-3202'));
    expect(flows.screen()).toMatchObject({ screen: 'paid-entry', copy: 'trouble', problem: 'LT-3202' });
    flows.session.send({ type: 'reprint-receipt' });
    await flows.answer('copyReceipt', ok());
    expect(flows.screen()).toMatchObject({ copy: 'printed' });
    flows.session.send({ type: 'back' });
    expect(flows.screen()).toMatchObject({ screen: 'history', year: 2025 });
    flows.session.send({ type: 'back' });
    flows.session.send({ type: 'back' });
    expect(flows.screen().screen).toBe('bills');
  });

  it('three months of parking: its bill alone is paid, and back from the methods are the offers again', async () => {
    const flows = await toMore();
    flows.session.send({ type: 'open', place: 'offers' });
    await flows.answer('offersOf', ok([parking]));
    flows.session.send({ type: 'pick', id: 'lease:1' });
    flows.session.send({ type: 'pick', id: '2' });
    expect(flows.screen()).toMatchObject({ screen: 'offer', making: false });
    flows.session.send({ type: 'pick', id: '3' });
    await flows.answer('takeOffer', failed('LT-5001'));
    expect(flows.screen()).toMatchObject({ screen: 'offer', problem: 'LT-5001' });
    flows.session.send({ type: 'pick', id: '3' });
    const billId = '01890000-0000-7000-8000-0000000000b9';
    await flows.answer('takeOffer', ok(bill(billId, 90_000)));
    expect(flows.screen()).toMatchObject({ screen: 'method', amountFen: 90_000 });
    flows.session.send({ type: 'back' });
    await flows.answer('offersOf', ok([parking]));
    expect(flows.screen().screen).toBe('offers');
    flows.session.send({ type: 'pick', id: 'lease:1' });
    flows.session.send({ type: 'pick', id: '3' });
    await flows.answer('takeOffer', ok(bill(billId, 90_000)));
    flows.session.send({ type: 'choose-method', method: 'wechat-qr' });
    expect(flows.inputOf('openOrder')).toMatchObject({ billIds: [billId], amountFen: 90_000 });
    await flows.answer('openOrder', { orderId: ORDER_ID, result: ok(order('PENDING')) });
    expect(flows.screen().screen).toBe('qr');
  });

  it('a slip for a neighbour, printed; and news by text message turned off', async () => {
    const flows = await toMore();
    flows.session.send({ type: 'open', place: 'pay-slip' });
    const url = 'https://fees.example/p/1';
    await flows.answer('makePaySlip', ok({ slipId: 's', url, validUntil: '2026-11-30' }));
    flows.session.send({ type: 'print-slip' });
    expect(flows.inputOf('printSlip')).toMatchObject({ payForMe: { url } });
    await flows.answer('printSlip', ok());
    expect(flows.screen()).toMatchObject({ screen: 'pay-slip', paper: 'printed' });
    flows.session.send({ type: 'back' });

    flows.session.send({ type: 'open', place: 'about' });
    expect(flows.screen()).toMatchObject({ screen: 'more', places: ['fees', 'wishes'] });
    flows.session.send({ type: 'open', place: 'wishes' });
    await flows.answer('wishesOf', ok(wishes));
    flows.session.send({ type: 'pick', id: 'reminder' });
    flows.session.send({ type: 'pick', id: 'sms' });
    expect(flows.screen()).toMatchObject({ screen: 'wish', type: 'reminder', ways: { sms: false } });
    expect(flows.inputOf('setWishes')).toMatchObject({ type: 'reminder', ways: { sms: false, wechat: true } });
    await flows.answer('setWishes', failed('LT-5001'));
    await flows.answer('wishesOf', ok(wishes));
    expect(flows.screen()).toMatchObject({ screen: 'wishes', loaded: true });
    flows.session.send({ type: 'back' });
    expect(flows.screen()).toMatchObject({ screen: 'more', group: 'about' });
    flows.session.send({ type: 'back' });
    expect(flows.screen()).toMatchObject({ screen: 'more', group: 'more' });
  });

  it('what is charged, from the idle screen too: a card goes before it', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'open', place: 'history' });
    expect(flows.screen().screen).toBe('idle');
    flows.session.send({ type: 'open', place: 'fees' });
    await flows.answer('feeNotice', failed('LT-5001'));
    expect(flows.screen()).toMatchObject({ screen: 'fees', problem: 'LT-5001' });
    flows.session.send({ type: 'back' });
    expect(flows.screen().screen).toBe('idle');
    flows.session.send({ type: 'open', place: 'fees' });
    flows.session.send({ type: 'card', uid: '04A1B2C3' });
    expect(flows.screen().screen).toBe('identifying');
  });

  it('who pays for somebody else sees nothing of the household', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'card', uid: '04A1B2C3' });
    const visitor = { ...household, strength: 'weak' as const, onBehalf: true, refundCount: 0 };
    await flows.answer('openSession', ok(visitor));
    expect(flows.screen()).toMatchObject({ screen: 'bills', onBehalf: true, canTopUp: false });
    flows.session.send({ type: 'open', place: 'more' });
    expect(flows.screen().screen).toBe('bills');
  });
});
