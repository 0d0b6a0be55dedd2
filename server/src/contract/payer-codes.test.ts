import { expect, it } from 'vitest';
import { channelOfPayerCode } from './payer-codes.ts';

it.each([
  ['100000000000000001', 'wechat-pay'],
  ['159999999999999999', 'wechat-pay'],
  ['1599999999999999990', undefined],
  ['160000000000000000', undefined],
  ['2500000000000001', 'alipay'],
  ['300000000000000000000000', 'alipay'],
  ['3000000000000000000000000', undefined],
  ['240000000000000001', undefined],
  ['310000000000000001', undefined],
  // UnionPay: not taken here.
  ['6212345678901234567', undefined],
  ['6901234567892', undefined],
  ['https://example.cn', undefined],
  ['１３４５６７８９０１２３４５６７８９', undefined],
  ['', undefined],
])('%s is of %s', (code, app) => {
  expect(channelOfPayerCode(code)).toBe(app);
});
