import { ok } from '@louting/common/result';
import type { FlowEffects } from '../flows/effects.ts';
import type { FeeNotices } from './fee-notices.ts';
import type { PaymentWorld } from './payments/payment-world.ts';

type ExtrasEffects = Pick<
  FlowEffects,
  | 'findCars'
  | 'paidOf'
  | 'makePaySlip'
  | 'cancelPaySlips'
  | 'offersOf'
  | 'takeOffer'
  | 'wishesOf'
  | 'setWishes'
  | 'feeNotice'
>;

/** What an owner looks up or chooses beside the open bills: asked of the server when it is wanted, kept nowhere. */
export function extrasEffects({ server, newId }: PaymentWorld, feeNotices: FeeNotices): ExtrasEffects {
  return {
    findCars: (wanted) => server.findCars(wanted),
    paidOf: ({ sessionId, year }) => server.paidOfSession(sessionId, year),
    makePaySlip: ({ sessionId }) => server.makePaySlip(sessionId, newId()),
    cancelPaySlips: async ({ sessionId }) => {
      const revoked = await server.revokePaySlips(sessionId);
      return revoked.ok ? ok() : revoked;
    },
    offersOf: async ({ sessionId }) => {
      const answer = await server.offersOfSession(sessionId);
      return answer.ok ? ok(answer.value.offers) : answer;
    },
    takeOffer: ({ sessionId, offerKey, months }) =>
      server.takeOffer(sessionId, { takeId: newId(), offerKey, ...(months === undefined ? {} : { months }) }),
    wishesOf: ({ sessionId }) => server.noticeWishes(sessionId),
    setWishes: ({ sessionId, type, ways }) => server.setNoticeWishes(sessionId, { type, ways }),
    feeNotice: () => feeNotices.present(),
  };
}
