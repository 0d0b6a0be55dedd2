import { businessDate, type Clock } from '@louting/common/clock';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { contractRoute } from '../../app/contract-route.ts';
import { feeNoticeRoutes } from '../../contract/fee-notice-api.ts';
import type { PaymentMethod } from '../../contract/kiosk-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { feeNoticeOf } from './fee-notice.store.ts';

/** 收费公示, for whoever stands there. Expects kiosks to be identified. */
export function feeNoticeRoutesPlugin(context: {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly methods: readonly PaymentMethod[];
}): FastifyPluginAsync {
  return async (plugin) => {
    const { feeNotice } = feeNoticeRoutes;
    plugin.withTypeProvider<ZodTypeProvider>().route({
      ...contractRoute(feeNotice, 'kiosk'),
      handler: ({ kiosk }) => {
        const { storage, clock, methods } = context;
        return feeNoticeOf(storage.db, kiosk.communityId, { today: businessDate(clock.now()), methods });
      },
    });
  };
}
