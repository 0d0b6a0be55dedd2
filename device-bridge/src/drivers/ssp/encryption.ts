import { createCipheriv, createDecipheriv, generatePrimeSync, randomBytes } from 'node:crypto';
import { crc16 } from './codec.ts';

/**
 * eSSP, GA138: AES-128 over a key that is half fixed and half agreed by Diffie-Hellman for the session, and a counter
 * in every packet so that none can be played again.
 */
const STEX = 0x7e;
const BLOCK = 16;
/** LEN, COUNT (4) and CRC (2) around the data. */
const OVERHEAD = 7;

/** The factory key; each installation should have its own. */
export const FACTORY_KEY = '0123456701234567';

export interface KeyExchange {
  readonly generator: bigint;
  readonly modulus: bigint;
  readonly hostSecret: bigint;
}

export function newKeyExchange(): KeyExchange {
  const [one, other] = [randomPrime(), randomPrime()];
  // GA138 asks for a generator above the modulus.
  return {
    generator: one > other ? one : other,
    modulus: one > other ? other : one,
    hostSecret: randomBytes(8).readBigUInt64LE(),
  };
}

function randomPrime(): bigint {
  return generatePrimeSync(64, { bigint: true });
}

export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let factor = base % modulus;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * factor) % modulus;
    factor = (factor * factor) % modulus;
  }
  return result;
}

export function littleEndian64(value: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

/** @param fixedKey 16 hex digits, most significant first. */
export function sessionKey(fixedKey: string, negotiated: bigint): Uint8Array {
  return Buffer.concat([littleEndian64(BigInt(`0x${fixedKey}`)), littleEndian64(negotiated)]);
}

/** `STEX | AES-ECB(LEN | COUNT | data | padding | CRC)`, padded to whole blocks. */
export function seal(
  key: Uint8Array,
  count: number,
  data: Uint8Array,
  padding: (bytes: number) => Uint8Array = randomBytes,
): Uint8Array {
  const head = Buffer.alloc(5);
  head.writeUInt8(data.length);
  head.writeUInt32LE(count, 1);
  const gap = (BLOCK - ((data.length + OVERHEAD) % BLOCK)) % BLOCK;
  const open = Buffer.concat([head, data, padding(gap)]);
  const crc = crc16(open);
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([Uint8Array.of(STEX), cipher.update(open), cipher.update(Uint8Array.of(crc & 0xff, crc >> 8))]);
}

/** @returns undefined when it is no packet sealed with this key and carrying this count. */
export function unseal(key: Uint8Array, count: number, packet: Uint8Array): Uint8Array | undefined {
  const sealed = packet.subarray(1);
  if (packet[0] !== STEX || sealed.length === 0 || sealed.length % BLOCK !== 0) return undefined;
  const open = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(sealed);
  const crc = crc16(open.subarray(0, -2));
  const length = open.readUInt8(0);
  const isGood = open.readUInt16LE(open.length - 2) === crc && length <= open.length - OVERHEAD;
  if (!isGood || open.readUInt32LE(1) !== count) return undefined;
  return open.subarray(5, 5 + length);
}
