import { z } from 'zod';

/** What a gateway can be told to do wrong with the next calls of one route. */
export const CallBehaviourSchema = z.discriminatedUnion('kind', [
  /** Answers after `ms`. */
  z.strictObject({ kind: z.literal('slow'), ms: z.number().int().min(0) }),
  /** Never answers; with `takesEffect` the money moved all the same. */
  z.strictObject({ kind: z.literal('silent'), takesEffect: z.boolean() }),
  /** A signed system error; with `takesEffect` the money moved all the same. */
  z.strictObject({ kind: z.literal('system-error'), takesEffect: z.boolean() }),
  /** An unsigned 502 page of something in between. */
  z.strictObject({ kind: z.literal('bad-gateway') }),
  z.strictObject({ kind: z.literal('wrong-signature') }),
  /** Signed, but cut in half before signing. */
  z.strictObject({ kind: z.literal('malformed') }),
  /** Genuine and signed, but about another order. */
  z.strictObject({ kind: z.literal('other-order') }),
  /** Two answers on one connection. */
  z.strictObject({ kind: z.literal('answer-twice') }),
  z.strictObject({ kind: z.literal('user-paying') }),
  z.strictObject({ kind: z.literal('insufficient-balance') }),
  z.strictObject({ kind: z.literal('payer-code-expired') }),
  /** A refund is accepted and stays in hand until somebody settles it. */
  z.strictObject({ kind: z.literal('refund-pending') }),
  /** A refund is accepted, and the payer's account does not take it. */
  z.strictObject({ kind: z.literal('refund-fails') }),
  /** A refund is told with another amount than it has. */
  z.strictObject({ kind: z.literal('wrong-refund-amount'), amountFen: z.number().int().positive() }),
  /** The platform still makes the bill, whatever the time of day. */
  z.strictObject({ kind: z.literal('bill-late') }),
  /** A bill lacks its first row, or has it twice, or with another amount; its totals agree with what it says. */
  z.strictObject({ kind: z.literal('bill-row-missing') }),
  z.strictObject({ kind: z.literal('bill-row-twice') }),
  z.strictObject({ kind: z.literal('bill-amount-altered'), byFen: z.number().int() }),
  /** A bill is not what its hash tells; Alipay, which tells none, sends a broken archive. */
  z.strictObject({ kind: z.literal('bill-wrong-hash') }),
]);
export type CallBehaviour = z.infer<typeof CallBehaviourSchema>;

/** What it can be told to do wrong with the next notifications. */
export const NotificationBehaviourSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('duplicate'), times: z.number().int().min(2).max(100) }),
  z.strictObject({ kind: z.literal('delay'), ms: z.number().int().min(0) }),
  /** Kept until released, in whichever order. */
  z.strictObject({ kind: z.literal('hold') }),
  z.strictObject({ kind: z.literal('drop') }),
  z.strictObject({ kind: z.literal('wrong-amount'), amountFen: z.number().int().positive() }),
  /** Signed with a key that is not the platform's. */
  z.strictObject({ kind: z.literal('forged') }),
  z.strictObject({ kind: z.literal('other-app') }),
  z.strictObject({ kind: z.literal('other-merchant') }),
  /** Signed two days ago. */
  z.strictObject({ kind: z.literal('stale') }),
]);
export type NotificationBehaviour = z.infer<typeof NotificationBehaviourSchema>;

/** Behaviours of the next calls; the newest order to misbehave wins. */
export interface BehaviourQueue<B> {
  /** @param times number of calls it holds for */
  push(route: string, behaviour: B, times: number): void;
  take(route: string): B | undefined;
  clear(): void;
}

export function createBehaviourQueue<B>(): BehaviourQueue<B> {
  let waiting: { readonly route: string; readonly behaviour: B; left: number }[] = [];
  return {
    push: (route, behaviour, times) => {
      waiting.unshift({ route, behaviour, left: times });
    },
    take: (route) => {
      const found = waiting.find((entry) => entry.route === route);
      if (!found) return undefined;
      found.left -= 1;
      if (found.left <= 0) waiting = waiting.filter((entry) => entry !== found);
      return found.behaviour;
    },
    clear: () => {
      waiting = [];
    },
  };
}
