import { createCipheriv, createDecipheriv } from 'node:crypto';

const BLOCK = 16;
/** The constant of the block size in the field's polynomial (NIST SP 800-38B, 5.3). */
const R_128 = 0x87;

const NO_IV = Buffer.alloc(BLOCK);

/** AES-128-CBC without padding, from a zero vector: all that the card protocols use. */
export function encryptCbc(key: Uint8Array, data: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-128-cbc', key, NO_IV).setAutoPadding(false);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

export function decryptCbc(key: Uint8Array, data: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-128-cbc', key, NO_IV).setAutoPadding(false);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}

/**
 * AES-CMAC (RFC 4493). `padTo` lengthens the message before the last block is masked, as AN10922 wants it: always two
 * blocks, the second subkey when anything was padded.
 */
export function aesCmac(key: Uint8Array, message: Uint8Array, padTo = BLOCK): Buffer {
  const length = Math.max(padTo, Math.ceil(message.length / BLOCK) * BLOCK);
  const padded = Buffer.alloc(length);
  padded.set(message);
  const isWhole = message.length === length;
  if (!isWhole) padded[message.length] = 0x80;
  const k1 = doubled(encryptCbc(key, NO_IV));
  const mask = isWhole ? k1 : doubled(k1);
  for (const [index, byte] of mask.entries())
    padded[length - BLOCK + index] = (padded[length - BLOCK + index] ?? 0) ^ byte;
  return encryptCbc(key, padded).subarray(-BLOCK);
}

function doubled(block: Uint8Array): Buffer {
  const twice = Buffer.alloc(BLOCK);
  for (let index = 0; index < BLOCK; index += 1) {
    twice[index] = (((block[index] ?? 0) << 1) | ((block[index + 1] ?? 0) >> 7)) & 0xff;
  }
  if ((block[0] ?? 0) & 0x80) twice[BLOCK - 1] = (twice[BLOCK - 1] ?? 0) ^ R_128;
  return twice;
}
