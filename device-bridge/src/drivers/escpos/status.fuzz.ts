import type { FuzzedParser } from '@louting/common/fuzz/fuzzed-parser';
import { conditionOf, createStatusParser, sensorsOfAutomaticStatus, type PrinterMessage } from './status.ts';

function read(message: PrinterMessage): unknown {
  return message.type === 'automatic-status'
    ? [message, conditionOf(sensorsOfAutomaticStatus(message.bytes))]
    : [message];
}

const letters = (data: Uint8Array): number[] => Array.from(data, (byte) => 0x41 + (byte % 15));

export const fuzzed: readonly FuzzedParser[] = [
  {
    name: 'escpos status',
    open: () => {
      const parser = createStatusParser();
      return { push: (bytes) => parser.push(bytes).map(read) };
    },
    message: (data) => {
      const [first = 0, second = 0, third = 0] = data.map((byte) => byte & 0x6f);
      const kind = data.length % 4;
      if (kind === 0) return Uint8Array.of(0x10 | (first & 0x6c), second, third, 0);
      if (kind === 1) return Uint8Array.of(0x12 | (first & 0x6c));
      if (kind === 2) return Uint8Array.of(0x5f, ...letters(data), 0);
      return Uint8Array.of(0x37, 0x22, ...letters(data.subarray(0, 4)), ...(data.length < 4 ? [0x41] : []), 0);
    },
    longestData: 70,
    longestMessage: 80,
  },
];
