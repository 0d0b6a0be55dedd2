import { z } from 'zod';
import { Base64Schema, command } from './message.ts';

/** A command or an answer of a card, ISO 7816-4 short form. */
const Apdu = Base64Schema.max(352);
const Apdus = z.array(Apdu).max(8);

const errorCode = z.enum(['noMedia', 'invalidMedia', 'notOpened']).nullish();

/**
 * Outside the standard, in its envelope: a community card proves itself to whoever has its keys, and the bridge carries
 * what the two say to each other. The bridge has no keys and understands none of it.
 */
export const communityCardCommands = {
  /** Which application the card on the reader has: the first probe whose commands it all takes. */
  'CommunityCard.Open': command(
    '1.0',
    z.object({
      probes: z
        .array(
          z.object({
            name: z.string().max(32),
            /** `chip`: ISO 14443-4; the other is told by its answer to reset. */
            card: z.enum(['chip', 'mifare-classic']),
            commands: Apdus,
          }),
        )
        .max(8),
    }),
    '1.0',
    z.object({
      errorCode,
      uid: Base64Schema.nullish(),
      /** Name of the probe; absent: the card has none of these applications. */
      application: z.string().nullish(),
      answers: Apdus.nullish(),
    }),
  ),
  /** Commands to the card that was opened, in order; the answers end with the first that is a refusal. */
  'CommunityCard.Relay': command(
    '1.0',
    z.object({ commands: Apdus.min(1) }),
    '1.0',
    z.object({ errorCode, answers: Apdus.nullish() }),
  ),
};
