import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * The slave's part of eSSP (GA138): Diffie-Hellman over 64 bits, AES-128 in ECB, a packet counter. Written from the
 * specification and not from the driver's encryption, so that one checks the other.
 */
const STEX = 0x7e;

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit -= 1) {
      const carry = ((crc >> 15) & 1) ^ ((byte >> bit) & 1);
      crc = ((crc << 1) & 0xffff) ^ (carry === 1 ? 0x8005 : 0);
    }
  }
  return crc;
}

function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  if (exponent === 0n) return 1n % modulus;
  const half = modularPower((base * base) % modulus, exponent / 2n, modulus);
  return exponent % 2n === 1n ? (half * base) % modulus : half;
}

export class KeyAgreement {
  /** Most significant byte first, as it is written on the label. */
  readonly #fixedKey: bigint;
  #generator = 0n;
  #modulus = 0n;
  #key: Buffer | undefined;
  #count = 0;

  constructor(fixedKey: string) {
    this.#fixedKey = BigInt(`0x${fixedKey}`);
  }

  get agreed(): boolean {
    return this.#key !== undefined;
  }

  forget(): void {
    this.#key = undefined;
  }

  /** SET GENERATOR, SET MODULUS, REQUEST KEY EXCHANGE; undefined for another command, false for bad parameters. */
  negotiate([code, ...parameters]: readonly number[]): readonly number[] | false | undefined {
    if (code !== 0x4a && code !== 0x4b && code !== 0x4c) return undefined;
    if (parameters.length !== 8) return false;
    const value = Buffer.from(parameters).readBigUInt64LE();
    if (code === 0x4a) {
      this.#generator = value;
      return value === 0n ? false : [];
    }
    if (code === 0x4b) {
      this.#modulus = value;
      return value === 0n ? false : [];
    }
    if (this.#generator === 0n || this.#modulus === 0n) return false;
    const secret = randomBytes(8).readBigUInt64BE();
    const key = Buffer.alloc(16);
    key.writeBigUInt64LE(this.#fixedKey, 0);
    key.writeBigUInt64LE(modularPower(value, secret, this.#modulus), 8);
    this.#key = key;
    this.#count = 0;
    const own = Buffer.alloc(8);
    own.writeBigUInt64LE(modularPower(this.#generator, secret, this.#modulus));
    return [...own];
  }

  static isSealed(data: readonly number[]): boolean {
    return data[0] === STEX;
  }

  /** The command in a sealed packet; undefined when it is not for this key, or played again. */
  open([, ...sealed]: readonly number[]): readonly number[] | undefined {
    if (!this.#key || sealed.length === 0 || sealed.length % 16 !== 0) return undefined;
    const cipher = createDecipheriv('aes-128-ecb', this.#key, null);
    cipher.setAutoPadding(false);
    const packet = Buffer.concat([cipher.update(Buffer.from(sealed)), cipher.final()]);
    const end = packet.length - 2;
    if (crcOf(packet.subarray(0, end)) !== packet.readUInt16LE(end)) return undefined;
    if (packet.readUInt32LE(1) !== this.#count) return undefined;
    this.#count += 1;
    return [...packet.subarray(5, 5 + packet.readUInt8(0))];
  }

  seal(data: readonly number[]): readonly number[] {
    if (!this.#key) throw new Error('no key');
    const blocks = Math.ceil((data.length + 7) / 16);
    const packet = Buffer.concat([Buffer.alloc(5), Buffer.from(data), randomBytes(blocks * 16 - data.length - 7)]);
    packet.writeUInt8(data.length, 0);
    packet.writeUInt32LE(this.#count, 1);
    const crc = crcOf(packet);
    const cipher = createCipheriv('aes-128-ecb', this.#key, null);
    cipher.setAutoPadding(false);
    return [STEX, ...cipher.update(Buffer.concat([packet, Buffer.from([crc & 0xff, crc >> 8])])), ...cipher.final()];
  }
}
