import { FailureCodeSchema, PaymentMethodSchema } from './kiosk-api.ts';
import { z } from 'zod';

/**
 * What kiosks are used for, and where people give up: one record a visit, with nothing in it that says
 * whose visit it was. The visit's id is made by the kiosk, so that it counts once however often it is sent.
 */

const Id = z.uuid();
const Count = z.number().int().nonnegative();

export const VISIT_WAYS = ['card', 'owner-phone', 'phone-code', 'room', 'pay-slip', 'plate'] as const;
/** `left`: somebody saw what is owed and went; `not-identified`: somebody touched the screen and was never known. */
export const VISIT_OUTCOMES = ['paid', 'nothing-owed', 'failed', 'left', 'not-identified'] as const;
export const VISIT_LETTERS = ['standard', 'elder'] as const;

export const VisitSchema = z.strictObject({
  visitId: Id,
  /** By the clock of the kiosk. */
  startedAt: Count,
  seconds: Count.max(86_400),
  touches: Count.max(100_000),
  /** Absent where nobody chose or used one. */
  way: z.enum(VISIT_WAYS).optional(),
  letters: z.enum(VISIT_LETTERS),
  language: z.enum(['zh-CN', 'zh-TW', 'en']),
  /** The last one that was chosen. */
  method: PaymentMethodSchema.optional(),
  outcome: z.enum(VISIT_OUTCOMES),
  /** The last screen before goodbye. */
  leftAt: z.string().min(1).max(64),
  /** Why the last thing that was tried went wrong. */
  code: FailureCodeSchema.optional(),
  /** Somebody was called. */
  helped: z.boolean(),
});
export type Visit = z.infer<typeof VisitSchema>;

export const kioskVisitRoutes = {
  visit: { method: 'POST', path: '/kiosk/v1/visits', body: VisitSchema, response: z.object({ visitId: Id }) },
} as const;

/** Averages are over all visits of the row; absent where there are none. */
const Used = { visits: Count, paid: Count, seconds: z.number(), touches: z.number() };

export const UsageSchema = z.object({
  visits: Count,
  outcomes: z.record(z.enum(VISIT_OUTCOMES), Count),
  helped: Count,
  /** How far visits come: each step counts those that got there. */
  steps: z.array(z.object({ step: z.enum(['came', 'identified', 'method', 'paid']), visits: Count })),
  ways: z.array(z.object({ way: z.enum(VISIT_WAYS), ...Used })),
  methods: z.array(z.object({ method: PaymentMethodSchema, ...Used })),
  letters: z.array(z.object({ letters: z.enum(VISIT_LETTERS), ...Used })),
  /** Where visits ended that paid nothing though something was to be paid, the most frequent first. */
  leftAt: z.array(z.object({ screen: z.string(), visits: Count })),
  /** What went wrong, the most frequent first. */
  codes: z.array(z.object({ code: FailureCodeSchema, visits: Count })),
  /** Business dates, oldest first, none left out. */
  days: z.array(z.object({ date: z.string(), visits: Count, paid: Count })),
  /** By the hour of the day in Asia/Shanghai, 24 of them. */
  hours: z.array(Count),
});
export type Usage = z.infer<typeof UsageSchema>;

export const usageRoutes = {
  usage: {
    method: 'GET',
    path: '/admin/v1/usage',
    query: z.object({ communityId: Id.optional(), days: z.coerce.number().int().min(1).max(92).default(30) }),
    response: UsageSchema,
  },
} as const;
