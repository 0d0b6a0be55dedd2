/**
 * A contactless memory card as a PC/SC reader presents it: an ATR made by the reader (PC/SC part 3, 3.1.3.2.3) and the
 * reader's own commands answered. What a household card is identified by today is its UID.
 */
export interface VirtualCard {
  /** 4, 7 or 10 bytes. */
  readonly uid: Uint8Array;
  readonly kind: CardKind;
}

export type CardKind = 'mifare-classic-1k' | 'mifare-classic-4k' | 'mifare-ultralight' | 'desfire';

/** Card name bytes, PC/SC part 3 supplement. DESFire is an ISO 14443-4 card: its ATR carries historical bytes instead. */
const CARD_NAMES: Readonly<Record<Exclude<CardKind, 'desfire'>, readonly [number, number]>> = {
  'mifare-classic-1k': [0x00, 0x01],
  'mifare-classic-4k': [0x00, 0x02],
  'mifare-ultralight': [0x00, 0x03],
};

const UNKNOWN_COMMAND = Uint8Array.of(0x6d, 0x00);
const WRONG_LENGTH = Uint8Array.of(0x67, 0x00);
const NOT_SUPPORTED = Uint8Array.of(0x6a, 0x81);

export function atrOf(card: VirtualCard): Uint8Array {
  if (card.kind === 'desfire') return withChecksum([0x3b, 0x81, 0x80, 0x01, 0x80]);
  const [high, low] = CARD_NAMES[card.kind];
  // RID A0 00 00 03 06 (PC/SC workgroup), standard 03 = ISO 14443 A part 3.
  return withChecksum([
    0x3b,
    0x8f,
    0x80,
    0x01,
    0x80,
    0x4f,
    0x0c,
    0xa0,
    0x00,
    0x00,
    0x03,
    0x06,
    0x03,
    high,
    low,
    0,
    0,
    0,
    0,
  ]);
}

/** Answers a command APDU with data and status word. */
export function answerApdu(card: VirtualCard, apdu: Uint8Array): Uint8Array {
  const [cla, ins, p1, p2, le] = apdu;
  if (apdu.length < 4) return WRONG_LENGTH;
  if (cla !== 0xff || ins !== 0xca || p2 !== 0x00) return UNKNOWN_COMMAND;
  if (p1 !== 0x00) return NOT_SUPPORTED;
  if (le !== undefined && le !== 0 && le < card.uid.length) return Uint8Array.of(0x6c, card.uid.length);
  return Uint8Array.from([...card.uid, 0x90, 0x00]);
}

/** TCK: exclusive-or of everything after TS (ISO 7816-3, 8.2.5). */
function withChecksum(bytes: readonly number[]): Uint8Array {
  const check = bytes.slice(1).reduce((sum, byte) => sum ^ byte, 0);
  return Uint8Array.from([...bytes, check]);
}
