import { failed, ok } from '@louting/common/result';
import type { ChangeHandler } from '../two-people/change-handler.ts';

/**
 * A day whose file cannot be had any more: later movements of funds wait no longer for it, and the month's report names
 * it. A file that comes all the same is compared like any other.
 */
export const giveUpDayChange: ChangeHandler<'give-up-day'> = {
  about: async (db, { runId }) => {
    const run = await db
      .selectFrom('channel_run')
      .select(['state', 'channel', 'merchant'])
      .where('run_id', '=', runId)
      .executeTakeFirst();
    if (!run || run.channel === 'kiosk-cash' || run.channel === 'bank') return failed('LT-9002');
    return run.state === 'FAILED' ? ok({ subject: runId, communityId: null }) : failed('LT-2746', run.state);
  },
  apply: async (tx, _context, { runId }, { proposedBy, reason, at }) => {
    const { numUpdatedRows } = await tx
      .updateTable('channel_run')
      .set({ state: 'GIVEN_UP', given_up_by: proposedBy, given_up_reason: reason, finished_at: at })
      .where('run_id', '=', runId)
      .where('state', '=', 'FAILED')
      .executeTakeFirst();
    return numUpdatedRows === 1n ? ok() : failed('LT-2746');
  },
};
