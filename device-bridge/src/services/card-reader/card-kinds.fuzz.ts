import type { FuzzedParser } from '@louting/common/fuzz/fuzzed-parser';
import { isTaken, kindOfCard, mayRelay } from './card-kinds.ts';

const STORAGE_CARD = [0x3b, 0x8f, 0x80, 0x01, 0x80, 0x4f, 0x0c, 0xa0, 0x00, 0x00, 0x03, 0x06];

/** Whatever a card answers to reset, or to a command, and whatever a client wants carried to it. */
export const fuzzed: readonly FuzzedParser[] = [
  {
    name: 'card answers and commands',
    open: () => ({ push: (bytes) => [[kindOfCard(bytes), isTaken(bytes), mayRelay(bytes)]] }),
    message: (data) => Uint8Array.from([...STORAGE_CARD, ...data]),
    longestData: 20,
    longestMessage: 1,
    isNeverCut: true,
    strange: (data) => Uint8Array.from([...STORAGE_CARD.slice(5), ...data]),
  },
];
