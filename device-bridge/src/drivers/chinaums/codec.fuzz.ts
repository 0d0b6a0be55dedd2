import type { FuzzedParser } from '@louting/common/fuzz/fuzzed-parser';
import { decodeReply, encodeReply, recordReader, REPLY_BYTES, type UmsReply } from './codec.ts';
import { REPLY } from './reply.fixture.ts';
import { markOf, momentOf } from './sale-machine.ts';

const NOW = Date.parse('2026-11-29T08:00:00+08:00');
function read(reply: UmsReply): unknown {
  const codes = { declines: {}, unclear: [], nothingThere: [] };
  return [reply, momentOf(reply.date, reply.time, NOW), markOf(reply, codes)];
}

export const fuzzed: readonly FuzzedParser[] = [
  {
    name: 'chinaums',
    open: () => {
      const reader = recordReader(REPLY_BYTES, decodeReply);
      return { push: (bytes) => reader.push(bytes).flatMap((reply) => (reply ? [read(reply)] : [])) };
    },
    message: (data) => encodeReply({ ...REPLY, text: Buffer.from(data).toString('hex') }),
    longestData: 20,
    longestMessage: 1,
  },
];
