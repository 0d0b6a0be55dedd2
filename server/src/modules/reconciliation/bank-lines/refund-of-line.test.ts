import { expect, it } from 'vitest';
import type { BankRefund } from '../../refunds/refund-at-bank.ts';
import { type RefundLine, refundOfLine } from './refund-of-line.ts';

const refund = (changes: Partial<BankRefund> = {}): BankRefund => ({
  refundId: 'r1',
  state: 'APPROVED',
  since: '2026-11-20',
  names: ['张三'],
  references: ['7F3K-92QD'],
  isOnStatement: false,
  ...changes,
});
const line = (changes: Partial<RefundLine> = {}): RefundLine => ({
  date: '2026-11-21',
  isReturn: false,
  counterpartyName: '张三',
  counterpartyAccount: '',
  remark: '退款',
  ...changes,
});
const paid = { state: 'SUCCEEDED' } as const;

it.each<[string, RefundLine, BankRefund[], string | undefined]>([
  ['to the payee', line(), [refund()], 'r1'],
  ['its number in the remark', line({ counterpartyName: '李四', remark: '退款 7f3k-92qd' }), [refund()], 'r1'],
  ['by the amount alone, not sent yet', line({ counterpartyName: '李四' }), [refund()], undefined],
  ['by the amount alone, recorded as sent', line({ counterpartyName: '' }), [refund(paid)], 'r1'],
  ['two to the same payee', line(), [refund(), refund({ refundId: 'r2' })], undefined],
  ['found on the statement before', line(), [refund({ ...paid, isOnStatement: true })], undefined],
  ['a fortnight later', line({ date: '2026-12-05' }), [refund()], undefined],
  ['sent back', line({ isReturn: true }), [refund({ ...paid, isOnStatement: true })], 'r1'],
  ['sent back before it was sent', line({ isReturn: true }), [refund()], undefined],
])('which refund a line of the bank is: %s', (_, found, refunds, expected) => {
  expect(refundOfLine(found, refunds)?.refundId).toBe(expected);
});
