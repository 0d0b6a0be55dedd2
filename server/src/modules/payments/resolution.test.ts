import { describe, expect, it } from 'vitest';
import { delayAfterSilence, takeBackNotBefore, waitIsOver, type OpenOrder } from './resolution.ts';

const at = 1_000_000;
const qr: OpenOrder = {
  method: 'wechat-qr',
  channel: 'wechat-pay',
  expiresAt: at + 180_000,
  chargedAt: null,
  closeRequestedAt: null,
};
const charged: OpenOrder = { ...qr, method: 'payer-code', chargedAt: at };

describe('waiting for the payer', () => {
  it.each<[string, OpenOrder, number, boolean]>([
    ['QR shown', qr, 179_999, false],
    ['QR out of time', qr, 180_000, true],
    ['owner pressed cancel', { ...qr, closeRequestedAt: at }, 1, true],
    ['WeChat payer types the password', charged, 44_999, false],
    ['WeChat payer took too long', charged, 45_000, true],
    ['Alipay payer still types', { ...charged, channel: 'alipay' }, 45_000, false],
    ['Alipay payer took too long', { ...charged, channel: 'alipay' }, 60_000, true],
  ])('%s', (_, order, elapsed, over) => {
    expect(waitIsOver(order, at + elapsed)).toBe(over);
  });

  it('a charge is not reversed before 15 s, a QR order is closed at once', () => {
    expect(takeBackNotBefore(charged, at + 14_999)).toBe(at + 15_000);
    expect(takeBackNotBefore(charged, at + 15_000)).toBeUndefined();
    expect(takeBackNotBefore(qr, at)).toBeUndefined();
  });

  it('a silent channel is asked ever more rarely, but always again', () => {
    expect([0, 1, 2, 3].map(delayAfterSilence)).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(delayAfterSilence(1_000)).toBe(300_000);
  });
});
