import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Chip } from './card.ts';

/** Native status of DESFire, behind 91. */
const STATUS = {
  done: 0x00,
  unknownCommand: 0x1c,
  noSuchKey: 0x40,
  wrongLength: 0x7e,
  noSuchApplication: 0xa0,
  wrongKey: 0xae,
  more: 0xaf,
  aborted: 0xca,
} as const;

const RANDOM = 16;
const ZEROES = Buffer.alloc(RANDOM);
const NO_APPLICATION = '000000';

/** Frames of GetVersion of a DESFire EV2 4K: hardware, software, serial number and production. */
const VERSION = ['04010112001A05', '04010102011A05', '00000000000000BA654D4B701021'];

interface DesfireCard {
  readonly key: Uint8Array;
  readonly aid: Uint8Array | undefined;
  readonly keyNumber: number;
}

/** DESFire EV2 in ISO 7816 wrapping: its application, GetVersion, AuthenticateAES and AuthenticateEV2First. */
export function desfireChip({ key, aid, keyNumber }: DesfireCard): Chip {
  const own = Buffer.from(aid ?? Uint8Array.of(0xf5, 0x4c, 0x54)).toString('hex');
  let selected = NO_APPLICATION;
  /** What 90 AF goes on with. */
  let next: ((data: Uint8Array) => Uint8Array) | undefined;

  const version = (frame: number): Uint8Array => {
    const bytes = Buffer.from(VERSION[frame] ?? '', 'hex');
    if (frame + 1 === VERSION.length) return said(STATUS.done, bytes);
    next = () => version(frame + 1);
    return said(STATUS.more, bytes);
  };

  const challenge = (ev2: boolean): Uint8Array => {
    const random = randomBytes(RANDOM);
    const sealed = aes(key, ZEROES, random);
    next = (token) => {
      if (token.length !== 2 * RANDOM) return said(STATUS.wrongLength);
      // AuthenticateAES goes on with the vector of the block before; EV2 begins anew.
      const decipher = createDecipheriv('aes-128-cbc', key, ev2 ? ZEROES : sealed).setAutoPadding(false);
      const opened = Buffer.concat([decipher.update(token), decipher.final()]);
      if (!opened.subarray(RANDOM).equals(rotated(random))) return said(STATUS.wrongKey);
      const back = rotated(opened.subarray(0, RANDOM));
      const answer = ev2 ? Buffer.concat([randomBytes(4), back, Buffer.alloc(12)]) : back;
      return said(STATUS.done, aes(key, ev2 ? ZEROES : Buffer.from(token.subarray(-RANDOM)), answer));
    };
    return said(STATUS.more, sealed);
  };

  const authenticate = (data: Uint8Array, ev2: boolean): Uint8Array => {
    const [number, capabilities] = data;
    if (number === undefined || (ev2 && data.length !== 2 + (capabilities ?? 0))) return said(STATUS.wrongLength);
    if (selected === NO_APPLICATION || (number & 0x3f) !== keyNumber) return said(STATUS.noSuchKey);
    return challenge(ev2);
  };

  return (apdu) => {
    const [cla, ins, p1, p2] = apdu;
    if (cla !== 0x90) return undefined;
    const data = dataOf(apdu);
    if (p1 !== 0 || p2 !== 0 || !data) return said(STATUS.wrongLength);
    const goOn = next;
    next = undefined;
    switch (ins) {
      case 0xaf:
        return goOn ? goOn(data) : said(STATUS.aborted);
      case 0x5a: {
        if (data.length !== 3) return said(STATUS.wrongLength);
        const wanted = Buffer.from(data.toReversed()).toString('hex');
        if (wanted !== own && wanted !== NO_APPLICATION) return said(STATUS.noSuchApplication);
        selected = wanted;
        return said(STATUS.done);
      }
      case 0x60:
        return version(0);
      case 0x71:
        return authenticate(data, true);
      case 0xaa:
        return authenticate(data, false);
      default:
        return said(STATUS.unknownCommand);
    }
  };
}

/** Data of a short APDU: `Lc data Le`, or only `Le`. */
function dataOf(apdu: Uint8Array): Uint8Array | undefined {
  if (apdu.length <= 5) return new Uint8Array();
  const length = apdu[4] ?? 0;
  return apdu.length === length + 5 || apdu.length === length + 6 ? apdu.subarray(5, 5 + length) : undefined;
}

function said(status: number, data: Uint8Array = new Uint8Array()): Uint8Array {
  return Uint8Array.from([...data, 0x91, status]);
}

function aes(key: Uint8Array, vector: Uint8Array, data: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-128-cbc', key, vector).setAutoPadding(false);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

function rotated(random: Uint8Array): Buffer {
  return Buffer.concat([random.subarray(1), random.subarray(0, 1)]);
}
