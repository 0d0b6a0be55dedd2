/**
 * The line protocol of a network card reader (README.md): one message a line, words in upper case, bytes in hex.
 */
export type ReaderMessage =
  | { readonly message: 'hello'; readonly model: string; readonly serialNumber: string; readonly firmware: string }
  | { readonly message: 'card'; readonly uid: Uint8Array; readonly atr: Uint8Array }
  | { readonly message: 'removed' }
  | { readonly message: 'response'; readonly bytes: Uint8Array }
  | { readonly message: 'card-error' }
  | { readonly message: 'pong' };

/** Two bytes of hex for each byte of the longest extended response, and the word before it. */
const LONGEST_LINE = 2 * 65_538 + 16;

const HEX = /^(?:[0-9a-fA-F]{2})+$/;

/** `undefined`: not a message of the protocol. */
export function parseReaderLine(line: string): ReaderMessage | undefined {
  const [word, ...rest] = line.trim().split(' ');
  const [first = '', second = '', third = ''] = rest;
  switch (word) {
    case 'HELLO':
      return { message: 'hello', model: first, serialNumber: second, firmware: third };
    case 'CARD':
      if (!HEX.test(first) || !HEX.test(second) || first.length > 20 || second.length > 66) return undefined;
      return { message: 'card', uid: bytesOf(first), atr: bytesOf(second) };
    case 'REMOVED':
      return { message: 'removed' };
    case 'RAPDU':
      if (!HEX.test(first) || first.length < 4) return undefined;
      return { message: 'response', bytes: bytesOf(first) };
    case 'ERROR':
      return { message: 'card-error' };
    case 'PONG':
      return { message: 'pong' };
    default:
      return undefined;
  }
}

export const ping = (): Uint8Array => Buffer.from('PING\r\n');
export const apdu = (bytes: Uint8Array): Uint8Array => Buffer.from(`APDU ${Buffer.from(bytes).toString('hex')}\r\n`);

/** Cuts the stream into lines; a line longer than any message is dropped. */
export function createLineSplitter(): (bytes: Uint8Array) => string[] {
  let pending = '';
  return (bytes) => {
    const lines = (pending + Buffer.from(bytes).toString('latin1')).split('\n');
    pending = lines.pop() ?? '';
    if (pending.length > LONGEST_LINE) pending = '';
    return lines.map((line) => line.replace(/\r$/, '')).filter((line) => line !== '' && line.length <= LONGEST_LINE);
  };
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}
