import { createCipheriv, timingSafeEqual } from 'node:crypto';
import { failed, ok, type Result } from '@louting/common/result';

/** CPU cards with FMCOS: the card proves its key by enciphering a random number (INTERNAL AUTHENTICATE, 00 88). */

const RANDOM = 8;

export function fmcosOpening(application: Uint8Array): readonly Buffer[] {
  return [Buffer.from([0x00, 0xa4, 0x00, 0x00, application.length, ...application])];
}

/** PBOC: the left half from the last eight bytes of the application serial, the right half from their complement. */
export function pbocDiversified(masterKey: Uint8Array, serial: Uint8Array): Buffer {
  const factor = Buffer.alloc(RANDOM);
  factor.set(serial.subarray(-RANDOM), Math.max(0, RANDOM - serial.length));
  return Buffer.concat([
    tripleDes(masterKey, factor),
    tripleDes(
      masterKey,
      factor.map((byte) => byte ^ 0xff),
    ),
  ]);
}

export function fmcosChallenge(keyIdentifier: number, random: Uint8Array): Buffer {
  return Buffer.from([0x00, 0x88, 0x00, keyIdentifier, RANDOM, ...random]);
}

/** @returns LT-1018 */
export function verifyFmcos(key: Uint8Array, random: Uint8Array, answer: Uint8Array | undefined): Result<undefined> {
  const isDone = answer?.at(-2) === 0x90 && answer.at(-1) === 0x00;
  if (!answer || !isDone || answer.length !== RANDOM + 2) return failed('LT-1018', 'card refused');
  return timingSafeEqual(answer.subarray(0, RANDOM), tripleDes(key, random))
    ? ok()
    : failed('LT-1018', 'answer does not fit');
}

/** Two keys, one block after another: what these cards can. */
function tripleDes(key: Uint8Array, data: Uint8Array): Buffer {
  const threeKeys = Buffer.concat([key, key.subarray(0, RANDOM)]);
  const cipher = createCipheriv('des-ede3', threeKeys, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}
