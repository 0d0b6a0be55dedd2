import { z } from 'zod';

/**
 * What arrears may switch off, and nothing else (Civil Code 944(3), SPC typical case of 2025-12-08). Entrance, lift, own
 * parking, water, power, heat and gas are not on the list, and no setting can put them there.
 */
export const RestrictableFunctionSchema = z.enum(['gym', 'pool', 'venue-booking', 'optional-discounts']);
export type RestrictableFunction = z.infer<typeof RestrictableFunctionSchema>;

/** Off by default; what an operator may switch on, with the paper it rests on. */
export const RestrictionRuleSchema = z.strictObject({
  functions: z.array(RestrictableFunctionSchema).default([]),
  /** Number of the contract or the community's own rules on file that allow it. */
  basis: z.string().trim().min(1).optional(),
  /** Somebody who knows the law has looked at it. */
  legallyReviewed: z.boolean().default(false),
  /** Last business day. */
  until: z.iso.date().optional(),
});
export type RestrictionRule = z.output<typeof RestrictionRuleSchema>;

/**
 * The functions that are off for a household now. It is asked anew each time and written to no card, so that a payment
 * lifts everything at once.
 * @param overdueFen what is overdue at this moment; @param today business date
 */
export function restrictedFunctions(
  rule: RestrictionRule,
  overdueFen: number,
  today: string,
): readonly RestrictableFunction[] {
  const allowed = rule.basis !== undefined && rule.legallyReviewed;
  const inForce = rule.until !== undefined && today <= rule.until;
  return allowed && inForce && overdueFen > 0 ? rule.functions : [];
}
