import type { FuzzedParser } from '@louting/common/fuzz/fuzzed-parser';
import { createPrintHead, type PaperEffect } from './paper.ts';
import { createRealtimeEar } from './realtime.ts';
import { createTokenizer } from './tokens.ts';

const COMMANDS = ['\u001b!', '\u001bt', '\u001d!', '\u001da', '\u001bJ'].map((text) => Buffer.from(text, 'latin1'));
/** What a command that lost its end may still swallow: the longest bitmap there is. */
const LONGEST_COMMAND = 1_000_000;

export const fuzzed: readonly FuzzedParser[] = [
  {
    name: 'escpos commands, as the printer twin reads them',
    open: () => {
      const tokenizer = createTokenizer();
      const head = createPrintHead();
      let lastLine = '';
      /** What lies in the tray, by its last line. */
      const pieceOf = (done: PaperEffect): string[] => {
        if (done.effect === 'printed' && done.element.kind === 'line')
          lastLine = done.element.runs.map(({ text }) => text).join('');
        return done.effect === 'cut' ? [lastLine] : [];
      };
      return { push: (bytes) => tokenizer.push(bytes).flatMap((token) => pieceOf(head.apply(token))) };
    },
    message: (data) => {
      const command = COMMANDS[data.length % COMMANDS.length] ?? Buffer.of();
      const text = data.map((byte) => 0x20 + (byte % 0x5f));
      return Uint8Array.from([...command, data[0] ?? 0, ...text, 0x0a, 0x1d, 0x56, 0x42, 0]);
    },
    longestData: 60,
    longestMessage: LONGEST_COMMAND,
  },
  {
    name: 'escpos real-time commands, as the printer twin hears them',
    open: () => {
      const ear = createRealtimeEar();
      return { push: (bytes) => [...bytes].flatMap((byte) => ear.push(byte) ?? []) };
    },
    message: (data) => Uint8Array.from([...data.map((byte) => byte | 0x20), 0x10, 0x04, 1 + ((data[0] ?? 0) % 4)]),
    longestData: 40,
    longestMessage: 12,
  },
];
