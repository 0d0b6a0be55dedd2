/** Digits and letters of a unified social credit code, in the order of their values 0…30 (GB 32100-2015). */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const MODULUS = 31;
const LENGTH = 18;

/**
 * Whether a company's tax number can be right: 18 characters whose last one checks the others (GB 32100-2015, 5.1).
 * Spaces and small letters are forgiven before, see `tidyTaxNumber`.
 */
export function isTaxNumber(taxNumber: string): boolean {
  if (taxNumber.length !== LENGTH) return false;
  let sum = 0;
  let weight = 1;
  for (const character of taxNumber.slice(0, -1)) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return false;
    sum += value * weight;
    weight = (weight * 3) % MODULUS;
  }
  return taxNumber.at(-1) === ALPHABET[(MODULUS - (sum % MODULUS)) % MODULUS];
}

/** As people type it or paste it from a business card. */
export function tidyTaxNumber(typed: string): string {
  return typed.replace(/[\s-]/g, '').toUpperCase();
}
