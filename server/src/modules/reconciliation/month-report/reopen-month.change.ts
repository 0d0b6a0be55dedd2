import { failed, ok } from '@louting/common/result';
import type { ChangeHandler } from '../two-people/change-handler.ts';

/** A signed month is reopened by two people with a reason; what was signed stays, and the next report is another version. */
export const reopenMonthChange: ChangeHandler<'reopen-month'> = {
  about: async (db, { communityId, month }) => {
    const signed = await db
      .selectFrom('month_report')
      .select('report_id')
      .where('community_id', '=', communityId)
      .where('month', '=', month)
      .where('state', '=', 'SIGNED')
      .executeTakeFirst();
    return signed ? ok({ subject: `${communityId} ${month}`, communityId }) : failed('LT-2746', 'not signed');
  },
  apply: async (tx, _context, { communityId, month }, { proposedBy, reason, at }) => {
    const { numUpdatedRows } = await tx
      .updateTable('month_report')
      .set({ state: 'REOPENED', reopened_by: proposedBy, reopened_at: at, reopen_reason: reason })
      .where('community_id', '=', communityId)
      .where('month', '=', month)
      .where('state', '=', 'SIGNED')
      .executeTakeFirst();
    return numUpdatedRows === 1n ? ok() : failed('LT-2746', 'not signed');
  },
};
