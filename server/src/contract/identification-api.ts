import { z } from 'zod';
import { CardWorthSchema } from './card-auth-api.ts';

/**
 * Ways to say who one is beside the card. Each ends in an identification: bound to the kiosk, good for one session and
 * for a few minutes. Who asks learns nothing about who lives here: an unknown number or room is answered like a wrong
 * code or wrong digits, and as fast. Signed by the kiosk, masked.
 */

const Id = z.uuid();

/** In the order in which they are offered. */
export const WayInSchema = z.enum(['card', 'owner-phone', 'phone-code', 'room']);
export type WayIn = z.infer<typeof WayInSchema>;
export const WAYS_IN = WayInSchema.options;

/** A mobile number of mainland China. */
export const MOBILE_NUMBER = /^1[3-9]\d{9}$/;
export const PHONE_CODE_DIGITS = 6;
/** After this a code may be sent anew. */
export const RESEND_AFTER_S = 60;
export const PHONE_CODE_LIVES_S = 180;
export const SHOWING_LIVES_S = 180;

export const SendPhoneCodeSchema = z.strictObject({
  /** Made by the kiosk; sent again it is the same code, and no second message. */
  codeId: Id,
  phone: z.string().regex(MOBILE_NUMBER),
});

/** The same for numbers on the books and others: only the owner of a known one hears more. */
export const PhoneCodeSentSchema = z.object({ resendAfterS: z.int().positive(), livesS: z.int().positive() });

/** Codes of buildings and their units, as on their doors; rooms are not listed. */
export const DoorsSchema = z.object({
  buildings: z.array(z.object({ code: z.string(), units: z.array(z.string()) })),
});
export type Doors = z.infer<typeof DoorsSchema>;

const DoorCode = z.string().min(1).max(16);

export const ClaimSchema = z.discriminatedUnion('way', [
  z.strictObject({
    way: z.literal('phone-code'),
    codeId: Id,
    code: z.string().regex(/^\d{6}$/),
  }),
  z.strictObject({
    way: z.literal('room'),
    building: DoorCode,
    /** Empty when the building has none. */
    unit: z.string().max(16),
    room: z.string().regex(/^\d{1,6}$/),
    lastFour: z.string().regex(/^\d{4}$/),
  }),
]);
export type Claim = z.infer<typeof ClaimSchema>;

export const IdentificationSchema = z.object({
  identificationId: Id,
  /** Homes of the one identified, in the order of their codes; a session is opened for one of them. */
  homes: z.array(z.object({ roomLabel: z.string().meta({ description: 'e.g. 3栋2单元*01' }) })).min(1),
});
export type Identification = z.infer<typeof IdentificationSchema>;

export const ShowingSchema = z.object({
  /** Page of this server that the owner's phone opens; shown as a code. */
  pageUrl: z.string(),
  /** Shown beside the code: the owner finds it among three on the phone, so that who has only a picture of the code fails. */
  number: z.string(),
  livesS: z.int().positive(),
});
export type Showing = z.infer<typeof ShowingSchema>;

export const ShowingStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting') }),
  z.object({ state: z.literal('ended') }),
  z.object({ state: z.literal('identified'), identification: IdentificationSchema }),
]);
export type ShowingState = z.infer<typeof ShowingStateSchema>;

const showingPath = z.object({ showingId: Id });

export const identificationRoutes = {
  /** LT-1012 no messages can be sent, LT-1008 too many, LT-1014 the number is locked, LT-1016 this way is off. */
  sendPhoneCode: {
    method: 'POST',
    path: '/kiosk/v1/phone-codes',
    body: SendPhoneCodeSchema,
    response: PhoneCodeSentSchema,
  },
  doors: { method: 'GET', path: '/kiosk/v1/doors', response: DoorsSchema },
  /** LT-1010 wrong code, LT-1011 code ended, LT-1013 room and digits do not match, LT-1014 locked, LT-1016 way is off. */
  identify: {
    method: 'POST',
    path: '/kiosk/v1/identifications',
    body: ClaimSchema,
    response: IdentificationSchema,
  },
  /** A code for the owner's phone, of this kiosk and for once. LT-1012, LT-1016. */
  show: {
    method: 'POST',
    path: '/kiosk/v1/showings',
    body: z.strictObject({ showingId: Id }),
    response: ShowingSchema,
  },
  showing: {
    method: 'GET',
    path: '/kiosk/v1/showings/:showingId',
    params: showingPath,
    response: ShowingStateSchema,
  },
  /** The code has gone from the screen: the phone can open nothing with it any more. */
  endShowing: { method: 'DELETE', path: '/kiosk/v1/showings/:showingId', params: showingPath },
} as const;

/** Ways beside the card, which is never taken away. `null`: not set here. */
const WaysSettingSchema = z.array(WayInSchema).nullable();

export const KioskWaysSchema = z.object({
  kioskId: Id,
  kioskNumber: z.string(),
  location: z.string(),
  /** `null`: as its community. */
  own: WaysSettingSchema,
  /** What holds. */
  ways: z.array(WayInSchema),
});
export type KioskWays = z.infer<typeof KioskWaysSchema>;

export const CommunityWaysSchema = z.object({
  communityId: Id,
  name: z.object({ 'zh-CN': z.string(), en: z.string() }),
  /** What holds for its kiosks that have no setting of their own. */
  ways: z.array(WayInSchema),
  cards: CardWorthSchema,
  kiosks: z.array(KioskWaysSchema),
});
export type CommunityWays = z.infer<typeof CommunityWaysSchema>;

export const adminIdentificationRoutes = {
  ways: {
    method: 'GET',
    path: '/admin/v1/ways',
    query: z.object({ communityId: Id.optional() }),
    response: z.object({ communities: z.array(CommunityWaysSchema) }),
  },
  /** Which ways the kiosks of a community offer beside the card; `null`: all that can work. */
  setWaysOfCommunity: {
    method: 'PUT',
    path: '/admin/v1/communities/:communityId/ways',
    params: z.object({ communityId: Id }),
    body: z.strictObject({ ways: WaysSettingSchema }),
    response: z.object({ ways: z.array(WayInSchema) }),
  },
  /** Which ways a kiosk offers beside the card; `null`: as its community does. */
  setWays: {
    method: 'PUT',
    path: '/admin/v1/kiosks/:kioskId/ways',
    params: z.object({ kioskId: Id }),
    body: z.strictObject({ ways: WaysSettingSchema }),
    response: z.object({ ways: z.array(WayInSchema) }),
  },
} as const;
