export interface LineReader {
  push(bytes: Uint8Array): string[];
  /** The line went quiet in the middle: what came so far is noise. */
  timeout(): void;
  /** Something waits for its end of line. */
  readonly pending: boolean;
}

const CR = 0x0d;
const LF = 0x0a;

/**
 * Cuts a byte stream into codes, each ended by CR, LF or both. Control characters are dropped: a printed code must not
 * be able to type keys or commands. A line longer than `longestCode` is dropped whole, to its end.
 * @param acknowledgement bytes the module answers to its trigger, dropped wherever they stand
 */
export function createLineReader(longestCode: number, acknowledgement: Uint8Array = new Uint8Array()): LineReader {
  let line: number[] = [];
  let tooLong = false;

  const finish = (): string[] => {
    // After decoding: UTF-8 spells the controls above 0x7F with two harmless-looking bytes.
    const isNone = tooLong || line.length > longestCode;
    const text = isNone
      ? ''
      : new TextDecoder()
          .decode(Uint8Array.from(line))
          .replaceAll(/\p{Cc}/gu, '')
          .trim();
    line = [];
    tooLong = false;
    // What is no text at all is noise on the line.
    return text === '' || text.includes('\uFFFD') ? [] : [text];
  };

  const dropAcknowledgement = (): void => {
    if (acknowledgement.length === 0 || line.length < acknowledgement.length) return;
    const start = line.length - acknowledgement.length;
    if (acknowledgement.every((byte, index) => line[start + index] === byte)) line.length = start;
  };

  return {
    get pending() {
      return line.length > 0 || tooLong;
    },
    push: (bytes) => {
      const codes: string[] = [];
      for (const byte of bytes) {
        if (byte === CR || byte === LF) {
          codes.push(...finish());
          continue;
        }
        if (tooLong) continue;
        line.push(byte);
        dropAcknowledgement();
        if (line.length <= longestCode + acknowledgement.length) continue;
        tooLong = true;
        line = [];
      }
      return codes;
    },
    timeout: () => {
      line = [];
      tooLong = false;
    },
  };
}
