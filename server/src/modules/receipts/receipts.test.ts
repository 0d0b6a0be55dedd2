import { createSecretKey } from 'node:crypto';
import { fen } from '@louting/common/money';
import { describe, expect, it } from 'vitest';
import { ReceiptSchema } from '../../contract/kiosk-api.ts';
import { receiptNumber, receiptSnapshot, verifyToken, type ReceiptFacts } from './receipts.ts';

const facts: ReceiptFacts = {
  receiptNumber: 'K001-0000123',
  communityName: '翠湖花园',
  companyName: '翠湖物业服务有限公司',
  servicePhone: '0571-88886666',
  kioskNumber: 'K001',
  payerMasked: '张*',
  roomLabel: '3栋2单元*01',
  method: 'cash',
  channel: null,
  channelTransactionId: null,
  paidAt: 1_795_000_000_000,
  receivedFen: fen(30_000),
  parts: [{ itemName: '物业服务费', period: '2026年10月', amountFen: fen(28_640) }],
  toPrepaymentFen: fen(1_000),
  unclaimedFen: fen(360),
  prepaidAfterFen: fen(1_000),
};

describe('receipt', () => {
  it('lines and prepayment add up to the money that came in, in figures and capitals', () => {
    const receipt = receiptSnapshot(facts);
    const lines = receipt.lines.reduce((sum, line) => sum + line.amountFen, 0);
    expect(lines + receipt.toPrepaymentFen).toBe(receipt.totalFen);
    expect(receipt.totalCapitals).toBe('叁佰元整');
    expect(ReceiptSchema.parse({ ...receipt, copyNumber: 0, verifyUrl: 'https://x/r/1' })).toMatchObject(receipt);
  });

  it('shows only the end of the channel number', () => {
    const paid = receiptSnapshot({
      ...facts,
      method: 'payer-code',
      channel: 'alipay',
      channelTransactionId: '2026112322001412345678',
    });
    expect(paid).toMatchObject({ channelReferenceMasked: '****345678', methodName: '支付宝（付款码）' });
  });

  it('numbers count up, addresses cannot be guessed from them', () => {
    const key = createSecretKey(Buffer.alloc(32, 7));
    const otherKey = createSecretKey(Buffer.alloc(32, 8));
    expect(receiptNumber('K001', 123)).toBe('K001-0000123');
    expect(verifyToken('K001-0000123', key)).toMatch(/^[\w-]{22}$/);
    expect(verifyToken('K001-0000123', key)).not.toBe(verifyToken('K001-0000123', otherKey));
  });
});
