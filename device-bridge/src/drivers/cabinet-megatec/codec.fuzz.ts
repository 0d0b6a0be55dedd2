import type { FuzzedParser } from '@louting/common/fuzz/fuzzed-parser';
import { createLineCutter, readInformation, readStatus } from './codec.ts';

export const fuzzed: readonly FuzzedParser[] = [
  {
    name: 'megatec',
    open: () => {
      const cutter = createLineCutter();
      return {
        push: (bytes) => cutter.push(bytes).flatMap((line) => readStatus(line) ?? readInformation(line) ?? []),
      };
    },
    message: (data) => {
      const [volts = 0, load = 0, bits = 0] = data;
      const status = `${volts}.4 140.0 ${load}.4 034 59.9 2.05 35.0 ${bits.toString(2).padStart(8, '0')}`;
      return Buffer.from(`(${status}\r`);
    },
    longestData: 3,
    longestMessage: 1,
  },
];
