import { createHash } from 'node:crypto';

/** Without I, L, O, U: nothing that is misread or misheard (Crockford base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The short reference of a payment order that a person can read out, e.g. `7F3K-92QD`: 40 bits of the id's hash.
 * Derived, so that a kiosk can print it on a slip while the server cannot be reached.
 */
export function orderReference(orderId: string): string {
  const hash = createHash('sha256').update(orderId.toLowerCase()).digest();
  let bits = hash.readUIntBE(0, 5);
  let text = '';
  for (let position = 0; position < 8; position += 1) {
    text = (ALPHABET[bits % 32] ?? '') + text;
    bits = Math.floor(bits / 32);
  }
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}
