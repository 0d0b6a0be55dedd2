import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import type { Job } from '../../jobs/job-runner.ts';
import type { Storage } from '../../storage/storage.ts';
import { roomsToUse, usePrepayment } from './prepayment.store.ts';

const EVERY_MS = 60_000;
const ROOMS_PER_PAGE = 200;

/**
 * Pays new bills from prepayment where the owner agreed. Run again after any interruption it finds what is left: what was
 * used is no longer open, and a bill that was being paid is looked at again a minute later.
 */
export function prepaymentJob(dependencies: {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly newId: NewId;
}): Job {
  const { storage, newId } = dependencies;
  return {
    name: 'use-prepayment',
    everyMs: EVERY_MS,
    run: async (signal) => {
      let after = '';
      while (!signal.aborted) {
        const rooms = await roomsToUse(storage.db, after, ROOMS_PER_PAGE);
        for (const roomId of rooms) {
          if (signal.aborted) return;
          const use = { useId: newId(), roomId, kind: 'auto', by: 'agreement' } as const;
          await storage.transact((tx) => usePrepayment(tx, use, dependencies));
        }
        const last = rooms.at(-1);
        if (last === undefined) return;
        after = last;
      }
    },
  };
}
