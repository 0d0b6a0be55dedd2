import { failed, ok } from '@louting/common/result';
import { describe, expect, it } from 'vitest';
import { household, order, ORDER_ID, startFlows, toCash, toMethod, type TestFlows } from './test-effects.ts';

const received = ok({ call: 'received' as const });
const coming = (inMinutes: number) => ({ call: 'coming' as const, helper: { name: '王师傅', inMinutes } });

describe('a call for help', () => {
  it('in the middle of a cash payment: who comes is said beside it, and the payment goes on untouched', async () => {
    const flows = startFlows();
    await toCash(flows);
    flows.session.send({ type: 'help' });
    await flows.answer('callHelp', received);
    expect(flows.screen()).toMatchObject({ screen: 'cash', help: 'received' });
    await flows.answer('watchHelp', coming(5));
    expect(flows.screen()).toMatchObject({ help: 'coming', helper: { name: '王师傅', inMinutes: 5 } });
    await flows.answer('watchHelp', coming(4));
    expect(flows.screen()).toMatchObject({ screen: 'cash', helper: { inMinutes: 4 } });
    expect(flows.questions()).toContain('takeNote');
    flows.session.send({ type: 'cancel' });
    await flows.answer('watchHelp', { call: 'over' });
    expect(flows.screen()).toMatchObject({ help: 'none' });
  });

  it('nobody answers in time: the phone is said, and whoever comes after all is said too', async () => {
    const flows = startFlows();
    await toMethod(flows);
    flows.session.send({ type: 'help' });
    await flows.answer('callHelp', received);
    flows.clock.increment(60_000);
    expect(flows.screen().help).toBe('unanswered');
    await flows.answer('watchHelp', coming(2));
    expect(flows.screen().help).toBe('coming');
    flows.clock.increment(1_200_000);
    expect(flows.screen().help).toBe('none');
  });

  it('the line is down: said so, tried again as the same call, and forgotten with the session', async () => {
    const flows = startFlows();
    await toMethod(flows);
    flows.session.send({ type: 'help' });
    expect(flows.inputOf('callHelp')).toEqual({ again: false });
    await flows.answer('callHelp', failed('LT-5001'));
    flows.clock.increment(5_000);
    expect(flows.screen().help).toBe('unreachable');
    expect(flows.inputOf('callHelp')).toEqual({ again: true });
    await flows.answer('callHelp', failed('LT-5001'));
    flows.session.send({ type: 'cancel' });
    flows.clock.increment(4_000);
    expect(flows.screen()).toMatchObject({ screen: 'idle', help: 'none' });
  });

  it('the panel opens with the call where nothing is under way, and leaves by a touch or by itself', async () => {
    const flows = startFlows();
    await toMethod(flows);
    flows.session.send({ type: 'help' });
    expect(flows.screen().helpPanel).toBeDefined();
    flows.session.send({ type: 'close-help' });
    expect(flows.screen()).toMatchObject({ screen: 'method', help: 'calling' });
    expect(flows.screen().helpPanel).toBeUndefined();
    await flows.answer('callHelp', received);
    flows.session.send({ type: 'help' });
    expect(flows.questions()).not.toContain('callHelp');
    expect(flows.screen().helpPanel).toBeDefined();
    flows.clock.increment(20_000);
    expect(flows.screen().helpPanel).toBeUndefined();
    flows.session.send({ type: 'help' });
    flows.session.send({ type: 'end-help' });
    expect(flows.screen().help).toBe('none');
    expect(flows.left).toEqual(['help']);
  });

  it('while money may be on its way the first touch covers nothing', async () => {
    const flows = startFlows();
    await toMethod(flows);
    flows.session.send({ type: 'choose-method', method: 'wechat-qr' });
    flows.session.send({ type: 'help' });
    expect(flows.screen()).toMatchObject({ screen: 'qr', help: 'calling' });
    expect(flows.screen().helpPanel).toBeUndefined();
    flows.session.send({ type: 'help' });
    expect(flows.screen().helpPanel).toBeDefined();
  });
});

