import { commandLength } from './command-lengths.ts';
import { realtimeLength } from './realtime.ts';

/**
 * Reads ESC/POS as a printer does: byte by byte, with its own table of command lengths. Written against the command
 * reference and knowing nothing of the driver, so that an error in one is not repeated in the other.
 */
export type Token =
  | { readonly type: 'text'; readonly bytes: Uint8Array }
  | { readonly type: 'control'; readonly control: 'line-feed' | 'tab' | 'form-feed' }
  /** `name` is the command's second byte after its first, e.g. `ESC a`; `data` all that follows them. */
  | { readonly type: 'command'; readonly name: string; readonly data: Uint8Array }
  /** Real-time commands and carriage returns: done at the interface, or nothing. */
  | { readonly type: 'passed' }
  | { readonly type: 'unknown'; readonly byte: number };

export interface Tokenizer {
  push(bytes: Uint8Array): Token[];
}

const PREFIX: Readonly<Record<number, string>> = { 0x1b: 'ESC', 0x1c: 'FS', 0x1d: 'GS' };
const CONTROL = { 0x09: 'tab', 0x0a: 'line-feed', 0x0c: 'form-feed' } as const;

export function createTokenizer(): Tokenizer {
  let buffer = new Uint8Array(256);
  let filled = 0;
  /** Nothing can be read before so many bytes are there: a long bitmap is not looked at again with every byte. */
  let wanted = 1;

  const append = (bytes: Uint8Array): void => {
    if (filled + bytes.length > buffer.length) {
      const larger = new Uint8Array(2 * (filled + bytes.length));
      larger.set(buffer.subarray(0, filled));
      buffer = larger;
    }
    buffer.set(bytes, filled);
    filled += bytes.length;
  };

  return {
    push: (bytes) => {
      append(bytes);
      if (filled < wanted) return [];
      const tokens: Token[] = [];
      let offset = 0;
      wanted = 1;
      while (offset < filled) {
        const read = readToken(buffer.subarray(offset, filled));
        if ('wanted' in read) {
          wanted = read.wanted;
          break;
        }
        tokens.push(read.token);
        offset += read.length;
      }
      buffer.copyWithin(0, offset, filled);
      filled -= offset;
      return tokens;
    },
  };
}

type Read = { readonly token: Token; readonly length: number } | { readonly wanted: number };

function readToken(input: Uint8Array): Read {
  const first = input[0] ?? 0;
  if (first >= 0x20) {
    const end = input.findIndex((byte) => byte < 0x20);
    const length = end < 0 ? input.length : end;
    return { token: { type: 'text', bytes: input.slice(0, length) }, length };
  }
  const control = CONTROL[first as keyof typeof CONTROL];
  if (control) return { token: { type: 'control', control }, length: 1 };
  if (first === 0x0d) return { token: { type: 'passed' }, length: 1 };
  if (first === 0x10) {
    const length = realtimeLength(input);
    return length === undefined ? { wanted: input.length + 1 } : { token: { type: 'passed' }, length };
  }
  const prefix = PREFIX[first];
  if (prefix === undefined) return { token: { type: 'unknown', byte: first }, length: 1 };
  const known = commandLength(input);
  if (known === 'unknown') return { token: { type: 'unknown', byte: first }, length: 1 };
  if (known === 'more') return { wanted: input.length + 1 };
  if (input.length < known.length) return { wanted: known.length };
  const name = `${prefix} ${String.fromCharCode(input[1] ?? 0)}`;
  return { token: { type: 'command', name, data: input.slice(2, known.length) }, length: known.length };
}
