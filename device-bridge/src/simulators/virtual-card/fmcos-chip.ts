import { createCipheriv, randomBytes } from 'node:crypto';
import type { Chip } from './card.ts';

const DONE = [0x90, 0x00];
const NO_FILE = Uint8Array.of(0x6a, 0x82);
const NO_KEY = Uint8Array.of(0x6a, 0x88);
const WRONG_LENGTH = Uint8Array.of(0x67, 0x00);
const APPLICATION = '3f01';
const KEY_IDENTIFIER = 1;

/** A CPU card with FMCOS: its application, its challenge, and INTERNAL AUTHENTICATE with a two-key DES key. */
export function fmcosChip(key: Uint8Array): Chip {
  let selected = false;
  return (apdu) => {
    const [cla, ins, , p2 = 0, length = 0] = apdu;
    if (cla !== 0x00) return undefined;
    switch (ins) {
      case 0xa4: {
        const name = Buffer.from(apdu.subarray(5, 5 + length)).toString('hex');
        if (name !== APPLICATION && name !== '3f00') return NO_FILE;
        selected = name === APPLICATION;
        return Uint8Array.from([0x6f, 0x02, 0x84, 0x00, ...DONE]);
      }
      case 0x84:
        return length === 4 || length === 8 ? Uint8Array.from([...randomBytes(length), ...DONE]) : WRONG_LENGTH;
      case 0x88: {
        if (!selected || p2 !== KEY_IDENTIFIER) return NO_KEY;
        if (length !== 8 || apdu.length < 13) return WRONG_LENGTH;
        const threeKeys = Buffer.concat([key, key.subarray(0, 8)]);
        const cipher = createCipheriv('des-ede3', threeKeys, null).setAutoPadding(false);
        return Uint8Array.from([...cipher.update(apdu.subarray(5, 13)), ...cipher.final(), ...DONE]);
      }
      default:
        return undefined;
    }
  };
}
