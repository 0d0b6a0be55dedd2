import { PositiveFenSchema } from '@louting/common/money';
import { z } from 'zod';
import { LocalisedSchema } from './kiosk-api.ts';

/** What the office offers to every home of a community at the kiosk: deposits and things paid once. */

const Id = z.uuid();
const BusinessDate = z.iso.date();
export const PublishedKindSchema = z.enum(['deposit', 'activity']);

export const PublishedOfferSchema = z.object({
  offerId: Id,
  communityName: LocalisedSchema,
  kind: PublishedKindSchema,
  name: LocalisedSchema,
  priceFen: PositiveFenSchema,
  from: BusinessDate,
  to: BusinessDate.optional(),
  state: z.enum(['COMING', 'OFFERED', 'OVER', 'WITHDRAWN']),
  /** How many homes have paid it. */
  paid: z.number().int().nonnegative(),
});
export type PublishedOffer = z.infer<typeof PublishedOfferSchema>;

export const offersAdminRoutes = {
  offers: {
    method: 'GET',
    path: '/admin/v1/offers',
    query: z.object({ communityId: Id.optional() }),
    /** The newest first. */
    response: z.object({ rows: z.array(PublishedOfferSchema) }),
  },
  /** Sent again with the same id it is the same offer. */
  publishOffer: {
    method: 'POST',
    path: '/admin/v1/offers',
    body: z
      .strictObject({
        offerId: Id,
        communityId: Id,
        kind: PublishedKindSchema,
        nameZh: z.string().trim().min(2).max(20),
        nameEn: z.string().trim().min(2).max(40),
        priceFen: PositiveFenSchema,
        from: BusinessDate,
        to: BusinessDate.optional(),
      })
      .refine((offer) => offer.to === undefined || offer.to >= offer.from, 'ends before it begins'),
    response: z.object({ offerId: Id }),
  },
  /** No home can choose it any more; what was chosen is paid or undone as before. */
  withdrawOffer: {
    method: 'POST',
    path: '/admin/v1/offers/:offerId/withdrawal',
    params: z.object({ offerId: Id }),
    response: z.object({ offerId: Id }),
  },
} as const;
