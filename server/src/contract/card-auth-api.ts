import { z } from 'zod';

/**
 * How a card proves that it is the one that was issued. The keys stay on the server: the kiosk carries commands to the
 * card and its answers back, without understanding either. Bytes are upper-case hex.
 */

/** By what a card proves itself. `uid`: by nothing, anybody can copy its number. */
export const CARD_SCHEMES = ['uid', 'mifare-classic', 'desfire', 'fmcos'] as const;
export type CardScheme = (typeof CARD_SCHEMES)[number];
export const ProvingSchemeSchema = z.enum(['mifare-classic', 'desfire', 'fmcos']);
export type ProvingScheme = z.infer<typeof ProvingSchemeSchema>;

const Hex = (mostBytes: number) => z.string().regex(new RegExp(`^(?:[0-9A-F]{2}){1,${mostBytes}}$`));
const Apdus = z.array(Hex(261)).max(8);

/** What is tried on a card, in this order, before the server is asked: none of it needs a secret. */
export const CardProbeSchema = z.object({ scheme: ProvingSchemeSchema, commands: Apdus });
export type CardProbe = z.infer<typeof CardProbeSchema>;

export const StartCardAuthenticationSchema = z.object({
  /** Made by the kiosk. */
  authenticationId: z.uuid(),
  uid: z.string().regex(/^([0-9A-F]{8}|[0-9A-F]{14}|[0-9A-F]{20})$/),
  scheme: ProvingSchemeSchema,
  /** What the card said to the commands of the probe. */
  answers: Apdus,
});
export type StartCardAuthentication = z.infer<typeof StartCardAuthenticationSchema>;

export const CardAuthenticationSchema = z.discriminatedUnion('state', [
  /** Nobody asks this card to prove itself: its number is enough. */
  z.object({ state: z.literal('not-needed') }),
  z.object({ state: z.literal('commands'), commands: Apdus, expiresAt: z.number().int().nonnegative() }),
  /** A session may be opened with it, once. */
  z.object({ state: z.literal('proved') }),
]);
export type CardAuthentication = z.infer<typeof CardAuthenticationSchema>;

/** What a card that proves nothing is worth: the same as one that does, or enough to pay and nothing else. */
export const CardWorthSchema = z.enum(['uid-allowed', 'strong-only']);
export type CardWorth = z.infer<typeof CardWorthSchema>;

export const adminCardRoutes = {
  setWorth: {
    method: 'PUT',
    path: '/admin/v1/communities/:communityId/cards',
    params: z.object({ communityId: z.uuid() }),
    body: z.strictObject({ cards: CardWorthSchema }),
    response: z.object({ cards: CardWorthSchema }),
  },
} as const;

export const cardAuthRoutes = {
  start: {
    method: 'POST',
    path: '/kiosk/v1/card-authentications',
    body: StartCardAuthenticationSchema,
    response: CardAuthenticationSchema,
  },
  /** Taken once: whatever is sent a second time proves nothing (LT-1020). */
  answer: {
    method: 'POST',
    path: '/kiosk/v1/card-authentications/:authenticationId/answers',
    params: z.object({ authenticationId: z.uuid() }),
    body: z.object({ answers: Apdus }),
    response: CardAuthenticationSchema,
  },
} as const;
