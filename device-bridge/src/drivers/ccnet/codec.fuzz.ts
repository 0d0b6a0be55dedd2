import { framesOf } from '../../fuzz/frames-of.ts';
import type { FuzzedParser } from '@louting/common/fuzz/fuzzed-parser';
import { CcnetDecoder, encodeCcnet } from './codec.ts';
import { parseBillTable, parseIdentification, typeBits } from './commands.ts';
import { noteStateOf } from './status.ts';

export const fuzzed: readonly FuzzedParser[] = [
  {
    name: 'ccnet',
    open: () =>
      framesOf(new CcnetDecoder(), ({ body }) => {
        const table = parseBillTable(body);
        const notes = table.ok ? table.value : new Map();
        return [typeBits(notes, [100]), noteStateOf(body, notes), parseIdentification(body)];
      }),
    message: (body) => encodeCcnet({ address: 3, body }),
    longestData: 120,
    longestMessage: 128,
  },
];
