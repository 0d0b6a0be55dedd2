import { createHash, randomBytes } from 'node:crypto';
import type { Fen } from '@louting/common/money';
import { fen } from '@louting/common/money';

/** Without I, L, O, U: nothing that is misread when typed from paper. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 16;
export const ENROLMENT_CODE_LIVES_MS = 3_600_000;

/** 80 random bits in groups of four, e.g. `7F3K-92QD-0XYZ-M4T1`. */
export function newEnrolmentCode(random: (size: number) => Buffer = randomBytes): string {
  const letters = [...random(CODE_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length] ?? '').join('');
  return (letters.match(/.{4}/g) ?? []).join('-');
}

/** Groups, case and spaces do not matter when a person types the code. */
export function enrolmentCodeHash(code: string): string {
  const letters = code.toUpperCase().replace(/[^0-9A-Z]/g, '');
  return createHash('sha256').update(letters).digest('hex');
}

export function kioskNumber(index: number): string {
  return `K${String(index).padStart(3, '0')}`;
}

/** Notes of the fifth series of RMB from 1 yuan up. */
export const ACCEPTED_NOTES: readonly Fen[] = [1, 5, 10, 20, 50, 100].map((yuan) => fen(yuan * 100));
/** One jiao, five jiao, one yuan; a yuan is counted as one, note or coin. */
const ACCEPTED_COINS: readonly Fen[] = [10, 50].map(fen);
export const ACCEPTED_CASH: readonly Fen[] = [...ACCEPTED_COINS, ...ACCEPTED_NOTES];
