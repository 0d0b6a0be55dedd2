/**
 * The eighteen bytes of an extended note: index, ISO code, value, sign, exponent, orientation, type, series,
 * compatibility, version, reserved. A place without a note is blank.
 */
export function noteDescription(index: number, fen: number | undefined, currency: string): readonly number[] {
  if (fen === undefined) return [index, ...Array.from({ length: 17 }, () => 0)];
  const value = String(fen / 100).padStart(3, '0');
  return [index, ...Buffer.from(`${currency}${value}+00`, 'latin1'), 0, ...Buffer.from('AAAA', 'latin1'), 0, 0, 0];
}
