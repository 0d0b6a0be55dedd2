import type { Clock } from '@louting/common/clock';
import type { Job } from '../../jobs/job-runner.ts';
import type { Storage } from '../../storage/storage.ts';
import { REMEMBERED_S } from './owner-phone.store.ts';

const DAY = 86_400_000;
const EVERY_MS = 3_600_000;

/** Codes, showings and identifications are deleted two days after their end: the limits look back one day. */
export function forgetIdentificationsJob({ storage, clock }: { storage: Storage; clock: Clock }): Job {
  return {
    name: 'forget-identifications',
    everyMs: EVERY_MS,
    run: async () => {
      const before = clock.now() - 2 * DAY;
      await storage.transact(async (tx) => {
        await tx.deleteFrom('phone_code').where('sent_at', '<', before).execute();
        await tx.deleteFrom('identity_showing').where('shown_at', '<', before).execute();
        await tx.deleteFrom('identification').where('identified_at', '<', before).execute();
        await tx.deleteFrom('card_authentication').where('started_at', '<', before).execute();
        await tx
          .deleteFrom('owner_phone')
          .where('remembered_at', '<', clock.now() - REMEMBERED_S * 1000)
          .execute();
        await tx.deleteFrom('identity_throttle').where('last_failed_at', '<', before).execute();
      });
    },
  };
}
