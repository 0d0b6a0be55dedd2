import type { TraceStep } from './trace.ts';

/** Says which bytes of a step may not be written down; made anew for each opened line, for it may remember. */
export type Secrets = (direction: TraceStep['direction'], bytes: Uint8Array) => TraceStep['hidden'];

export const noSecrets = (): Secrets => () => undefined;

/** A scanner says nothing but codes, and a code may be money. */
export const allHeardIsSecret = (): Secrets => (direction, bytes) =>
  direction === 'from-device' ? [0, bytes.length] : undefined;

const LONGEST_PRINTER_COMMAND = 16;

/** What is printed is an owner's receipt; what is shorter than any line of it are the printer's own commands. */
export const printedIsSecret = (): Secrets => (direction, bytes) =>
  direction === 'to-device' && bytes.length > LONGEST_PRINTER_COMMAND ? [0, bytes.length] : undefined;

/** A line of words: the first is what it is about, the others belong to the card. */
export function wordsOfCardAreSecret(): Secrets {
  const inLine = { 'to-device': false, 'from-device': false };
  return (direction, bytes) => {
    const continued = inLine[direction];
    const space = bytes.indexOf(0x20);
    // A line that goes on in this piece, and any line after the first, is left out whole.
    const from = continued ? 0 : space < 0 ? bytes.length : space + 1;
    inLine[direction] = bytes.at(-1) !== 0x0a;
    return from < bytes.length ? [from, bytes.length] : undefined;
  };
}

const KEY_EXCHANGE: ReadonlySet<number> = new Set([0x4a, 0x4b, 0x4c]);

/** eSSP agrees on its key in 64-bit numbers: whoever has read them all can find the key. */
export function keysOfSspAreSecret(): Secrets {
  let exchanging = false;
  return (direction, bytes) => {
    if (direction === 'to-device') exchanging = KEY_EXCHANGE.has(bytes[3] ?? 0);
    // An answer comes in pieces, and which of them has the number is not to be seen.
    if (exchanging && direction === 'from-device') return [0, bytes.length];
    return exchanging && bytes.length > 4 ? [4, bytes.length] : undefined;
  };
}
