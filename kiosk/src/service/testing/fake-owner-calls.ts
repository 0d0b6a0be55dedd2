import { failed, ok, type Result } from '@louting/common/result';
import type { NoticeWishes } from '@louting/server/contract/owner-preferences';
import { household } from '../../flows/test-effects.ts';
import type { OwnerCalls } from '../server-client/owner-calls.ts';

type Answer = <T>(name: string, act: () => Result<T>) => Promise<Result<T>>;

/** A household with one payment behind it, one offer before it and its wishes in memory. */
export function ownerCallsOf(answer: Answer): Omit<OwnerCalls, 'rememberPreferences'> {
  const ways = { sms: true, wechat: true, paper: false };
  let wishes: NoticeWishes = { bill: ways, reminder: ways, receipt: ways };
  return {
    paidOfSession: (_sessionId, year = 2026) =>
      answer('paid-of-session', () => ok({ year, years: [2026], entries: [] })),
    makePaySlip: (_sessionId, slipId) =>
      answer('make-pay-slip', () =>
        ok({ slipId, url: `https://fees.example/p/${slipId}.abcdefghijklmnopqrstuv`, validUntil: '2026-11-30' }),
      ),
    revokePaySlips: () => answer('revoke-pay-slips', () => ok({ revoked: 1 })),
    openByPaySlip: (sessionId, token) =>
      answer('open-by-pay-slip', () =>
        token.includes('bad0')
          ? failed('LT-1031')
          : ok({ ...household, sessionId, strength: 'weak' as const, onBehalf: true, refundCount: 0 }),
      ),
    offersOfSession: () => answer('offers-of-session', () => ok({ offers: [] })),
    takeOffer: () => answer('take-offer', () => failed('LT-2851')),
    noticeWishes: () => answer('notice-wishes', () => ok(wishes)),
    setNoticeWishes: (_sessionId, { type, ways: chosen }) =>
      answer('set-notice-wishes', () => {
        wishes = { ...wishes, [type]: chosen };
        return ok(wishes);
      }),
    // No fail point: nothing depends on it.
    findCars: () => answer('find-cars', () => failed('LT-2861')),
    openStay: () => answer('open-stay', () => failed('LT-2863')),
    feeNotice: async () =>
      ok({ companyName: '翠湖物业', servicePhone: '400-800-1234', asOf: '2026-11-23', charges: [], methods: ['cash'] }),
  };
}
