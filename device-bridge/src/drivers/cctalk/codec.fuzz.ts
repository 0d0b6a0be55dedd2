import { framesOf } from '../../fuzz/frames-of.ts';
import type { FuzzedParser } from '@louting/common/fuzz/fuzzed-parser';
import { CcTalkDecoder, encodeFrame, type CcTalkCheck } from './codec.ts';
import { parseBufferedCredit, parseHopperFlags, parseHopperLevel, parseHopperStatus } from './commands.ts';
import { newCredits } from './credits.ts';

function cctalk(check: CcTalkCheck): FuzzedParser {
  return {
    name: `cctalk, ${check}`,
    open: () =>
      framesOf(new CcTalkDecoder(check), ({ data }) => {
        const credit = parseBufferedCredit(data);
        const hopper = [parseHopperStatus(data), parseHopperFlags(data), parseHopperLevel(data)];
        return [credit && newCredits(data[0], credit), hopper];
      }),
    message: (data) => encodeFrame({ to: 1, from: 2, header: 0, data }, check),
    longestData: 60,
    longestMessage: 64 + 5,
  };
}

export const fuzzed: readonly FuzzedParser[] = [cctalk('sum'), cctalk('crc')];
