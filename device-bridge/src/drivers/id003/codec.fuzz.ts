import { framesOf } from '../../fuzz/frames-of.ts';
import type { FuzzedParser } from '@louting/common/fuzz/fuzzed-parser';
import { encodeId003, Id003Decoder } from './codec.ts';
import { inhibitBits, parseCurrencies } from './commands.ts';
import { noteStateOf } from './status.ts';

export const fuzzed: readonly FuzzedParser[] = [
  {
    name: 'id003',
    open: () =>
      framesOf(new Id003Decoder(), (frame) => {
        const table = parseCurrencies(frame.data);
        const currencies = table.ok ? table.value : new Map();
        return [inhibitBits(currencies, [100]), noteStateOf(frame, currencies)];
      }),
    message: (data) => encodeId003({ code: data[0] ?? 0x11, data: data.subarray(1) }),
    longestData: 120,
    longestMessage: 128,
  },
];
