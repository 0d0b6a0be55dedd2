import { PositiveFenSchema } from '@louting/common/money';
import { z } from 'zod';

/**
 * Refunds 退款 (money out) and reversals 冲销 (a bill undone) in the portal. They are two things: a reversal moves no
 * money, a refund undoes no bill; a bill whose part is refunded asks for that part again.
 */

const Id = z.uuid();

export const RefundStateSchema = z.enum([
  'REQUESTED',
  'APPROVING',
  'APPROVED',
  'PROCESSING',
  'SUCCEEDED',
  'FAILED',
  'UNKNOWN',
  'REJECTED',
]);
export type RefundState = z.infer<typeof RefundStateSchema>;

/** `original`: by the channel the money came; `cash` and `bank`: by staff. */
export const RefundRouteSchema = z.enum(['original', 'cash', 'bank']);
export type RefundRoute = z.infer<typeof RefundRouteSchema>;

export const RefundReasonSchema = z.enum([
  'paid-twice',
  'wrong-bill',
  'wrong-amount',
  'moved-out',
  'service-not-given',
  'other',
]);
export type RefundReason = z.infer<typeof RefundReasonSchema>;

export const RefundSourceSchema = z.enum(['bill', 'prepayment']);
export type RefundSource = z.infer<typeof RefundSourceSchema>;

/** What asks for a second confirmation (S22.2). */
export const RefundAnomalySchema = z.enum(['same-room-again', 'large-amount']);
export type RefundAnomaly = z.infer<typeof RefundAnomalySchema>;

export const RefundStepKindSchema = z.enum([
  'requested',
  'approved',
  'rejected',
  'escalated',
  'sent',
  'in-hand',
  'unclear',
  'succeeded',
  'failed',
  'rerouted',
  'paid-out',
  'returned',
  'handed-to-staff',
]);
export type RefundStepKind = z.infer<typeof RefundStepKindSchema>;

export const RefundPartSchema = z.object({
  source: RefundSourceSchema,
  /** For a bill part. */
  billId: Id.optional(),
  amountFen: PositiveFenSchema,
});
export type RefundPart = z.infer<typeof RefundPartSchema>;
