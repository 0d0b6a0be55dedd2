import { z } from 'zod';
import { action, benchDevice, fact, Nothing } from '../device.ts';

const CardFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('wrong-key') }),
  z.strictObject({ kind: z.literal('pulled'), after: z.number().int().min(0).max(20).default(2) }),
  z.strictObject({ kind: z.literal('slow'), ms: z.number().int().min(1).max(60_000).default(800) }),
  z.strictObject({ kind: z.literal('garbage') }),
]);
const Card = z.strictObject({ uid: z.string(), fault: CardFault.optional() });

export const cardReader = benchDevice({
  role: 'card-reader',
  stateName: 'cardReader',
  group: 'cards',
  panel: 'cards',
  faults: z.strictObject({ kind: z.literal('silent') }),
  cardFaults: CardFault,
  actions: {
    'tap-card': action(
      Card.extend({ forMs: z.number().int().min(100).max(60_000).optional() }),
      ({ cardBox }, { uid, forMs, fault }) => cardBox.tap(uid, forMs, fault),
    ),
    'present-card': action(Card, ({ cardBox }, { uid, fault }) => cardBox.present(uid, fault)),
    'remove-card': action(Nothing, ({ cardBox }) => cardBox.desk.remove()),
  },
  hands: ({ cardReader, cardBox: { desk } }) => ({
    unplug: () => desk.unplug(),
    replug: () => desk.replug(),
    setFault: () => cardReader.setSilent(true),
    clearFaults: () => cardReader.setSilent(false),
    state: () => ({
      plugged: desk.plugged,
      networkConnected: cardReader.state().connected,
      ...(desk.uid !== undefined && { uid: desk.uid }),
    }),
  }),
  /** Cards go to the reader of PC/SC or of the network, whichever has a host. */
  isConnected: () => true,
  keys: () => [{ word: 'remove-card', action: 'remove-card' }],
  facts: ({ uid }) => [uid === undefined ? fact('no-card') : fact('card-lies', { uid })],
});
