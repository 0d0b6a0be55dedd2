import { framesOf } from '../../fuzz/frames-of.ts';
import type { FuzzedParser } from '@louting/common/fuzz/fuzzed-parser';
import { EbdsDecoder, encodeEbds, TYPE } from './codec.ts';
import { auxiliaryText, parseStatus } from './messages.ts';
import { read } from './status.ts';

const TYPES = [TYPE.device, TYPE.auxiliary, TYPE.extended];

export const fuzzed: readonly FuzzedParser[] = [
  {
    name: 'ebds',
    open: () =>
      framesOf(new EbdsDecoder(), (frame) => {
        const status = parseStatus(frame);
        return [status.ok && read(status.value), auxiliaryText(frame)];
      }),
    message: (data) => encodeEbds({ type: TYPES[data.length % TYPES.length] ?? TYPE.device, ack: 1, data }),
    longestData: 120,
    longestMessage: 127,
  },
];
