import type { UmsReply } from './codec.ts';

/** An approved sale. */
export const REPLY: UmsReply = {
  code: '00',
  bank: '0103',
  card: '622848******1234',
  trace: '000123',
  amountFen: 28_640,
  text: '交易成功',
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
