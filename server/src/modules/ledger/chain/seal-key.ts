import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The server's Ed25519 key that signs the blocks of the ledger. It is not in the books: who owns those cannot sign. */
export interface SealKey {
  readonly keyId: string;
  readonly privateKey: KeyObject;
  /** SPKI, PEM. */
  readonly publicKey: string;
}

const KEY_FILE = 'ledger-seal-key.pem';

/** Reads `ledger-seal-key.pem` of the server's state directory; the first call makes it. */
export function loadSealKey(stateDirectory: string): SealKey {
  const path = join(stateDirectory, KEY_FILE);
  if (!existsSync(path)) {
    mkdirSync(stateDirectory, { recursive: true });
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  }
  const privateKey = createPrivateKey(readFileSync(path));
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  return { keyId: keyIdOf(publicKey), privateKey, publicKey };
}

/** The public half, where this machine has the key. */
export function sealKeyThere(stateDirectory: string): Pick<SealKey, 'keyId' | 'publicKey'> | undefined {
  return existsSync(join(stateDirectory, KEY_FILE)) ? loadSealKey(stateDirectory) : undefined;
}

/** @param publicKey PEM */
export function keyIdOf(publicKey: string): string {
  const der = createPublicKey(publicKey).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

export interface SignedHash {
  readonly block: number;
  readonly hash: string;
  readonly sealedAt: number;
}

/** @returns base64 */
export function signBlock(key: SealKey, signed: SignedHash): string {
  return sign(null, signedText(signed), key.privateKey).toString('base64');
}

export function signatureIsRight(publicKey: string, signed: SignedHash, signature: string): boolean {
  return verify(null, signedText(signed), publicKey, Buffer.from(signature, 'base64'));
}

function signedText({ block, hash, sealedAt }: SignedHash): Buffer {
  return Buffer.from(`louting-ledger-anchor/1\n${block}\n${hash}\n${sealedAt}\n`);
}
