import { failed, ok } from '@louting/common/result';
import { fen } from '@louting/common/money';
import { describe, expect, it } from 'vitest';
import { household, order, ORDER_ID, startFlows, toCash, toMethod, type TestFlows } from './test-effects.ts';

async function noteStacked(flows: TestFlows, noteId: string, denominationFen: number): Promise<void> {
  await flows.answer('takeNote', ok({ noteId, denominationFen: fen(denominationFen) }));
  await flows.answer('stackNote', { outcome: 'stacked', denominationFen: fen(denominationFen) });
}

describe('cash intake', () => {
  it('counts note by note, asks consent for the last, settles and prints', async () => {
    const flows = startFlows();
    await toCash(flows);
    expect(flows.screen()).toMatchObject({ screen: 'cash', dueFen: 28_640, acceptor: 'ready' });
    await noteStacked(flows, 'n1', 10_000);
    await noteStacked(flows, 'n2', 10_000);
    expect(flows.screen()).toMatchObject({ screen: 'cash', insertedFen: 20_000, remainingFen: 8_640 });
    await flows.answer('takeNote', ok({ noteId: 'n3', denominationFen: fen(10_000) }));
    expect(flows.screen()).toMatchObject({ screen: 'cash-overpay', noteFen: 10_000, excessFen: 1_360 });
    flows.session.send({ type: 'accept-overpay' });
    expect(flows.inputOf('stackNote')).toMatchObject({ noteId: 'n3', overpayConsent: true });
    await flows.answer('stackNote', { outcome: 'stacked', denominationFen: fen(10_000) });
    expect(flows.inputOf('settleCash')).toMatchObject({ disposition: 'bills', excess: 'prepayment' });
    await flows.answer('settleCash', ok(order('SUCCEEDED', 'cash')));
    expect(flows.screen()).toMatchObject({ screen: 'success', receipt: { state: 'printing' } });
    await flows.answer('printReceipt', ok());
    expect(flows.screen()).toMatchObject({ screen: 'success', receipt: { state: 'printed' } });
    flows.clock.increment(30_000);
    expect(flows.screen().screen).toBe('goodbye');
    expect(flows.left).toEqual([`receipt ${ORDER_ID}`, `session ${household.sessionId}`]);
  });

  it('what is over comes back as change, and the payment is booked with what came out', async () => {
    const flows = startFlows();
    await toCash(flows);
    await noteStacked(flows, 'n1', 20_000);
    await flows.answer('takeNote', ok({ noteId: 'n2', denominationFen: fen(10_000), changeFen: fen(1_360) }));
    expect(flows.screen()).toMatchObject({ screen: 'cash-overpay', canGiveChange: true });
    flows.session.send({ type: 'take-change' });
    expect(flows.inputOf('stackNote')).toMatchObject({ noteId: 'n2', overpayConsent: true });
    await flows.answer('stackNote', { outcome: 'stacked', denominationFen: fen(10_000) });
    expect(flows.screen()).toMatchObject({ screen: 'cash', acceptor: 'paying-change' });
    expect(flows.inputOf('payChange')).toMatchObject({ amountFen: 1_360 });
    await flows.answer('payChange', { outcome: 'settled', paidFen: fen(1_000) });
    expect(flows.inputOf('settleCash')).toMatchObject({ excess: 'prepayment' });
  });

  it('change is promised while the change unit is well, and not when it is absent, low or stuck', async () => {
    const flows = startFlows();
    const tell = (state: 'ok' | 'attention' | 'failed') =>
      flows.session.send({ type: 'device', report: { role: 'change-dispenser', state } });
    await flows.open();
    expect(flows.screen()).not.toHaveProperty('givesChange');
    tell('ok');
    expect(flows.screen()).toMatchObject({ screen: 'idle', givesChange: true });
    await toMethod(flows);
    const cash = () => {
      const screen = flows.screen();
      return screen.screen === 'method' ? screen.choices.find(({ method }) => method === 'cash') : undefined;
    };
    expect(cash()).toMatchObject({ available: true, givesChange: true });
    for (const state of ['attention', 'failed'] as const) {
      tell(state);
      expect(cash()).toEqual({ method: 'cash', available: true });
    }
    tell('ok');
    flows.session.send({ type: 'choose-method', method: 'cash' });
    await flows.answer('openOrder', { orderId: ORDER_ID, result: ok(order('PENDING', 'cash')), givesChange: true });
    expect(flows.screen()).toMatchObject({ screen: 'cash', givesChange: true });
    tell('attention');
    expect(flows.screen()).toMatchObject({ screen: 'cash', givesChange: false });
  });

  it('a coin is counted without a question; what it is over comes back by itself', async () => {
    const flows = startFlows();
    await toCash(flows);
    await noteStacked(flows, 'n1', 28_600);
    await flows.answer('takeNote', ok({ noteId: 'c1', denominationFen: fen(50), isCoin: true, changeFen: fen(10) }));
    await flows.answer('stackNote', { outcome: 'stacked', denominationFen: fen(50) });
    expect(flows.inputOf('payChange')).toMatchObject({ amountFen: 10 });
    await flows.answer('payChange', { outcome: 'open' });
    expect(flows.screen().screen).toBe('verifying');
  });

  it('over-payment declined: the note goes back and the next may enter', async () => {
    const flows = startFlows();
    await toCash(flows);
    await noteStacked(flows, 'n1', 20_000);
    await flows.answer('takeNote', ok({ noteId: 'n2', denominationFen: fen(10_000) }));
    flows.session.send({ type: 'return-note' });
    expect(flows.screen()).toMatchObject({ screen: 'cash', acceptor: 'returning' });
    await flows.answer('returnNote', { outcome: 'returned' });
    expect(flows.screen()).toMatchObject({ screen: 'cash', insertedFen: 20_000, acceptor: 'ready' });
  });

  it('cancelled while a note enters: the note in escrow goes back, nothing is inside, the order is closed', async () => {
    const flows = startFlows();
    await toCash(flows);
    flows.session.send({ type: 'cancel' });
    expect(flows.questions()).toEqual(['clearNote']);
    await flows.answer('clearNote', { outcome: 'returned' });
    await flows.answer('closeOrder', ok(order('CLOSED', 'cash')));
    expect(flows.screen().screen).toBe('goodbye');
  });

  it('cancelled too late: the note was stacked, so the owner is asked what it is for', async () => {
    const flows = startFlows();
    await toCash(flows);
    flows.session.send({ type: 'cancel' });
    await flows.answer('clearNote', { outcome: 'stacked', denominationFen: fen(5_000) });
    expect(flows.screen()).toMatchObject({ screen: 'cash-stop', insertedFen: 5_000 });
    flows.session.send({ type: 'stop-cash', disposition: 'prepayment' });
    expect(flows.inputOf('settleCash')).toMatchObject({ disposition: 'prepayment', excess: 'prepayment' });
  });

  it('note stacking cannot be interrupted by the owner', async () => {
    const flows = startFlows();
    await toCash(flows);
    await flows.answer('takeNote', ok({ noteId: 'n1', denominationFen: fen(10_000) }));
    expect(flows.screen()).toMatchObject({ screen: 'cash', acceptor: 'note-moving', canCancel: false });
    flows.session.send({ type: 'cancel' });
    expect(flows.questions()).toEqual(['stackNote']);
  });

  it('acceptor jams between notes: money stays counted, and intake goes on when the jam is cleared', async () => {
    const flows = startFlows();
    await toCash(flows);
    await noteStacked(flows, 'n1', 10_000);
    await flows.answer('takeNote', failed('LT-3103'));
    await flows.answer('clearNote', { outcome: 'returned' });
    expect(flows.screen()).toMatchObject({
      screen: 'cash',
      acceptor: 'stopped',
      problem: 'LT-3103',
      insertedFen: 10_000,
    });
    flows.session.send({ type: 'device', report: { role: 'cash-acceptor', state: 'failed', code: 'LT-3103' } });
    flows.clock.increment(60_000);
    expect(flows.screen()).toMatchObject({ screen: 'cash', acceptor: 'stopped' });
    flows.session.send({ type: 'device', report: { role: 'cash-acceptor', state: 'ok' } });
    flows.clock.increment(2_000);
    expect(flows.screen()).toMatchObject({ screen: 'cash', acceptor: 'ready' });
  });

  it('bridge back before the note was cleared: intake goes on although no further report comes', async () => {
    const flows = startFlows();
    await toCash(flows);
    await flows.answer('takeNote', failed('LT-3903'));
    flows.session.send({ type: 'device', report: { role: 'cash-acceptor', state: 'failed', code: 'LT-3903' } });
    flows.session.send({ type: 'device', report: { role: 'cash-acceptor', state: 'ok' } });
    await flows.answer('clearNote', { outcome: 'returned' });
    flows.clock.increment(2_000);
    expect(flows.questions()).toEqual(['takeNote']);
  });

  it('disk full before stacking: the note goes back', async () => {
    const flows = startFlows();
    await toCash(flows);
    await flows.answer('takeNote', ok({ noteId: 'n1', denominationFen: fen(10_000) }));
    await flows.answer('stackNote', { outcome: 'not-stacked', code: 'LT-5003' });
    expect(flows.questions()).toEqual(['returnNote']);
  });

  it('note outcome cannot be told: what is sure is settled, the rest gets a slip', async () => {
    const flows = startFlows();
    await toCash(flows);
    await noteStacked(flows, 'n1', 10_000);
    await flows.answer('takeNote', ok({ noteId: 'n2', denominationFen: fen(5_000) }));
    await flows.answer('stackNote', { outcome: 'suspense' });
    await flows.answer('settleCash', ok(order('SUCCEEDED', 'cash')));
    await flows.answer('printReceipt', ok());
    await flows.answer('printSlip', ok());
    expect(flows.screen()).toMatchObject({ screen: 'failure', code: 'LT-2302', money: 'being-verified' });
  });

  it('bridge lost while stacking: verifying with a slip, and the owner may leave', async () => {
    const flows = startFlows();
    await toCash(flows);
    await flows.answer('takeNote', ok({ noteId: 'n1', denominationFen: fen(10_000) }));
    await flows.answer('stackNote', { outcome: 'open', code: 'LT-3903' });
    expect(flows.screen()).toMatchObject({ screen: 'verifying', reference: '7F3K-92QD', slip: 'none' });
    flows.clock.increment(20_000);
    expect(flows.screen()).toMatchObject({ screen: 'verifying', slip: 'printing' });
    await flows.answer('printSlip', ok());
    expect(flows.screen()).toMatchObject({ screen: 'verifying', slip: 'printed' });
    flows.session.send({ type: 'finish' });
    expect(flows.screen().screen).toBe('goodbye');
  });

  it('owner leaves while it is being verified: the slip comes first', async () => {
    const flows = startFlows();
    await toCash(flows);
    await noteStacked(flows, 'n1', 28_640);
    await flows.answer('settleCash', failed('LT-5001'));
    flows.session.send({ type: 'finish' });
    expect(flows.screen()).toMatchObject({ screen: 'verifying', slip: 'printing' });
    await flows.answer('printSlip', ok());
    expect(flows.screen().screen).toBe('goodbye');
  });

  it('settlement unanswered: verifying until the server answers, then the receipt', async () => {
    const flows = startFlows();
    await toCash(flows);
    await noteStacked(flows, 'n1', 28_640);
    await flows.answer('settleCash', failed('LT-5001'));
    expect(flows.screen().screen).toBe('verifying');
    await flows.answer('resolveOrder', { resolved: 'order', order: order('SUCCEEDED', 'cash') });
    expect(flows.screen().screen).toBe('success');
  });

  it('bill paid meanwhile: nothing was taken, and trying again asks for the bills anew', async () => {
    const flows = startFlows();
    await toMethod(flows);
    flows.session.send({ type: 'choose-method', method: 'cash' });
    await flows.answer('openOrder', { orderId: ORDER_ID, result: failed('LT-2002') });
    expect(flows.screen()).toMatchObject({ screen: 'failure', code: 'LT-2002', money: 'not-taken', canRetry: true });
    flows.session.send({ type: 'retry' });
    expect(flows.screen().screen).toBe('identifying');
  });

  it('owner silent with money inside: nobody is ever taken for gone', async () => {
    const flows = startFlows();
    await toCash(flows);
    await noteStacked(flows, 'n1', 10_000);
    flows.clock.increment(3_600_000);
    expect(flows.screen()).toMatchObject({ screen: 'cash', insertedFen: 10_000 });
    expect(flows.screen().stillThere).toBeUndefined();
  });

  it('owner silent with nothing inside: asked, then taken for gone, and the acceptor is cleared', async () => {
    const flows = startFlows();
    await toCash(flows);
    flows.clock.increment(90_000);
    expect(flows.screen().stillThere).toEqual({ secondsLeft: 30, ofSeconds: 30 });
    flows.clock.increment(29_000);
    flows.session.send({ type: 'i-am-here' });
    expect(flows.screen()).toMatchObject({ screen: 'cash' });
    flows.clock.increment(90_000);
    for (let second = 0; second < 30; second += 1) flows.clock.increment(1_000);
    expect(flows.questions()).toEqual(['clearNote']);
  });
});
