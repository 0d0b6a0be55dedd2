import { framesOf } from '../../fuzz/frames-of.ts';
import type { FuzzedParser } from '@louting/common/fuzz/fuzzed-parser';
import { encodeFrame, SspDecoder } from './codec.ts';
import { parseCounters, parsePoll, parseSetup } from './commands.ts';
import { seal, unseal } from './encryption.ts';

const KEY = Uint8Array.from({ length: 16 }, (_, index) => index);
const COUNT = 7;
const STEX = 0x7e;
/** Every byte of 255 doubled, and what stands around them. */
const LONGEST = 2 * 260;

export const fuzzed: readonly FuzzedParser[] = [
  {
    name: 'ssp',
    open: () => framesOf(new SspDecoder(), ({ data }) => [parsePoll(data), parseSetup(data), parseCounters(data)]),
    message: (data) => encodeFrame({ address: 0, sequence: 1, data }),
    longestData: 255,
    longestMessage: LONGEST,
  },
  {
    name: 'essp',
    open: () =>
      framesOf(new SspDecoder(), ({ data }) => [
        unseal(KEY, COUNT, data),
        // Whatever stands in the frame, decrypted as if it were sealed.
        unseal(KEY, COUNT, Uint8Array.of(STEX, ...data.subarray(0, data.length - (data.length % 16)))),
      ]),
    message: (data) =>
      encodeFrame({ address: 0, sequence: 0, data: seal(KEY, COUNT, data, (size) => new Uint8Array(size)) }),
    longestData: 200,
    longestMessage: LONGEST,
  },
];
