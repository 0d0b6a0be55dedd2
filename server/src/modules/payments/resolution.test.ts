import { describe, expect, it } from 'vitest';
import { nextQuery, queryAfterSilence, takeBackNotBefore, waitIsOver, type OpenOrder } from './resolution.ts';

const at = 1_000_000;
const qr: OpenOrder = {
  method: 'wechat-qr',
  channel: 'wechat-pay',
  expiresAt: at + 180_000,
  chargedAt: null,
  closeRequestedAt: null,
};
const wechat: OpenOrder = { ...qr, method: 'payer-code', chargedAt: at };
const alipay: OpenOrder = { ...wechat, channel: 'alipay' };
const cancelled = (order: OpenOrder): OpenOrder => ({ ...order, closeRequestedAt: at });

describe('waiting for the payer', () => {
  it.each<[string, OpenOrder, number, boolean]>([
    ['QR shown', qr, 179_999, false],
    ['QR out of time', qr, 180_000, true],
    ['owner pressed cancel', cancelled(qr), 1, true],
    ['WeChat payer types the password', wechat, 44_999, false],
    ['WeChat payer took too long', wechat, 45_000, true],
    ['Alipay payer still types', alipay, 45_000, false],
    ['Alipay payer took too long', alipay, 60_000, true],
  ])('%s', (_, order, elapsed, over) => {
    expect(waitIsOver(order, at + elapsed)).toBe(over);
  });

  it('a charge is not reversed before 15 s, a QR order is closed at once', () => {
    expect(takeBackNotBefore(wechat, at + 14_999)).toBe(at + 15_000);
    expect(takeBackNotBefore(wechat, at + 15_000)).toBeUndefined();
    expect(takeBackNotBefore(qr, at)).toBeUndefined();
  });
});

describe('when the channel is asked next', () => {
  it.each<[string, OpenOrder, number, number]>([
    ['every 3 s while the payer types', wechat, 3_000, 6_000],
    ['WeChat: at 45 s, then the reversal follows without a gap', wechat, 43_500, 45_000],
    ['Alipay: at 60 s, then the cancellation follows without a gap', alipay, 58_000, 60_000],
    ['Alipay is not cut short at 45 s', alipay, 43_500, 46_500],
    ['cancelled on the screen: as soon as a reversal is allowed', cancelled(wechat), 2_000, 15_000],
    ['cancelled on the screen later: as soon as the last try is over', cancelled(alipay), 20_000, 23_000],
    ['QR: when its time is up', qr, 178_000, 180_000],
  ])('payer still has to act: %s', (_, order, elapsed, next) => {
    expect(nextQuery(order, at + elapsed) - at).toBe(next);
  });

  it.each<[string, OpenOrder, number, number, number]>([
    ['"system error": 5 s later', wechat, 0, 0, 5_000],
    ['then 10 s', wechat, 1, 5_000, 15_000],
    ['then 20 s', wechat, 2, 15_000, 35_000],
    ['WeChat: silence does not delay the reversal past 45 s', wechat, 3, 35_000, 45_000],
    ['Alipay: nor past 60 s', alipay, 3, 35_000, 60_000],
    ['reversal not answered: repeated until it is definite', wechat, 4, 45_000, 125_000],
    ['a person looks into it: every 15 min', wechat, 6, 300_000, 1_200_000],
    ['and it never ends', wechat, 10_000, 300_000, 1_200_000],
  ])('nothing was learnt: %s', (_, order, attempts, elapsed, next) => {
    expect(queryAfterSilence(order, attempts, at + elapsed) - at).toBe(next);
  });
});
