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
  type UmsReply,
} from '../../chinaums/codec.ts';
import { REPLY } from '../../chinaums/reply.fixture.ts';
import { momentOf, saleEnd, statusEnd as umsStatusEnd } from '../../chinaums/sale-machine.ts';
import { encodeNexo, frameReader, fromFen, parseFromTerminal, toFen } from '../../nexo/codec.ts';
import { saleStep, statusEnd } from '../../nexo/sale-machine.ts';
import { maskedCard } from '../role.ts';

/** Bytes a parser is fed; the long run is `LOUTING_FUZZ_BYTES=10000000 npx vitest run --project unit parsers`. */
const BYTES = Number(process.env.LOUTING_FUZZ_BYTES ?? 100_000);
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
const SALE = { saleId: '6f9619ff-8b86-4d01-b42d-00c04fc964ff', amountFen: 28_640 };
const CODES = { declines: {}, unclear: ['68'], nothingThere: ['25'] };
const PAID_AT = Date.parse('2026-11-29T08:00:05+08:00');

describe('ChinaUMS records', () => {
  test('a sale is 59 bytes, its reply 148, and both are read as they were written', () => {
    expect([REQUEST_BYTES, REPLY_BYTES]).toEqual([59, 148]);
    expect(Buffer.from(encodeRequest(REQUEST)).toString('latin1')).toBe(
      'K001    01      00000000028640                          042',
    );
    const voided = { ...REQUEST, type: 'void', originalTrace: '000123' } as const;
    expect(Buffer.from(encodeRequest(voided)).toString('latin1')).toBe(
      'K001    01      01000000028640                    000123042',
    );
    for (const request of [REQUEST, voided]) expect(decodeRequest(encodeRequest(request))).toEqual(request);
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

test.each([
  ['the reply to the sale', (reply: UmsReply) => saleEnd(reply, SALE, CODES, PAID_AT)],
  ['the last payment', (reply: UmsReply) => umsStatusEnd(reply, SALE, '000122', CODES, PAID_AT)],
])('ChinaUMS, %s tells another amount, or half a payment: nobody books it, and people look', (_, endOf) => {
  expect(endOf(REPLY)).toMatchObject({ ok: true, value: { end: 'approved' } });
  for (const other of [{ amountFen: 100 }, { trace: '' }, { reference: '' }, { time: '' }]) {
    expect(endOf({ ...REPLY, ...other }).ok).toBe(false);
  }
});

describe('nexo messages', () => {
  test('length before the JSON, amounts to the fen', () => {
    const frame = encodeNexo(MESSAGE);
    expect(Buffer.from(frame).readUInt32BE()).toBe(frame.length - 4);
    expect(frameReader(parseFromTerminal).push(frame)).toEqual([MESSAGE]);
    fc.assert(fc.property(fc.integer({ min: 1, max: 99_999_999 }), (fen) => toFen(fromFen(fen)) === fen));
  });

  test('a damaged length that says 64 KiB does not deafen the kiosk to the next message', () => {
    const reader = frameReader(parseFromTerminal);
    const damaged = encodeNexo(MESSAGE);
    damaged[1] = 0x01;
    damaged[2] = damaged[3] = 0;
    expect(reader.push(damaged)).toEqual([]);
    expect(reader.push(encodeNexo(MESSAGE))).toEqual([undefined, MESSAGE]);
    const [first, last] = [encodeNexo(MESSAGE).subarray(0, 9), encodeNexo(MESSAGE).subarray(9)];
    expect([...reader.push(first), ...reader.push(last)]).toEqual([MESSAGE]);
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

interface Parser {
  readonly open: () => { push(bytes: Uint8Array): readonly unknown[] };
  readonly good: Uint8Array;
  /** So much of its beginning destroyed, a frame is dropped whole. */
  readonly unit: number;
}

/** Everything that is made of a message goes with it. */
const PARSERS: Readonly<Record<string, Parser>> = {
  nexo: {
    open: () =>
      frameReader((json) => {
        const message = parseFromTerminal(json);
        if (message) {
          saleStep({ sale: SALE, mark: 'PAY1', phase: 'asked', question: 'ASK1' }, { input: 'message', message });
          statusEnd(message, 'ASK1', SALE);
        }
        return message;
      }),
    good: encodeNexo(MESSAGE),
    unit: 4,
  },
  ChinaUMS: {
    open: () =>
      recordReader(REPLY_BYTES, (bytes) => {
        const reply = decodeReply(bytes);
        if (reply) {
          saleEnd(reply, SALE, CODES, 0);
          umsStatusEnd(reply, SALE, '000122', CODES, 0);
        }
        return reply;
      }),
    good: encodeReply(REPLY),
    unit: REPLY_BYTES,
  },
};

/** Fewer than what one run feeds. */
const BYTES_A_RUN = 100;

/** What a bad line does to a good frame: a byte is another, is missing, comes twice, or comes from nowhere. */
function damage(wire: Uint8Array, at: number, kind: number, byte: number): Uint8Array {
  const bytes = [...wire];
  if (kind === 0) bytes[at % bytes.length] = byte;
  else bytes.splice(at % bytes.length, kind === 1 ? 1 : 0, ...(kind === 1 ? [] : [byte]));
  return Uint8Array.from(bytes);
}

test.each(Object.entries(PARSERS))(
  '%s: bytes of a bad line in any pieces: nothing thrown, and the next good frame is read',
  { timeout: 600_000 },
  (_, { open, good, unit }) => {
    let fed = 0;
    const lines = fc.array(
      fc.oneof(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.tuple(fc.nat(1_000), fc.nat(2), fc.nat(255)).map(([at, kind, byte]) => damage(good, at, kind, byte)),
      ),
      { minLength: 1, maxLength: 20 },
    );
    const noise = fc.property(lines, fc.integer({ min: 1, max: 64 }), (pieces, size) => {
      const reader = open();
      for (const piece of pieces) {
        fed += piece.length;
        for (let at = 0; at < piece.length; at += size) reader.push(piece.subarray(at, at + size));
      }
    });
    fc.assert(noise, { numRuns: BYTES / BYTES_A_RUN });
    expect(fed).toBeGreaterThan(BYTES);
    const broken = Uint8Array.from(good);
    broken.fill(0xff, 0, unit);
    const reader = open();
    expect(reader.push(broken)).toEqual([undefined]);
    expect(reader.push(good)[0]).toBeDefined();
  },
);
