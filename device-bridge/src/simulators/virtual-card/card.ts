import { desfireChip } from './desfire-chip.ts';
import { fmcosChip } from './fmcos-chip.ts';
import { classicChip } from './mifare-classic-chip.ts';

/**
 * A contactless card as a PC/SC reader presents it: an ATR made by the reader (PC/SC part 3, 3.1.3.2.3), the reader's own
 * commands, and what its chip answers. A card without a key is one that has only its number.
 */
export interface VirtualCard {
  /** 4, 7 or 10 bytes. */
  readonly uid: Uint8Array;
  readonly kind: CardKind;
  /** What its issuer wrote: AES of DESFire and two-key DES of FMCOS 16 bytes, a sector of MIFARE Classic 6. */
  readonly key?: Uint8Array | undefined;
  /** DESFire: application, most significant byte first. */
  readonly aid?: Uint8Array | undefined;
  readonly keyNumber?: number | undefined;
  /** MIFARE Classic: what stands in block 4. */
  readonly block?: Uint8Array | undefined;
  readonly fault?: CardFault | undefined;
}

export const CARD_KINDS = ['mifare-classic-1k', 'mifare-classic-4k', 'mifare-ultralight', 'desfire', 'fmcos'] as const;
export type CardKind = (typeof CARD_KINDS)[number];

/** `pulled`: away after so many commands. `wrong-key`: a copy that has the number and not the key. */
export type CardFault =
  | { readonly kind: 'pulled'; readonly after: number }
  | { readonly kind: 'wrong-key' }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'garbage' };

/** A card that lies on a reader: what it answered before matters. */
export interface LaidCard {
  /** `undefined`: it was pulled away under the command. */
  answer(apdu: Uint8Array): Promise<Uint8Array | undefined>;
}

/** What a chip answers to a command that is not the reader's; `undefined`: it does not know it. */
export type Chip = (apdu: Uint8Array) => Uint8Array | undefined;

/** Card name bytes, PC/SC part 3 supplement. ISO 14443-4 cards have historical bytes instead. */
const CARD_NAMES: Readonly<Record<Exclude<CardKind, 'desfire' | 'fmcos'>, readonly [number, number]>> = {
  'mifare-classic-1k': [0x00, 0x01],
  'mifare-classic-4k': [0x00, 0x02],
  'mifare-ultralight': [0x00, 0x03],
};

/** RID A0 00 00 03 06 (PC/SC workgroup), standard 03 = ISO 14443 A part 3. */
const STORAGE_CARD = [0x3b, 0x8f, 0x80, 0x01, 0x80, 0x4f, 0x0c, 0xa0, 0x00, 0x00, 0x03, 0x06, 0x03];

const UNKNOWN_COMMAND = Uint8Array.of(0x6d, 0x00);
const WRONG_LENGTH = Uint8Array.of(0x67, 0x00);
const NOT_SUPPORTED = Uint8Array.of(0x6a, 0x81);

export function atrOf(card: VirtualCard): Uint8Array {
  if (card.kind === 'desfire') return withChecksum([0x3b, 0x81, 0x80, 0x01, 0x80]);
  if (card.kind === 'fmcos') return withChecksum([0x3b, 0x85, 0x80, 0x01, ...Buffer.from('FMCOS')]);
  return withChecksum([...STORAGE_CARD, ...CARD_NAMES[card.kind], 0, 0, 0, 0]);
}

export function layDown(card: VirtualCard): LaidCard {
  const { fault } = card;
  const chip = chipOf(card);
  let commands = 0;
  return {
    answer: async (apdu) => {
      commands += 1;
      if (fault?.kind === 'pulled' && commands > fault.after) return undefined;
      if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms));
      const answer = answerOf(card, chip, apdu);
      return fault?.kind === 'garbage' && !isGetData(apdu) ? answer.map((byte) => byte ^ 0x5a) : answer;
    },
  };
}

function chipOf(card: VirtualCard): Chip {
  const own = card.key;
  const key = own && card.fault?.kind === 'wrong-key' ? own.map((byte) => byte ^ 0xff) : own;
  if (key === undefined) return () => undefined;
  if (card.kind === 'desfire') return desfireChip({ key, aid: card.aid, keyNumber: card.keyNumber ?? 1 });
  if (card.kind === 'fmcos') return fmcosChip(key);
  return classicChip(key, card.block ?? new Uint8Array(16));
}

function answerOf(card: VirtualCard, chip: Chip, apdu: Uint8Array): Uint8Array {
  const [, , p1, p2, le] = apdu;
  if (apdu.length < 4) return WRONG_LENGTH;
  if (!isGetData(apdu)) return chip(apdu) ?? UNKNOWN_COMMAND;
  if (p2 !== 0x00) return UNKNOWN_COMMAND;
  if (p1 !== 0x00) return NOT_SUPPORTED;
  if (le !== undefined && le !== 0 && le < card.uid.length) return Uint8Array.of(0x6c, card.uid.length);
  return Uint8Array.from([...card.uid, 0x90, 0x00]);
}

/** GET DATA of the reader: number and answer to select, never the chip's business. */
function isGetData([cla, ins]: Uint8Array): boolean {
  return cla === 0xff && ins === 0xca;
}

/** TCK: exclusive-or of everything after TS (ISO 7816-3, 8.2.5). */
function withChecksum(bytes: readonly number[]): Uint8Array {
  const check = bytes.slice(1).reduce((sum, byte) => sum ^ byte, 0);
  return Uint8Array.from([...bytes, check]);
}
