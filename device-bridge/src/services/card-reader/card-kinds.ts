/** RID of the PC/SC workgroup and the standard ISO 14443 A part 3, as they stand in the historical bytes. */
const STORAGE_CARD = Buffer.from('4F0CA000000306', 'hex');
const CLASSIC_NAMES: ReadonlySet<number> = new Set([0x0001, 0x0002]);

/**
 * What kind of card lies there, by its answer to reset (PC/SC part 3, 3.1.3.2.3): readers make one up for memory cards,
 * and pass on that of an ISO 14443-4 card.
 */
export function kindOfCard(atr: Uint8Array): 'chip' | 'mifare-classic' | 'memory' {
  const at = Buffer.from(atr).indexOf(STORAGE_CARD);
  if (at < 0) return 'chip';
  const name = at + STORAGE_CARD.length + 1;
  return CLASSIC_NAMES.has(((atr[name] ?? 0) << 8) | (atr[name + 1] ?? 0)) ? 'mifare-classic' : 'memory';
}

/** Status words after which the next command makes sense: ISO 7816 done, DESFire done or more to come. */
export function isTaken(answer: Uint8Array): boolean {
  const [first, second] = answer.subarray(-2);
  if (first === 0x91) return second === 0x00 || second === 0xaf;
  return (first === 0x90 && second === 0x00) || first === 0x61;
}

const SHORTEST = 4;
const LONGEST = 261;

/** By class: the instructions that choose, ask, prove and read. Nothing here writes to a card. */
const INSTRUCTIONS: Readonly<Record<number, readonly number[]>> = {
  0xff: [0xca, 0x82, 0x86, 0xb0],
  0x90: [0x5a, 0x60, 0x71, 0x77, 0xaa, 0xaf, 0x51, 0xad, 0xbd],
  0x00: [0xa4, 0x84, 0x88, 0x82, 0xb0, 0xb2],
};

/** Whoever asks the bridge cannot change what stands on owners' cards. */
export function mayRelay(apdu: Uint8Array): boolean {
  const [cla = -1, ins = -1] = apdu;
  const isShort = apdu.length >= SHORTEST && apdu.length <= LONGEST;
  return isShort && (INSTRUCTIONS[cla]?.includes(ins) ?? false);
}
