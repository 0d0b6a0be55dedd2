import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeReply,
  decodeRequest,
  encodeReply,
  encodeRequest,
  recordReader,
  REPLY_BYTES,
  REQUEST_BYTES,
} from '../../chinaums/codec.ts';
import { momentOf } from '../../chinaums/sale-machine.ts';
import { encodeNexo, frameReader, fromFen, parseFromTerminal, toFen } from '../../nexo/codec.ts';
import { maskedCard } from '../role.ts';

const BYTES = 100_000;
const HEADER = {
  MessageClass: 'Service',
  MessageCategory: 'Payment',
  MessageType: 'Response',
  SaleID: 's',
  POIID: 'p',
};
const MESSAGE = { SaleToPOIResponse: { MessageHeader: HEADER, PaymentResponse: { Response: { Result: 'Success' } } } };
const REQUEST = {
  pos: 'K001',
  operator: '01',
  type: 'sale',
  amountFen: 28_640,
  originalDate: '',
  originalReference: '',
  originalTrace: '',
  check: '042',
} as const;
const REPLY = {
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

describe('ChinaUMS records', () => {
  test('a sale is 59 bytes, its reply 148, and both are read as they were written', () => {
    expect([REQUEST_BYTES, REPLY_BYTES]).toEqual([59, 148]);
    expect(Buffer.from(encodeRequest(REQUEST)).toString('latin1')).toBe(
      'K001    01      0000000002864000000000000000000000000000042',
    );
    expect(decodeRequest(encodeRequest(REQUEST))).toMatchObject({
      ...REQUEST,
      originalDate: '00000000',
      originalReference: '000000000000',
      originalTrace: '000000',
    });
    expect(decodeReply(encodeReply(REPLY))).toEqual(REPLY);
    expect(Buffer.from(encodeReply(REPLY)).subarray(44, 52).toString('hex')).toBe('bdbbd2d7b3c9b9a6');
  });

  test.each([
    [
      'a New Year passed between',
      '1231',
      '235959',
      Date.parse('2026-01-01T00:00:30+08:00'),
      '2025-12-31T15:59:59.000Z',
    ],
    ['the same day', '1129', '080000', Date.parse('2026-11-29T08:00:05+08:00'), '2026-11-29T00:00:00.000Z'],
  ])('time without a year: %s', (_, date, time, now, at) => {
    expect(new Date(momentOf(date, time, now) ?? 0).toISOString()).toBe(at);
  });
});

describe('nexo messages', () => {
  test('length before the JSON, amounts to the fen', () => {
    const frame = encodeNexo(MESSAGE);
    expect(Buffer.from(frame).readUInt32BE()).toBe(frame.length - 4);
    expect(frameReader(parseFromTerminal).push(frame)).toEqual([MESSAGE]);
    fc.assert(fc.property(fc.integer({ min: 1, max: 99_999_999 }), (fen) => toFen(fromFen(fen)) === fen));
  });
});

test.each([
  ['6228480012345671234', '622848******1234'],
  ['622848****1234', '622848******1234'],
  ['1234', '****1234'],
  ['', undefined],
  ['ABC', undefined],
])('card %s is kept as %s', (card, kept) => {
  expect(maskedCard(card)).toBe(kept);
});

test.each([
  ['nexo', () => frameReader(parseFromTerminal), encodeNexo(MESSAGE), 4],
  ['ChinaUMS', () => recordReader(REPLY_BYTES, decodeReply), encodeReply(REPLY), REPLY_BYTES],
] as const)('%s: any bytes, any cuts: nothing thrown, and the next good frame is read', (_, open, good, unit) => {
  const reads = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 20 });
  let bytes = 0;
  const noise = fc.property(reads, (pieces) => {
    const reader = open();
    for (const piece of pieces) {
      bytes += piece.length;
      reader.push(piece);
    }
  });
  fc.assert(noise, { numRuns: 4_000 });
  expect(bytes).toBeGreaterThan(BYTES);
  const broken = Uint8Array.from(good);
  broken.fill(0xff, 0, unit);
  const reader = open();
  expect(reader.push(broken)).toEqual([undefined]);
  expect(reader.push(good)[0]).toBeDefined();
});
