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
  const ofSession = (sessionId: string, rest: string) => `/kiosk/v1/sessions/${encodeURIComponent(sessionId)}${rest}`;
  return {
    rememberPreferences: (sessionId, preferences, chosenAt) =>
      call(preferenceRoutes.rememberPreferences.response, {
        name: 'remember-preferences',
        method: 'POST',
        path: ofSession(sessionId, '/preferences'),
        body: { chosenAt, preferences },
        attempts: 1,
      }),
    paidOfSession: (sessionId, year) =>
      call(historyRoutes.paidOfSession.response, {
        name: 'paid-of-session',
        method: 'GET',
        path: ofSession(sessionId, '/payments'),
        query: { year },
        attempts: 2,
      }),
    makePaySlip: (sessionId, slipId) =>
      call(paySlipRoutes.makePaySlip.response, {
        name: 'make-pay-slip',
        method: 'POST',
        path: ofSession(sessionId, '/pay-slips'),
        body: { slipId },
        attempts: 2,
      }),
    revokePaySlips: (sessionId) =>
      call(paySlipRoutes.revokePaySlips.response, {
        name: 'revoke-pay-slips',
        method: 'DELETE',
        path: ofSession(sessionId, '/pay-slips'),
        attempts: 2,
      }),
    openByPaySlip: (sessionId, token) =>
      call(paySlipRoutes.openByPaySlip.response, {
        name: 'open-by-pay-slip',
        method: 'POST',
        path: paySlipRoutes.openByPaySlip.path,
        body: { sessionId, token },
        attempts: 2,
      }),
    findCars: (body) =>
      call(parkingStayRoutes.findCars.response, {
        name: 'find-cars',
        method: 'POST',
        path: parkingStayRoutes.findCars.path,
        body,
        attempts: 1,
      }),
    openStay: (sessionId, stayId) =>
      call(sessionRoutes.openStay.response, {
        name: 'open-stay',
        method: 'POST',
        path: sessionRoutes.openStay.path,
        body: { sessionId, stayId },
        attempts: 2,
      }),
    offersOfSession: (sessionId) =>
      call(offerRoutes.offersOfSession.response, {
        name: 'offers-of-session',
        method: 'GET',
        path: ofSession(sessionId, '/offers'),
        attempts: 2,
      }),
    takeOffer: (sessionId, body) =>
      call(offerRoutes.takeOffer.response, {
        name: 'take-offer',
        method: 'POST',
        path: ofSession(sessionId, '/offers/taken'),
        body,
        attempts: 3,
      }),
    noticeWishes: (sessionId) =>
      call(noticeWishRoutes.noticeWishes.response, {
        name: 'notice-wishes',
        method: 'GET',
        path: ofSession(sessionId, '/notice-wishes'),
        attempts: 2,
      }),
    setNoticeWishes: (sessionId, body) =>
      call(noticeWishRoutes.setNoticeWishes.response, {
        name: 'set-notice-wishes',
        method: 'POST',
        path: ofSession(sessionId, '/notice-wishes'),
        body,
        attempts: 2,
      }),
    feeNotice: () =>
      call(feeNoticeRoutes.feeNotice.response, {
        name: 'fee-notice',
        method: 'GET',
        path: feeNoticeRoutes.feeNotice.path,
        attempts: 1,
      }),
  };
}
