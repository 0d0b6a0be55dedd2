/**
 * Reads ESC/POS as a printer does: byte by byte, with its own table of command lengths. Written against the command
 * reference and knowing nothing of the driver, so that an error in one is not repeated in the other.
 */
export type Token =
  | { readonly type: 'text'; readonly bytes: Uint8Array }
  | { readonly type: 'line-feed' }
  | { readonly type: 'realtime'; readonly command: 'status' | 'recover' | 'clear'; readonly argument: number }
  /** `name` is the command's bytes in hex, e.g. `1b61`; `data` all that follows them. */
  | { readonly type: 'command'; readonly name: string; readonly data: Uint8Array }
  | { readonly type: 'unknown'; readonly byte: number };

/** Longest command a printer would buffer; a longer claim is noise. */
const LONGEST = 1_000_000;

/** Bytes after the two of the command, for commands of fixed length. */
const FIXED: Readonly<Record<string, number>> = {
  '1b40': 0,
  '1b32': 0,
  '1b21': 1,
  '1b2d': 1,
  '1b33': 1,
  '1b45': 1,
  '1b47': 1,
  '1b4a': 1,
  '1b4d': 1,
  '1b52': 1,
  '1b61': 1,
  '1b64': 1,
  '1b74': 1,
  '1b7b': 1,
  '1c21': 1,
  '1c26': 0,
  '1c2e': 0,
  '1d21': 1,
  '1d42': 1,
  '1d49': 1,
  '1d4c': 2,
  '1d50': 2,
  '1d57': 2,
  '1d61': 1,
  '1d67': 4,
  '1d72': 1,
};

export interface Tokenizer {
  push(bytes: Uint8Array): Token[];
}

export function createTokenizer(): Tokenizer {
  let pending: Uint8Array = new Uint8Array();
  return {
    push: (bytes) => {
      const input = Uint8Array.from([...pending, ...bytes]);
      const tokens: Token[] = [];
      let offset = 0;
      while (offset < input.length) {
        const rest = input.subarray(offset);
        const read = readToken(rest);
        if (!read) break;
        tokens.push(read.token);
        offset += read.length;
      }
      pending = input.slice(offset);
      return tokens;
    },
  };
}

interface Read {
  readonly token: Token;
  readonly length: number;
}

/** `undefined`: the command is not complete yet. */
function readToken(input: Uint8Array): Read | undefined {
  const first = input[0] ?? 0;
  if (first >= 0x20) {
    const end = input.findIndex((byte) => byte < 0x20);
    const length = end < 0 ? input.length : end;
    return { token: { type: 'text', bytes: input.slice(0, length) }, length };
  }
  if (first === 0x0a) return { token: { type: 'line-feed' }, length: 1 };
  if (first === 0x10) return readRealtime(input);
  if (first === 0x1b || first === 0x1c || first === 0x1d) return readCommand(input);
  return { token: { type: 'unknown', byte: first }, length: 1 };
}

function readRealtime(input: Uint8Array): Read | undefined {
  const [, second, third] = input;
  if (second === undefined) return undefined;
  if (second === 0x04 || second === 0x05) {
    if (third === undefined) return undefined;
    const command = second === 0x04 ? 'status' : 'recover';
    return { token: { type: 'realtime', command, argument: third }, length: 3 };
  }
  if (second === 0x14) {
    if (third === undefined) return undefined;
    const length = third === 8 ? 10 : 5;
    if (input.length < length) return undefined;
    const isClear = third === 8 && Buffer.from(input.subarray(3, 10)).toString('hex') === '01031401060208';
    if (isClear) return { token: { type: 'realtime', command: 'clear', argument: 8 }, length };
    return { token: { type: 'unknown', byte: 0x10 }, length };
  }
  return { token: { type: 'unknown', byte: 0x10 }, length: 1 };
}

function readCommand(input: Uint8Array): Read | undefined {
  const [first = 0, second] = input;
  if (second === undefined) return undefined;
  const name = Buffer.of(first, second).toString('hex');
  const length = lengthOf(name, input);
  if (length === 'unknown') return { token: { type: 'unknown', byte: first }, length: 1 };
  if (length === 'more' || input.length < length) return undefined;
  return { token: { type: 'command', name, data: input.slice(2, length) }, length };
}

/** Of the whole command, from its first byte. */
function lengthOf(name: string, input: Uint8Array): number | 'more' | 'unknown' {
  const fixed = FIXED[name];
  if (fixed !== undefined) return 2 + fixed;
  const word = (index: number): number => (input[index] ?? 0) + 256 * (input[index + 1] ?? 0);
  if (name === '1d56') {
    const mode = input[2];
    if (mode === undefined) return 'more';
    return mode === 65 || mode === 66 ? 4 : 3;
  }
  // GS ( x pL pH data
  if (name === '1d28') return input.length < 5 ? 'more' : 5 + word(3);
  // GS v 0 m xL xH yL yH data
  if (name === '1d76') {
    if (input.length < 8) return 'more';
    const length = 8 + word(4) * word(6);
    return length > LONGEST ? 'unknown' : length;
  }
  return 'unknown';
}
