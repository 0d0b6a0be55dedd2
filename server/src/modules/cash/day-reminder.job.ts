import type { Clock } from '@louting/common/clock';
import type { Kysely } from 'kysely';
import type { Job } from '../../jobs/job-runner.ts';
import type { Database } from '../../storage/database.ts';
import type { Storage } from '../../storage/storage.ts';
import { isOverdue } from './day-close.ts';
import { lastClose } from './day-close.store.ts';
import { waitingReceipts } from './day-series.store.ts';

const EVERY_MS = 10 * 60_000;

/** The first day of a community that waits for its close or its signature; undefined when nothing does. */
export async function dayToClose(
  db: Kysely<Database>,
  communityId: string,
): Promise<
  { readonly date: string; readonly receipts: number; readonly waitingCloseId: string | undefined } | undefined
> {
  const last = await lastClose(db, communityId);
  const waiting = await waitingReceipts(db, communityId);
  const receipts = waiting?.receipts ?? 0;
  if (last?.state === 'PREPARED') return { date: last.business_date, receipts, waitingCloseId: last.close_id };
  if (!waiting) return undefined;
  // Late money of a closed day is for the close of the next.
  const date = last && waiting.date <= last.business_date ? dayAfter(last.business_date) : waiting.date;
  return { date, receipts, waitingCloseId: undefined };
}

function dayAfter(date: string): string {
  const next = new Date(`${date}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

/** Writes down, once a day and community, that a day was not closed by 10:00 of the day after. */
export function dayReminderJob({ storage, clock }: { readonly storage: Storage; readonly clock: Clock }): Job {
  return {
    name: 'day-close-reminder',
    everyMs: EVERY_MS,
    run: async (signal) => {
      const communities = await storage.db.selectFrom('community').select('community_id').execute();
      for (const { community_id: communityId } of communities) {
        if (signal.aborted) return;
        const now = clock.now();
        const open = await dayToClose(storage.db, communityId);
        if (!open || !isOverdue(open.date, now)) continue;
        const reminder = { community_id: communityId, business_date: open.date, reminded_at: now };
        await storage.transact((tx) =>
          tx
            .insertInto('day_close_reminder')
            .values(reminder)
            .onConflict((conflict) => conflict.doNothing())
            .execute(),
        );
      }
    },
  };
}
