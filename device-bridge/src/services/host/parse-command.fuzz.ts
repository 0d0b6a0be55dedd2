import type { FuzzedParser } from '@louting/common/fuzz/fuzzed-parser';
import { strangeJson } from '@louting/common/fuzz/strange-json';
import { COMMANDS } from '../../protocol/profile.ts';
import { parseCommand } from './parse-command.ts';
import { redacted } from './redact.ts';

const SCHEMAS = Object.values(COMMANDS).map(({ command }) => command);

const commandWith = (data: Uint8Array): object => ({
  header: { type: 'command', name: 'CardReader.ReadRawData', version: '2.0', requestId: 1, timeout: 60_000 },
  payload: {
    track1: true,
    chip: { protocol: 'chipT1', chipData: Buffer.from(data).toString('base64') },
    state: 'active',
    transactionID: Buffer.from(data).toString('hex'),
    counts: { '100': 1, '2000': 2 },
    requestIds: [...data],
  },
});
const frame = (json: unknown): Uint8Array => Buffer.from(JSON.stringify(json));

export const fuzzed: readonly FuzzedParser[] = [
  {
    name: 'xfs envelope',
    open: () => ({
      push: (bytes) => {
        const command = parseCommand(bytes);
        if (!command) return [];
        const payloads = SCHEMAS.map((schema) => redacted(schema.safeParse(command.payload).data));
        return [[command, payloads]];
      },
    }),
    message: (data) => frame(commandWith(data)),
    strange: (data) => frame(strangeJson(commandWith(data), data)),
    longestData: 100,
    longestMessage: 1,
    isNeverCut: true,
  },
];
