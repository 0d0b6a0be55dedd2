import type { Job } from '../../jobs/job-runner.ts';
import { raiseAboutRefund } from './refund-findings.ts';
import { bringOn } from './refund-sending.ts';
import type { RefundsContext } from './refunds-context.ts';
import { findRefund, recordStep, SYSTEM } from './refunds.store.ts';

/** Longer than any chain of calls to a channel: a claim that ends belongs to a process that died. */
const CLAIM_MS = 60_000;
const AT_ONCE = 20;

/**
 * Sends approved refunds, asks about those whose outcome is open, and escalates what waits for a person beyond its time
 * limit. What is due stands in the books; each refund is claimed, so that it is safe even if two processes run at once.
 */
export function createRefundJob(context: RefundsContext): Job {
  return {
    name: 'refunds',
    everyMs: 2_000,
    hasWork: () => somethingIsDue(context),
    run: async (signal) => {
      await escalateOverdue(context);
      while (!signal.aborted) {
        const claimed = await claimDue(context);
        if (claimed.length === 0) return;
        await Promise.all(claimed.map((refundId) => bringOnSafely(context, refundId)));
      }
    },
  };
}

async function somethingIsDue({ storage, clock }: RefundsContext): Promise<boolean> {
  const now = clock.now();
  const due = await storage.db
    .selectFrom('refund')
    .select('refund_id')
    .where((where) =>
      where.or([
        where('resolve_at', '<=', now),
        where.and([where('due_at', '<=', now), where('escalated_at', 'is', null)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return due !== undefined;
}

async function bringOnSafely(context: RefundsContext, refundId: string): Promise<void> {
  try {
    await bringOn(context, refundId);
  } catch (error) {
    // The claim runs out and the refund is looked at again: one broken refund must not stop the others.
    context.logger.error({ err: error, refundId }, 'refund could not be brought on');
  }
}

function claimDue({ storage, clock }: RefundsContext): Promise<string[]> {
  return storage.transact(async (tx) => {
    const now = clock.now();
    const due = await tx
      .selectFrom('refund')
      .select('refund_id')
      .where('resolve_at', '<=', now)
      .where((where) => where.or([where('claimed_until', 'is', null), where('claimed_until', '<', now)]))
      .orderBy('resolve_at')
      .limit(AT_ONCE)
      .execute();
    if (due.length === 0) return [];
    const ids = due.map((row) => row.refund_id);
    await tx
      .updateTable('refund')
      .set({ claimed_until: now + CLAIM_MS })
      .where('refund_id', 'in', ids)
      .execute();
    return ids;
  });
}

/** Each step has a time limit: past it the refund stands before everybody, marked. */
async function escalateOverdue(context: RefundsContext): Promise<void> {
  const { storage, clock, newId } = context;
  const now = clock.now();
  const overdue = await storage.db
    .selectFrom('refund')
    .select('refund_id')
    .where('due_at', '<=', now)
    .where('escalated_at', 'is', null)
    .limit(100)
    .execute();
  for (const { refund_id: refundId } of overdue) {
    await storage.transact(async (tx) => {
      const refund = await findRefund(tx, refundId);
      if (!refund || refund.due_at === null || refund.due_at > now || refund.escalated_at !== null) return;
      await tx.updateTable('refund').set({ escalated_at: now }).where('refund_id', '=', refundId).execute();
      await recordStep(tx, newId, refundId, { kind: 'escalated', actor: SYSTEM, at: now, note: refund.state });
      await raiseAboutRefund(tx, context, refund, 'LT-2513', `${refund.state} since its time limit`);
    });
  }
}
