import { failed, ok, type Result } from '@louting/common/result';
import { describe, expect, it } from 'vitest';
import { invoice, order, ORDER_ID, receipt, startFlows, toMethod, type TestFlows } from './test-effects.ts';

async function toReceipt(paper: Result<undefined> = ok()): Promise<TestFlows> {
  const flows = startFlows();
  await toMethod(flows);
  flows.session.send({ type: 'choose-method', method: 'wechat-qr' });
  await flows.answer('openOrder', { orderId: ORDER_ID, result: ok(order('PENDING')) });
  await flows.answer('watchOrder', ok(order('SUCCEEDED')));
  expect(flows.screen()).toMatchObject({ screen: 'success', canAskInvoice: true });
  await flows.answer('printReceipt', paper);
  return flows;
}

describe('e-invoice after a payment', () => {
  it('in their own name: one touch, and the code to take it by while it is made', async () => {
    const flows = await toReceipt();
    flows.session.send({ type: 'ask-invoice' });
    await flows.answer('invoiceOf', ok(invoice('none')));
    expect(flows.screen()).toMatchObject({ stage: 'offer', buyerMasked: '张*', amountFen: 18_640, partOnly: true });
    flows.session.send({ type: 'invoice-personal' });
    expect(flows.screen()).toMatchObject({ stage: 'sending' });
    await flows.answer('wishInvoice', ok(invoice('REQUESTED')));
    expect(flows.screen()).toMatchObject({ stage: 'issuing', pageUrl: 'https://fees.example/i/1', slip: 'none' });
    expect(flows.inputOf('watchInvoice')).toEqual({ orderId: ORDER_ID, knownState: 'REQUESTED' });
    await flows.answer('watchInvoice', ok(invoice('ISSUING')));
    await flows.answer('watchInvoice', ok(invoice('ISSUED')));
    expect(flows.screen()).toMatchObject({ stage: 'issued', buyerMasked: '张*' });
    expect(flows.questions()).toEqual([]);
    flows.session.send({ type: 'finish' });
    expect(flows.screen().screen).toBe('goodbye');
  });

  it('for a company: the code, and the screen moves on when the phone has filled it in', async () => {
    const flows = await toReceipt();
    flows.session.send({ type: 'ask-invoice' });
    await flows.answer('invoiceOf', ok(invoice('none')));
    flows.session.send({ type: 'invoice-by-phone' });
    expect(flows.screen()).toMatchObject({ stage: 'phone', pageUrl: 'https://fees.example/i/1' });
    await flows.answer('watchInvoice', ok(invoice('REQUESTED', { buyerMasked: '榕城贸易有限公司' })));
    expect(flows.screen()).toMatchObject({ stage: 'issuing', buyerMasked: '榕城贸易有限公司' });
  });

  it('nobody has a phone at hand: the code on paper, printed again when it did not come out', async () => {
    const flows = await toReceipt();
    flows.session.send({ type: 'ask-invoice' });
    await flows.answer('invoiceOf', ok(invoice('ISSUED')));
    flows.session.send({ type: 'print-slip' });
    expect(flows.inputOf('printSlip')).toMatchObject({
      reference: receipt.receiptNumber,
      invoice: { pageUrl: 'https://fees.example/i/1' },
    });
    await flows.answer('printSlip', failed('LT-3202'));
    expect(flows.screen()).toMatchObject({ slip: 'trouble' });
    flows.session.send({ type: 'print-slip' });
    await flows.answer('printSlip', ok());
    expect(flows.screen()).toMatchObject({ slip: 'printed' });
  });

  it('line is lost at the wish: noted and made later, never asked for twice by hand', async () => {
    const flows = await toReceipt();
    flows.session.send({ type: 'ask-invoice' });
    await flows.answer('invoiceOf', failed('LT-5001'));
    expect(flows.screen()).toMatchObject({ stage: 'problem', kept: false, canRetry: true });
    flows.session.send({ type: 'retry' });
    await flows.answer('invoiceOf', ok(invoice('none')));
    flows.session.send({ type: 'invoice-personal' });
    await flows.answer('wishInvoice', failed('LT-5001'));
    expect(flows.screen()).toMatchObject({ stage: 'problem', kept: true, canRetry: false });
    flows.session.send({ type: 'retry' });
    expect(flows.questions()).toEqual([]);
  });

  it.each([
    ['nothing of it can be invoiced', invoice('none', { failure: { code: 'LT-2901' } }), 'LT-2901', false],
    ['tax platform refused', invoice('REJECTED', { failure: { code: 'LT-2905' } }), 'LT-2905', true],
    ['an earlier one is being taken back', invoice('RED_REQUIRED'), 'LT-2909', false],
  ])('%s: told why, and whether a phone can do more', async (_, view, problem, canUsePhone) => {
    const flows = await toReceipt();
    flows.session.send({ type: 'ask-invoice' });
    await flows.answer('invoiceOf', ok(view));
    expect(flows.screen()).toMatchObject({ stage: 'problem', problem, canRetry: false, canUsePhone });
  });

  it('back to the receipt: as it stood, and the missing one can still be printed', async () => {
    const flows = await toReceipt(failed('LT-3202'));
    flows.session.send({ type: 'ask-invoice' });
    flows.session.send({ type: 'back' });
    expect(flows.screen()).toMatchObject({ screen: 'success', receipt: { state: 'trouble', problem: 'LT-3202' } });
    flows.session.send({ type: 'reprint-receipt' });
    expect(flows.questions()).toEqual(['printReceipt']);
    await flows.answer('printReceipt', ok());
    flows.session.send({ type: 'ask-invoice' });
    flows.session.send({ type: 'back' });
    expect(flows.screen()).toMatchObject({ screen: 'success', receipt: { state: 'printed' } });
    expect(flows.questions()).toEqual([]);
  });

  it('owner walks away from the code: asked whether they are there, then free for the next', async () => {
    const flows = await toReceipt();
    flows.session.send({ type: 'ask-invoice' });
    await flows.answer('invoiceOf', ok(invoice('ISSUED')));
    flows.clock.increment(90_000);
    expect(flows.screen().stillThere).toBeDefined();
    for (let second = 0; second < 30; second += 1) flows.clock.increment(1_000);
    expect(flows.screen().screen).toBe('goodbye');
  });
});
