import type { FuzzedParser } from '../../fuzz/fuzzed-parser.ts';
import { decodeReply, encodeReply, recordReader, REPLY_BYTES, type UmsReply } from './codec.ts';
import { markOf, momentOf } from './sale-machine.ts';

const NOW = Date.parse('2026-11-29T08:00:00+08:00');
const REPLY: UmsReply = {
  code: '00',
  bank: '0103',
  card: '622848******1234',
  trace: '000123',
  amountFen: 28_640,
  text: '',
  merchant: '898310148160568',
  terminal: '12345678',
  batch: '000001',
  date: '1129',
  time: '080000',
  reference: '112908000123',
  authorisation: '000861',
  settleDate: '1129',
  check: '042',
};

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