describe('a bill that seems wrong', () => {
  async function toDispute(flows: TestFlows): Promise<string> {
    await flows.open();
    flows.session.send({ type: 'card', uid: '04A1B2C3' });
    await flows.answer('openSession', ok(household));
    const billId = household.bills[0]?.billId ?? '';
    flows.session.send({ type: 'show-bill', billId });
    flows.session.send({ type: 'dispute-bill' });
    expect(flows.screen()).toMatchObject({ screen: 'dispute', sending: false });
    return billId;
  }

  it('one answer: noted under a number, and the bill says so from then on', async () => {
    const flows = startFlows();
    const billId = await toDispute(flows);
    flows.session.send({ type: 'complain', complaint: 'already-paid' });
    expect(flows.inputOf('disputeBill')).toEqual({ sessionId: household.sessionId, billId, complaint: 'already-paid' });
    await flows.answer('disputeBill', ok({ reference: '7F3K-92QD' }));
    expect(flows.screen()).toMatchObject({ screen: 'dispute-noted', reference: '7F3K-92QD', days: 3 });
    flows.session.send({ type: 'finish' });
    const dispute = { reference: '7F3K-92QD', progress: 'received' };
    expect(flows.screen()).toMatchObject({ screen: 'bills', disputes: [dispute], bills: [{ dispute }, {}] });
    flows.session.send({ type: 'show-bill', billId });
    flows.session.send({ type: 'dispute-bill' });
    expect(flows.screen().screen).toBe('bill-detail');
  });

  it('refused: said why, and back at the bills', async () => {
    const flows = startFlows();
    await toDispute(flows);
    flows.session.send({ type: 'complain', complaint: 'not-ours' });
    await flows.answer('disputeBill', failed('LT-5003'));
    expect(flows.screen()).toMatchObject({ screen: 'dispute-refused', code: 'LT-5003' });
    flows.session.send({ type: 'finish' });
    expect(flows.screen()).toMatchObject({ screen: 'bills', disputes: [] });
  });
});

describe('three faces on the way out', () => {
  it('asked after a payment only, counted once, and gone by themselves', async () => {
    const flows = startFlows();
    await toMethod(flows);
    flows.session.send({ type: 'choose-method', method: 'wechat-qr' });
    await flows.answer('openOrder', { orderId: ORDER_ID, result: ok(order('SUCCEEDED')) });
    await flows.answer('printReceipt', ok());
    flows.session.send({ type: 'finish' });
    if (flows.screen().screen === 'agreement') flows.session.send({ type: 'cancel' });
    expect(flows.screen()).toMatchObject({ screen: 'goodbye', survey: 'asked' });
    flows.session.send({ type: 'give-face', face: 'poor' });
    flows.session.send({ type: 'give-face', face: 'good' });
    expect(flows.screen()).toMatchObject({ screen: 'goodbye', survey: 'given' });
    expect(flows.left.filter((left) => left.startsWith('face'))).toEqual(['face poor']);
    flows.clock.increment(8_000);
    expect(flows.screen().screen).toBe('idle');
  });
});

describe('frequent questions', () => {
  const words = (text: string) => ({ 'zh-CN': text, en: text });
  const questions = [{ question: words('q'), answer: words('a') }];

  it('from the panel, while nothing is under way, and back to where one was', async () => {
    const flows = startFlows();
    await toMethod(flows);
    flows.session.send({ type: 'help' });
    expect(flows.screen().helpPanel).toMatchObject({ canAsk: true });
    flows.session.send({ type: 'show-questions' });
    expect(flows.screen().helpPanel).toBeUndefined();
    await flows.answer('questions', questions);
    flows.session.send({ type: 'open-question', index: 0 });
    expect(flows.screen()).toMatchObject({ screen: 'questions', open: 0 });
    flows.session.send({ type: 'back' });
    flows.session.send({ type: 'back' });
    expect(flows.screen().screen).toBe('bills');
  });

  it('not while money may be on its way', async () => {
    const flows = startFlows();
    await toCash(flows);
    flows.session.send({ type: 'help' });
    flows.session.send({ type: 'help' });
    expect(flows.screen().helpPanel).toMatchObject({ canAsk: false });
    flows.session.send({ type: 'show-questions' });
    expect(flows.screen().screen).toBe('cash');
  });
});

describe('practice', () => {
  it('a whole payment by cash: said to be one on every screen, and neither server nor device is asked anything', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'practise' });
    const seen: string[] = [];
    const look = () => {
      expect(flows.screen().practice).toBeDefined();
      seen.push(flows.screen().screen);
    };
    look();
    for (const event of [
      { type: 'pretend' },
      { type: 'pay' },
      { type: 'choose-method', method: 'cash' },
      { type: 'pretend' },
      { type: 'pretend' },
      { type: 'pretend' },
    ] as const) {
      flows.session.send(event);
      look();
    }
    expect(seen).toEqual(['practice', 'bills', 'method', 'cash', 'cash', 'cash', 'practice-over']);
    expect([flows.questions(), flows.left]).toEqual([[], []]);
    flows.session.send({ type: 'finish' });
    expect(flows.screen()).toMatchObject({ screen: 'idle' });
    expect(flows.screen().practice).toBeUndefined();
  });

  it('nobody touches it: it asks, and leaves by itself', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'practise' });
    flows.clock.increment(90_000);
    expect(flows.screen().stillThere).toBeDefined();
    for (let second = 0; second < 30; second += 1) flows.clock.increment(1_000);
    expect(flows.screen().screen).toBe('idle');
  });
});
