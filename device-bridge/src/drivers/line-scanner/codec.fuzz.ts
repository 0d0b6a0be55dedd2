import type { FuzzedParser } from '@louting/common/fuzz/fuzzed-parser';
import { createLineReader } from './codec.ts';

const LONGEST_CODE = 64;
const ACKNOWLEDGEMENT = Uint8Array.of(0x02, 0x00, 0x00, 0x01, 0x00, 0x33, 0x31);

/** What the driver hands on as a code must be text that can neither type a key nor be longer than any code. */
function checked(code: string): string {
  if (/\p{Cc}/u.test(code) || code.length > LONGEST_CODE) throw new Error(`no code: ${JSON.stringify(code)}`);
  return code;
}

export const fuzzed: readonly FuzzedParser[] = [
  {
    name: 'line scanner',
    open: () => {
      const reader = createLineReader(LONGEST_CODE, ACKNOWLEDGEMENT);
      return { push: (bytes) => reader.push(bytes).map(checked), quiet: () => reader.timeout() };
    },
    message: (data) => Buffer.from(`${Buffer.from(data).toString('hex')}\r`),
    longestData: LONGEST_CODE / 2,
    longestMessage: LONGEST_CODE + 1,
  },
];
