import type { FuzzedParser } from '@louting/common/fuzz/fuzzed-parser';
import { createLineSplitter, parseReaderLine } from './codec.ts';

export const fuzzed: readonly FuzzedParser[] = [
  {
    name: 'network card reader',
    open: () => {
      const split = createLineSplitter();
      return { push: (bytes) => split(bytes).flatMap((line) => parseReaderLine(line) ?? []) };
    },
    message: (data) => {
      const hex = Buffer.from(data).toString('hex');
      const line = data.length % 2 === 1 ? `RAPDU ${hex}9000` : `CARD ${hex.slice(0, 20)} ${hex.slice(0, 66)}`;
      return Buffer.from(`${line}\r\n`);
    },
    longestData: 260,
    // A line is at an end where the next one begins.
    longestMessage: 1,
  },
];
