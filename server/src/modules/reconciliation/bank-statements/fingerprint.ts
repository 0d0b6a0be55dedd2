import { hash } from 'node:crypto';
import type { BankLine } from '../statement-rows.ts';

export type BankLineContent = Omit<BankLine, 'fingerprint'>;

/** Knows a line again, in a second import of the same file or in the file of an overlapping period. */
export type Fingerprinting = (line: BankLineContent) => string;

/**
 * Fingerprints of one statement's lines. Equal lines are told apart by which of them they are, so every line must be
 * remembered: in a fixed 16 MB of bits (seven of them a line; a false memory among 500,000 lines is less likely than
 * 1 in 100,000), and by count only the few that repeat.
 */
export function createFingerprinting(): Fingerprinting {
  let seen: Uint32Array | undefined;
  const repeats = new Map<string, number>();

  const remember = (digest: Buffer): boolean => {
    seen ??= new Uint32Array(SEEN_BITS / 32);
    let isKnown = true;
    for (let probe = 0; probe < 7; probe += 1) {
      const bit = digest.readUInt32LE(probe * 4) % SEEN_BITS;
      const mask = 1 << (bit & 31);
      const word = seen[bit >>> 5] ?? 0;
      if ((word & mask) === 0) isKnown = false;
      seen[bit >>> 5] = word | mask;
    }
    return isKnown;
  };

  return (line) => {
    const content = contentOf(line);
    const first = hash('sha256', `${content}\n0`, 'hex');
    if (!remember(Buffer.from(first, 'hex'))) return first;
    const occurrence = (repeats.get(first) ?? 0) + 1;
    repeats.set(first, occurrence);
    return hash('sha256', `${content}\n${occurrence}`, 'hex');
  };
}

const SEEN_BITS = 2 ** 27;

function contentOf(line: BankLineContent): string {
  return JSON.stringify([
    line.account,
    line.date,
    line.amountFen,
    line.counterpartyName,
    line.counterpartyAccount,
    line.serial,
    line.balanceAfterFen ?? null,
  ]);
}
