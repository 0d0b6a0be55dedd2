import type { Chip } from './card.ts';

const DONE = Uint8Array.of(0x90, 0x00);
const REFUSED = Uint8Array.of(0x63, 0x00);
const NOT_OPEN = Uint8Array.of(0x69, 0x82);
const WRONG_LENGTH = Uint8Array.of(0x67, 0x00);
const ISSUE_BLOCK = 4;

/** A MIFARE Classic behind the reader's storage commands (PC/SC part 3): one sector with a key of its own. */
export function classicChip(key: Uint8Array, block: Uint8Array): Chip {
  const slots = new Map<number, string>();
  let open: number | undefined;
  return (apdu) => {
    const [cla, ins, , p2 = 0, length = 0] = apdu;
    if (cla !== 0xff) return undefined;
    const data = apdu.subarray(5, 5 + length);
    switch (ins) {
      case 0x82:
        if (data.length !== 6) return WRONG_LENGTH;
        slots.set(p2, Buffer.from(data).toString('hex'));
        return DONE;
      case 0x86: {
        if (data.length !== 5) return WRONG_LENGTH;
        const [, , number = 0, , slot = 0] = data;
        const sector = number >> 2;
        const fits = sector === ISSUE_BLOCK >> 2 && slots.get(slot) === Buffer.from(key).toString('hex');
        open = fits ? sector : undefined;
        return fits ? DONE : REFUSED;
      }
      case 0xb0:
        if (open !== p2 >> 2) return NOT_OPEN;
        return Uint8Array.from([...(p2 === ISSUE_BLOCK ? block : new Uint8Array(16)), ...DONE]);
      default:
        return undefined;
    }
  };
}
