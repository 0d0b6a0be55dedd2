import { failed, ok } from '@louting/common/result';
import { describe, expect, it } from 'vitest';
import type { WayIn } from '../screens/ways-in.ts';
import { configuration, household, identified, startFlows, type TestFlows } from './test-effects.ts';

async function choose(way: WayIn): Promise<TestFlows> {
  const flows = startFlows();
  await flows.open();
  flows.session.send({ type: 'start' });
  flows.session.send({ type: 'choose-way', way });
  return flows;
}

function type(flows: TestFlows, digits: string): void {
  for (const digit of digits) flows.session.send({ type: 'press-digit', digit: Number(digit) });
}

async function toCode(): Promise<TestFlows> {
  const flows = await choose('phone-code');
  type(flows, '13800001234');
  flows.session.send({ type: 'accept-typed' });
  await flows.answer('sendPhoneCode', ok({ codeId: 'code-1', resendAfterS: 60 }));
  return flows;
}

const IDENTIFICATION = identified(2).identificationId;

describe('ways in', () => {
  it('four, the card first; one that is off says why and cannot be chosen', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'start' });
    const on = ['card', 'owner-phone', 'phone-code', 'room'].map((way) => ({ way, available: true }));
    expect(flows.screen()).toMatchObject({ screen: 'identify', ways: on });
    flows.session.send({ type: 'device', report: { role: 'card-reader', state: 'absent', code: 'LT-3001' } });
    expect(flows.screen()).toMatchObject({ ways: [{ way: 'card', available: false, reason: 'LT-3001' }, {}, {}, {}] });
    flows.session.send({ type: 'choose-way', way: 'card' });
    expect(flows.screen().screen).toBe('identify');
    flows.session.send({ type: 'device', report: { role: 'card-reader', state: 'ok' } });
    flows.session.send({ type: 'choose-way', way: 'card' });
    expect(flows.screen()).toMatchObject({ screen: 'present-card', cardReader: 'ready' });
    flows.session.send({ type: 'back' });
    flows.session.send({ type: 'back' });
    expect(flows.screen().screen).toBe('idle');
  });

  it('only the card is offered: nothing is to be chosen', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'configuration', configuration: { ...configuration, ways: ['card'] } });
    flows.session.send({ type: 'start' });
    expect(flows.screen().screen).toBe('present-card');
    flows.session.send({ type: 'back' });
    expect(flows.screen().screen).toBe('idle');
  });

  it('phone number and code: typed, sent, masked; of two homes one is chosen', async () => {
    const flows = await choose('phone-code');
    type(flows, '138000012349');
    expect(flows.screen(), 'the twelfth digit is not taken').toMatchObject({ digits: '13800001234' });
    flows.session.send({ type: 'erase-digit' });
    flows.session.send({ type: 'accept-typed' });
    expect(flows.questions(), 'ten digits').toEqual([]);
    type(flows, '4');
    flows.session.send({ type: 'accept-typed' });
    expect(flows.inputOf('sendPhoneCode')).toEqual({ phone: '13800001234' });
    await flows.answer('sendPhoneCode', ok({ codeId: 'code-1', resendAfterS: 60 }));
    expect(JSON.stringify(flows.screen())).not.toContain('13800001234');
    expect(flows.screen()).toMatchObject({ screen: 'phone-code', phoneMasked: '138****1234', digits: '' });
    type(flows, '042917');
    flows.session.send({ type: 'accept-typed' });
    expect(flows.inputOf('identifyBy')).toEqual({ way: 'phone-code', codeId: 'code-1', code: '042917' });
    await flows.answer('identifyBy', ok(identified(2)));
    expect(flows.screen()).toMatchObject({ screen: 'choose-home', homes: [{}, { roomLabel: '3栋2单元*02' }] });
    flows.session.send({ type: 'choose-home', home: 1 });
    const credential = { type: 'identified', identificationId: IDENTIFICATION, home: 1 };
    expect(flows.inputOf('openSession')).toEqual({ credential });
    await flows.answer('openSession', ok(household));
    expect(flows.screen().screen).toBe('bills');
    expect(JSON.stringify(flows.session.getSnapshot().context), 'the number is forgotten').not.toContain('1380000');
  });

  it('a number that is none is said before anything is sent', async () => {
    const flows = await choose('phone-code');
    type(flows, '12345678901');
    flows.session.send({ type: 'accept-typed' });
    expect(flows.screen()).toMatchObject({ screen: 'phone-number', problem: 'LT-1009' });
    expect(flows.questions()).toEqual([]);
  });

  it('a wrong code is typed again; after a minute another can be sent without typing the number', async () => {
    const flows = await toCode();
    type(flows, '111111');
    flows.session.send({ type: 'accept-typed' });
    await flows.answer('identifyBy', failed('LT-1010'));
    expect(flows.screen()).toMatchObject({ screen: 'phone-code', digits: '', problem: 'LT-1010' });
    flows.session.send({ type: 'resend-code' });
    expect(flows.questions(), 'too soon').toEqual([]);
    for (let second = 0; second < 60; second += 1) flows.clock.increment(1_000);
    expect(flows.screen()).toMatchObject({ resendSecondsLeft: 0, resendOfSeconds: 60 });
    flows.session.send({ type: 'resend-code' });
    expect(flows.inputOf('sendPhoneCode')).toEqual({ phone: '13800001234' });
    await flows.answer('sendPhoneCode', failed('LT-1008'));
    expect(flows.screen()).toMatchObject({ screen: 'way-problem', way: 'phone-code', code: 'LT-1008' });
    flows.session.send({ type: 'retry' });
    expect(flows.screen()).toMatchObject({ screen: 'phone-number', digits: '13800001234' });
  });

  it('room and last digits: building, unit, door, four digits; wrong ones again, a locked room is said', async () => {
    const flows = await choose('room');
    const buildings = [
      { code: '1', units: ['1'] },
      { code: '3', units: ['1', '2'] },
    ];
    await flows.answer('doorsHere', ok({ buildings }));
    expect(flows.screen()).toMatchObject({ screen: 'door', part: 'building', doors: ['1', '3'] });
    flows.session.send({ type: 'choose-door', door: '1' });
    expect(flows.screen(), 'one entrance is no choice').toMatchObject({ screen: 'room-number', unit: '1' });
    flows.session.send({ type: 'back' });
    flows.session.send({ type: 'choose-door', door: '3' });
    flows.session.send({ type: 'choose-door', door: '2' });
    type(flows, '1001');
    flows.session.send({ type: 'accept-typed' });
    expect(JSON.stringify(flows.screen()), 'the door is not shown beside the digits').not.toContain('1001');
    type(flows, '9999');
    flows.session.send({ type: 'accept-typed' });
    await flows.answer('identifyBy', failed('LT-1013'));
    expect(flows.screen()).toMatchObject({ screen: 'room-check', digits: '', problem: 'LT-1013' });
    type(flows, '1234');
    flows.session.send({ type: 'accept-typed' });
    const claim = { way: 'room', building: '3', unit: '2', room: '1001', lastFour: '1234' };
    expect(flows.inputOf('identifyBy')).toEqual(claim);
    await flows.answer('identifyBy', failed('LT-1014'));
    expect(flows.screen()).toMatchObject({ screen: 'way-problem', way: 'room', code: 'LT-1014' });
  });

  it('the owner’s phone: the code counts down, opens by itself, and is ended when nobody waits for it', async () => {
    const flows = await choose('owner-phone');
    const shown = { showingId: 's-1', pageUrl: 'https://fees.example/w/s-1', number: '42', livesS: 180 };
    await flows.answer('showCode', ok(shown));
    flows.clock.increment(1_000);
    const seen = { content: shown.pageUrl, number: '42' };
    expect(flows.screen()).toMatchObject({ screen: 'owner-phone', shown: seen, secondsLeft: 179 });
    await flows.answer('watchShowing', failed('LT-1017'));
    expect(flows.screen()).toMatchObject({ screen: 'way-problem', code: 'LT-1017' });
    flows.session.send({ type: 'retry' });
    await flows.answer('showCode', ok(shown));
    flows.session.send({ type: 'back' });
    expect(flows.questions(), 'nobody watches it').toEqual([]);
    flows.session.send({ type: 'choose-way', way: 'owner-phone' });
    await flows.answer('showCode', ok(shown));
    await flows.answer('watchShowing', ok(identified(1)));
    expect(flows.screen().screen).toBe('identifying');
  });

  it('a weak session sees bills and pays; what is kept for the household is not offered', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'card', uid: '04A1B2C3' });
    await flows.answer('openSession', ok({ ...household, strength: 'weak', refundCount: 0 }));
    expect(flows.screen()).toMatchObject({ screen: 'bills', canTopUp: false, refundCount: 0 });
    flows.session.send({ type: 'top-up' });
    expect(flows.screen().screen).toBe('bills');
  });
});

describe('a card that is taken off the reader', () => {
  it('after it lay there: a short "still there?", and the screen is free; a quick tap means nothing', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'card', uid: '04A1B2C3' });
    await flows.answer('openSession', ok(household));
    flows.clock.increment(1_000);
    flows.session.send({ type: 'card-removed' });
    expect(flows.screen().stillThere).toBeUndefined();
    flows.clock.increment(20_000);
    flows.session.send({ type: 'card-removed' });
    expect(flows.screen().stillThere).toEqual({ secondsLeft: 15, ofSeconds: 15 });
    flows.session.send({ type: 'i-am-here' });
    expect(flows.screen().stillThere).toBeUndefined();
    flows.session.send({ type: 'card-removed' });
    for (let second = 0; second < 15; second += 1) flows.clock.increment(1_000);
    expect(flows.screen().screen).toBe('goodbye');
  });
});
