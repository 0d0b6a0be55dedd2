import { createHash, createHmac } from 'node:crypto';
import type { CardKey } from '../cards/cards.ts';
import { maskPlate } from '../estate/masking.ts';
import { barePlate } from '../../contract/parking-lease-limits.ts';
import { digitsOf } from './parking-stays.ts';

/** What is kept of a plate: keyed, because all plates of a town could be tried. */
export interface KeptPlate {
  readonly hash: string;
  readonly digitsHash: string;
  readonly masked: string;
}

export function keptPlate(plate: string, key: CardKey): KeptPlate {
  const bare = barePlate(plate);
  return { hash: keyed('plate', bare, key), digitsHash: hashOfDigits(digitsOf(bare), key), masked: maskPlate(bare) };
}

export function hashOfDigits(digits: string, key: CardKey): string {
  return keyed('digits', digits, key);
}

/** Tells whether an event that comes again is the same one. */
export function contentHash(content: object): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function keyed(purpose: string, text: string, key: CardKey): string {
  return createHmac('sha256', key).update(`parking ${purpose}\n${text}`).digest('base64url');
}
