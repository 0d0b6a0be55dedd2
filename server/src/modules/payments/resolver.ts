import { FINAL_ORDER_STATES } from '../../contract/kiosk-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { lookUp } from './channel-orders.ts';
import { findOrder } from './orders.store.ts';
import type { PaymentsContext } from './payments-context.ts';

/** Longer than any chain of calls to a channel: a claim that ends belongs to a process that died. */
const CLAIM_MS = 60_000;
const AT_ONCE = 20;
const EVERY_MS = 1_000;

export interface Resolver {
  /** Looks up every order that is due. Answers how many it claimed. */
  runOnce(): Promise<number>;
  start(): void;
  /** Lets the orders in hand come to an end. */
  stop(): Promise<void>;
}

/**
 * Asks about orders whose outcome is open. What is due stands in the books, so a restart goes on where it stopped, and
 * several processes share the work by claiming rows.
 */
export function createResolver(context: PaymentsContext): Resolver {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<number> | undefined;
  let stopped = false;

  async function runOnce(): Promise<number> {
    const ids = await claimDue(context.storage, context.clock.now());
    await Promise.all(ids.map((orderId) => resolveOne(context, orderId)));
    return ids.length;
  }

  function scheduleNext(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      running = runOnce();
      running
        .catch((error: unknown) => context.logger.error({ err: error }, 'open payment orders could not be looked up'))
        .finally(scheduleNext);
    }, EVERY_MS);
  }

  return {
    runOnce,
    start: scheduleNext,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running?.catch(() => undefined);
    },
  };
}

async function resolveOne(context: PaymentsContext, orderId: string): Promise<void> {
  try {
    const order = await findOrder(context.storage.db, orderId);
    if (!order || FINAL_ORDER_STATES.has(order.state)) return;
    const result = await lookUp(context, order);
    if (!result.ok) context.logger.warn({ orderId, ...result.error }, 'payment order stays open');
  } catch (error) {
    // The claim runs out and the order is looked up again: one broken order must not stop the others.
    context.logger.error({ err: error, orderId }, 'payment order could not be looked up');
  }
}

async function claimDue(storage: Storage, now: number): Promise<string[]> {
  const isDue = storage.db
    .selectFrom('payment_order')
    .select('order_id')
    .where('resolve_at', '<=', now)
    .where((where) => where.or([where('claimed_until', 'is', null), where('claimed_until', '<', now)]))
    .orderBy('resolve_at')
    .limit(AT_ONCE);
  const due = (await isDue.execute()).map((row) => row.order_id);
  if (due.length === 0) return [];
  return storage.transact(async (tx) => {
    const claimed = await tx
      .updateTable('payment_order')
      .set({ claimed_until: now + CLAIM_MS })
      .where('order_id', 'in', due)
      .where('resolve_at', '<=', now)
      .where((where) => where.or([where('claimed_until', 'is', null), where('claimed_until', '<', now)]))
      .returning('order_id')
      .execute();
    return claimed.map((row) => row.order_id);
  });
}
