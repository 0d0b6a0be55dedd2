import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';
import type { PasswordWeakness } from '../../contract/admin-api.ts';

const deriveKey = promisify(argon2);

/** OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, 2 passes, 1 lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const TAG_BYTES = 32;
const SALT_BYTES = 16;

/** The PHC string of a password that nobody has: verifying against it takes as long as against a real one. */
const NOBODY = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${unpadded(Buffer.alloc(SALT_BYTES))}$${unpadded(Buffer.alloc(TAG_BYTES))}`;

const MINIMUM_PASSWORD_LENGTH = 12;

const COMMON_BASES = ['password', 'qwerty', 'admin', 'louting', 'abc123', 'iloveyou', 'woaini', '123456', '888888'];

/**
 * Length and guessability rather than character classes (NIST SP 800-63B §3.1.1.2).
 * @returns why the password is refused, or undefined when it is good enough.
 */
export function passwordWeakness(password: string, userName: string): PasswordWeakness | undefined {
  if (Array.from(password).length < MINIMUM_PASSWORD_LENGTH) return 'too-short';
  if (password.length > 256) return 'too-long';
  const folded = password.toLowerCase();
  if (userName.length >= 3 && folded.includes(userName.toLowerCase())) return 'contains-user-name';
  if (new Set(folded).size < 6) return 'too-few-different';
  const rest = COMMON_BASES.reduce((left, base) => left.replaceAll(base, ''), folded);
  return rest.length < MINIMUM_PASSWORD_LENGTH / 2 ? 'common' : undefined;
}

/** 18 characters of 32, none that look alike: about 90 bits. */
export function generatePassword(random: (bytes: number) => Uint8Array = randomBytes): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789A';
  const letters = Array.from(random(18), (byte) => alphabet[byte % alphabet.length]).join('');
  return `${letters.slice(0, 6)}-${letters.slice(6, 12)}-${letters.slice(12)}`;
}

/** @returns a PHC string `$argon2id$v=19$m=…,t=…,p=…$salt$tag` */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await deriveKey('argon2id', parameters(password, salt, COST));
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

/** Takes as long for an unknown user (`stored` undefined) as for a known one, and then answers false. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const fields = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(stored ?? NOBODY);
  if (!fields) throw new Error('stored password hash is not an argon2id PHC string');
  const [, memory, passes, parallelism, salt = '', expected = ''] = fields;
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const tag = await deriveKey('argon2id', parameters(password, Buffer.from(salt, 'base64'), cost));
  const same = timingSafeEqual(tag, Buffer.from(expected, 'base64'));
  return same && stored !== undefined;
}

function parameters(
  password: string,
  nonce: Buffer,
  cost: { memory: number; passes: number; parallelism: number },
): Argon2Parameters {
  return { message: password.normalize('NFKC'), nonce, tagLength: TAG_BYTES, ...cost };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
