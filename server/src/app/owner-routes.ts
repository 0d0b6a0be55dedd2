import type { FastifyPluginAsync } from 'fastify';
import type { PaymentMethod } from '../contract/kiosk-api.ts';
import { feeNoticeRoutesPlugin } from '../modules/fee-notice/fee-notice.routes.ts';
import { historyRoutesPlugin } from '../modules/history/history.routes.ts';
import { offerRoutesPlugin } from '../modules/offers/offers.routes.ts';
import { paySlipRoutesPlugin } from '../modules/pay-slips/pay-slips.routes.ts';
import type { PaymentsContext } from '../modules/payments/payments-context.ts';
import { noticeWishRoutesPlugin } from '../modules/preferences/notice-wishes.routes.ts';
import { preferenceRoutesPlugin } from '../modules/preferences/preferences.routes.ts';
import type { Tries } from '../modules/sessions/tries.ts';

/** What owners look up, choose and leave behind beside the open bills. Expects kiosks to be identified. */
export function ownerRoutesPlugin(
  payments: PaymentsContext,
  { methods, triesOfSlips }: { readonly methods: readonly PaymentMethod[]; readonly triesOfSlips: Tries },
): FastifyPluginAsync {
  return async (signed) => {
    await signed.register(preferenceRoutesPlugin(payments));
    await signed.register(noticeWishRoutesPlugin(payments));
    await signed.register(historyRoutesPlugin(payments));
    await signed.register(paySlipRoutesPlugin(payments, triesOfSlips));
    await signed.register(offerRoutesPlugin(payments));
    await signed.register(feeNoticeRoutesPlugin({ storage: payments.storage, clock: payments.clock, methods }));
  };
}
