import { fen } from '@louting/common/money';
import { failed, ok } from '@louting/common/result';
import { describe, expect, it } from 'vitest';
import {
  bill,
  configuration,
  household,
  order,
  ORDER_ID,
  receipt,
  startFlows,
  type TestFlows,
} from './test-effects.ts';

const NINE = Date.UTC(2026, 10, 28, 1, 12);
const CARS = [
  { stayId: 'stay-1', plateMasked: '浙A·**2C3', enteredAt: NINE },
  { stayId: 'stay-2', plateMasked: '浙C·**123', enteredAt: NINE },
];
const stay = {
  stayId: 'stay-1',
  plateMasked: '浙A·**2C3',
  enteredAt: NINE,
  pricedAt: NINE,
  minutes: 200,
  lines: [],
  paidFen: fen(0),
  owedFen: fen(1_100),
  graceMinutes: 15,
};
const ofStay = { ...household, strength: 'weak' as const, onBehalf: true, bills: [bill('b-stay', 1_100)], stay };

async function typed(digits = '123'): Promise<TestFlows> {
  const flows = startFlows();
  await flows.open();
  for (const role of ['cash-acceptor', 'receipt-printer'] as const) {
    flows.session.send({ type: 'device', report: { role, state: 'ok' } });
  }
  flows.session.send({ type: 'find-car' });
  for (const digit of digits) flows.session.send({ type: 'press-digit', digit: Number(digit) });
  flows.session.send({ type: 'accept-typed' });
  return flows;
}

async function atSum(): Promise<TestFlows> {
  const flows = await typed();
  await flows.answer('findCars', ok({ cars: CARS.slice(0, 1), more: false }));
  await flows.answer('openSession', ok(ofStay));
  return flows;
}

describe('paying for a car that parked', () => {
  it('digits, the car among two, the sum, cash, the paper, and out within fifteen minutes', async () => {
    const flows = await typed();
    expect(flows.inputOf('findCars')).toEqual({ digits: '123' });
    await flows.answer('findCars', ok({ cars: CARS, more: true }));
    // Neither of the two: those before them are asked for, and one page goes back to the other.
    flows.session.send({ type: 'earlier-cars' });
    expect(flows.inputOf('findCars')).toEqual({ digits: '123', after: 'stay-2' });
    expect(flows.screen()).toMatchObject({ screen: 'stay-cars', asking: true });
    await flows.answer('findCars', ok({ cars: [{ stayId: 'stay-3', plateMasked: '沪A·**123' }], more: false }));
    expect(flows.screen()).toMatchObject({ cars: [{ stayId: 'stay-3' }], more: false, asking: false });
    flows.session.send({ type: 'earlier-cars' });
    flows.session.send({ type: 'back' });
    expect(flows.screen()).toMatchObject({ screen: 'stay-cars', cars: CARS });
    flows.session.send({ type: 'choose-car', stayId: 'of somebody else' });
    flows.session.send({ type: 'choose-car', stayId: 'stay-1' });
    expect(flows.inputOf('openSession')).toEqual({ credential: { type: 'stay', stayId: 'stay-1' } });
    await flows.answer('openSession', ok(ofStay));
    expect(flows.screen()).toMatchObject({ screen: 'stay-sum', stay: { owedFen: 1_100, minutes: 200 } });
    flows.session.send({ type: 'pay' });
    flows.session.send({ type: 'back' });
    expect(flows.screen().screen).toBe('stay-sum');
    flows.session.send({ type: 'pay' });
    flows.session.send({ type: 'choose-method', method: 'cash' });
    expect(flows.inputOf('openOrder')).toMatchObject({ billIds: ['b-stay'], amountFen: 1_100, keepsNothing: true });
    await flows.answer('openOrder', { orderId: ORDER_ID, result: ok(order('PENDING', 'cash')) });
    expect(flows.screen()).toMatchObject({ screen: 'cash', purpose: 'stay' });

    // What is over can only go back: there is nobody to keep it for.
    await flows.answer('takeNote', ok({ noteId: 'n', denominationFen: fen(2_000) }));
    expect(flows.screen()).toMatchObject({ screen: 'cash-overpay', keepsNothing: true });
    flows.session.send({ type: 'accept-overpay' });
    expect(flows.screen().screen).toBe('cash-overpay');
    flows.session.send({ type: 'return-note' });
    await flows.answer('returnNote', { outcome: 'returned' });
    await flows.answer('takeNote', ok({ noteId: 'n', denominationFen: fen(1_100) }));
    await flows.answer('stackNote', { outcome: 'stacked', denominationFen: fen(1_100) });
    expect(flows.inputOf('settleCash')).toMatchObject({ disposition: 'bills', excess: 'unclaimed' });
    await flows.answer('settleCash', ok({ ...order('SUCCEEDED', 'cash'), receipt }));
    expect(flows.screen()).toMatchObject({ screen: 'success', purpose: 'stay', leaveMinutes: 15 });
  });

  it('no car with these digits: it says what to do, and the next digit begins anew', async () => {
    const flows = await typed('45');
    await flows.answer('findCars', failed('LT-2861'));
    expect(flows.screen()).toMatchObject({ screen: 'stay-plate', digits: '', problem: 'LT-2861' });
    flows.session.send({ type: 'press-digit', digit: 7 });
    expect(flows.screen()).toMatchObject({ digits: '7', asking: false });
    flows.session.send({ type: 'accept-typed' });
    expect(flows.screen(), 'one digit is too little').toMatchObject({ asking: false });
    flows.session.send({ type: 'back' });
    expect(flows.screen().screen).toBe('idle');
  });

  it('not this car: its session ends and nothing of it stays', async () => {
    const flows = await atSum();
    flows.session.send({ type: 'back' });
    expect(flows.screen()).toMatchObject({ screen: 'stay-plate', digits: '' });
    expect(flows.session.getSnapshot().context).toMatchObject({
      session: undefined,
      credential: undefined,
      chosen: [],
    });
  });

  it('nothing is owed: nothing can be paid; the server away: not even cash', async () => {
    const free = await typed();
    await free.answer('findCars', ok({ cars: CARS.slice(0, 1), more: false }));
    await free.answer('openSession', ok({ ...ofStay, bills: [], stay: { ...stay, owedFen: fen(0), why: 'free' } }));
    free.session.send({ type: 'pay' });
    expect(free.screen()).toMatchObject({ screen: 'stay-sum', stay: { why: 'free' } });

    const flows = await atSum();
    flows.session.send({ type: 'pay' });
    flows.session.send({ type: 'trouble', code: 'LT-5001' });
    expect(flows.screen()).toMatchObject({ screen: 'method', purpose: 'stay' });
    expect(JSON.stringify(flows.screen())).not.toContain('"available":true');
  });

  it('a community without a gate has no such key, and no way behind it', async () => {
    const flows = startFlows();
    await flows.open();
    expect(flows.screen()).toMatchObject({ screen: 'idle', parking: true });
    flows.session.send({ type: 'configuration', configuration: { ...configuration, parkingStays: false } });
    flows.session.send({ type: 'find-car' });
    expect(flows.screen()).not.toHaveProperty('parking');
  });
});
