import { PositiveFenSchema } from '@louting/common/money';
import { z } from 'zod';
import { LocalisedSchema } from './kiosk-api.ts';
import { BillSchema } from './session-api.ts';

/** What can be paid without a bill: the owner chooses, the server makes the bill, and it is paid like any other. */

const Id = z.uuid();
const BusinessDate = z.iso.date();

/** `deposit`: held and given back. `activity`: bought once. `parking`: paid on by months. */
export const OfferKindSchema = z.enum(['parking', 'deposit', 'activity']);
export type OfferKind = z.infer<typeof OfferKindSchema>;

/** Months a parking space can be paid on for. */
export const MONTHS_OFFERED = [1, 3, 6, 12] as const;

export const OfferSchema = z.object({
  /** Names it in this session. */
  offerKey: z.string().max(64),
  kind: OfferKindSchema,
  name: LocalisedSchema,
  /** Of one month where months are chosen. */
  priceFen: PositiveFenSchema,
  /** Empty where there is nothing to choose. */
  months: z.array(z.number().int().positive()),
  parking: z.object({ space: z.string(), plateMasked: z.string(), paidUntil: BusinessDate }).optional(),
});
export type Offer = z.infer<typeof OfferSchema>;

const sessionPath = z.object({ sessionId: Id });

export const offerRoutes = {
  /** LT-1007 when the session has ended. */
  offersOfSession: {
    method: 'GET',
    path: '/kiosk/v1/sessions/:sessionId/offers',
    params: sessionPath,
    response: z.object({ offers: z.array(OfferSchema) }),
  },
  /**
   * Makes the bill, which can then be paid in this session. The same take id again, and the same choice again while its
   * bill is unpaid, answer the same bill; another choice of the same offer takes its place. What is not paid when the
   * session ends is undone. LT-2851 not offered, LT-2852 months, LT-2853 billed already.
   */
  takeOffer: {
    method: 'POST',
    path: '/kiosk/v1/sessions/:sessionId/offers/taken',
    params: sessionPath,
    body: z.strictObject({
      takeId: Id,
      offerKey: z.string().max(64),
      months: z.number().int().positive().optional(),
    }),
    response: BillSchema,
  },
} as const;
