import { fen } from '@louting/common/money';
import { FORMS } from '@louting/device-bridge/protocol/forms';
import { expect, it } from 'vitest';
import { configuration, receipt } from '../../flows/test-effects.ts';
import { receiptDocument, slipDocument } from './print-documents.ts';

const known = '选的账单之前已经缴过。';

it.each([
  ['on-its-way', 'wechat-pay', '多缴的 286.40 元退回您的微信，3 到 5 个工作日到账，不用您办。'],
  [
    'waits-for-office',
    'alipay',
    '多缴的 286.40 元先存在您家账上。管理处核对后退回您的支付宝，再等 3 到 5 个工作日到账。',
  ],
] as const)(
  'bills were paid before (%s): the receipt says what goes back, where to and how long',
  (state, to, words) => {
    const paidTwice = { ...receipt, refund: { amountFen: fen(28_640), to, state } };
    const { fields } = receiptDocument(paidTwice, false);
    expect(FORMS.receipt.parse(fields)).toMatchObject({ refund: [known, words] });
  },
);

it('paid by bank card: what a card slip says stands on the receipt, as far as the terminal told it', () => {
  const card = { terminalId: '12345678', batch: '000001', trace: '000123' };
  const { fields } = receiptDocument({ ...receipt, card }, false);
  const cardSlip = ['终 端 号：12345678', '批 次 号：000001', '流 水 号：000123'];
  expect(FORMS.receipt.parse(fields)).toMatchObject({ cardSlip });
});

it('invoice slip: the code, and what to do without a phone', () => {
  const slip = {
    orderId: 'o',
    reference: 'K001-0000123',
    amountFen: fen(28_640),
    invoice: { pageUrl: 'https://f/i/1' },
  };
  const { fields } = slipDocument(slip, configuration, 0, true);
  const printed = FORMS.slip.parse(fields);
  expect(printed).toMatchObject({ code: ['https://f/i/1'], reference: ['K001-0000123'] });
  expect(printed.message.join('')).toContain('没有手机');
});
