import type { Result } from '@louting/common/result';
import { feeNoticeRoutes, type FeeNotice } from '@louting/server/contract/fee-notice-api';
import { historyRoutes, type PaidYear } from '@louting/server/contract/history-api';
import { offerRoutes, type Offer } from '@louting/server/contract/offers-api';
import {
  noticeWishRoutes,
  preferenceRoutes,
  type NoticeType,
  type NoticeWishes,
  type Preferences,
} from '@louting/server/contract/owner-preferences';
import { parkingStayRoutes, type FoundCars } from '@louting/server/contract/parking-stays-api';
import { paySlipRoutes, type PaySlip } from '@louting/server/contract/pay-slip-api';
import { sessionRoutes, type Bill, type Session } from '@louting/server/contract/session-api';
import type { Calling } from './call.ts';

/** What an owner looks up, chooses or leaves behind beside the open bills. */
export interface OwnerCalls {
  /** @param chosenAt milliseconds since the epoch */
  rememberPreferences(
    sessionId: string,
    preferences: Preferences,
    chosenAt: number,
  ): Promise<Result<{ readonly kept: boolean }>>;
  /** @param year this one, unless another is asked for */
  paidOfSession(sessionId: string, year: number | undefined): Promise<Result<PaidYear>>;
  makePaySlip(sessionId: string, slipId: string): Promise<Result<PaySlip>>;
  revokePaySlips(sessionId: string): Promise<Result<{ readonly revoked: number }>>;
  openByPaySlip(sessionId: string, token: string): Promise<Result<Session>>;
  findCars(wanted: { readonly digits: string; readonly after?: string }): Promise<Result<FoundCars>>;
  openStay(sessionId: string, stayId: string): Promise<Result<Session>>;
  offersOfSession(sessionId: string): Promise<Result<{ readonly offers: readonly Offer[] }>>;
  takeOffer(
    sessionId: string,
    choice: { readonly takeId: string; readonly offerKey: string; readonly months?: number },
  ): Promise<Result<Bill>>;
  noticeWishes(sessionId: string): Promise<Result<NoticeWishes>>;
  setNoticeWishes(
    sessionId: string,
    wish: { readonly type: NoticeType; readonly ways: NoticeWishes[NoticeType] },
  ): Promise<Result<NoticeWishes>>;
  feeNotice(): Promise<Result<FeeNotice>>;
}

export function ownerCalls(call: Calling): OwnerCalls {
  return {
    rememberPreferences: (sessionId, preferences, chosenAt) =>
      call(preferenceRoutes.rememberPreferences, {
        name: 'remember-preferences',
        params: { sessionId },
        body: { chosenAt, preferences },
        attempts: 1,
      }),
    paidOfSession: (sessionId, year) =>
      call(historyRoutes.paidOfSession, {
        name: 'paid-of-session',
        params: { sessionId },
        query: { year },
        attempts: 2,
      }),
    makePaySlip: (sessionId, slipId) =>
      call(paySlipRoutes.makePaySlip, {
        name: 'make-pay-slip',
        params: { sessionId },
        body: { slipId },
        attempts: 2,
      }),
    revokePaySlips: (sessionId) =>
      call(paySlipRoutes.revokePaySlips, { name: 'revoke-pay-slips', params: { sessionId }, attempts: 2 }),
    openByPaySlip: (sessionId, token) =>
      call(paySlipRoutes.openByPaySlip, { name: 'open-by-pay-slip', body: { sessionId, token }, attempts: 2 }),
    findCars: (body) => call(parkingStayRoutes.findCars, { name: 'find-cars', body, attempts: 1 }),
    openStay: (sessionId, stayId) =>
      call(sessionRoutes.openStay, { name: 'open-stay', body: { sessionId, stayId }, attempts: 2 }),
    offersOfSession: (sessionId) =>
      call(offerRoutes.offersOfSession, { name: 'offers-of-session', params: { sessionId }, attempts: 2 }),
    takeOffer: (sessionId, body) =>
      call(offerRoutes.takeOffer, { name: 'take-offer', params: { sessionId }, body, attempts: 3 }),
    noticeWishes: (sessionId) =>
      call(noticeWishRoutes.noticeWishes, { name: 'notice-wishes', params: { sessionId }, attempts: 2 }),
    setNoticeWishes: (sessionId, body) =>
      call(noticeWishRoutes.setNoticeWishes, { name: 'set-notice-wishes', params: { sessionId }, body, attempts: 2 }),
    feeNotice: () => call(feeNoticeRoutes.feeNotice, { name: 'fee-notice', attempts: 1 }),
  };
}
