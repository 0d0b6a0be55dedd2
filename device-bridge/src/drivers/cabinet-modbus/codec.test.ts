import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16, encode, findReply, frame, signed, type Request } from './codec.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const INPUTS: Request = { read: 2, address: 1, start: 0, count: 8 };

describe('Modbus RTU', () => {
  it.each([
    // Serial line guide V1.02, appendix B.
    ['02 07', 0x12_41],
    // Widely printed examples of whole frames.
    ['11 03 00 6b 00 03', 0x87_76],
    ['01 03 00 00 00 0a', 0xcd_c5],
    ['', 0xff_ff],
  ])('CRC of %s', (bytes, crc) => {
    expect(crc16(hex(bytes))).toBe(crc);
  });

  it.each<[string, Request, string]>([
    ['read coils', { read: 1, address: 0x11, start: 0x13, count: 0x25 }, '1101001300250e84'],
    ['read inputs', { read: 2, address: 0x11, start: 0xc4, count: 0x16 }, '110200c40016baa9'],
    ['read input register', { read: 4, address: 0x11, start: 8, count: 1 }, '110400080001b298'],
    ['switch a relay on', { write: 5, address: 0x11, coil: 0xac, on: true }, '110500acff004e8b'],
  ])('%s', (_, request, bytes) => {
    expect(text(encode(request))).toBe(bytes);
  });

  const answer = frame([1, 2, 1, 0b0000_0101]);
  it.each<[string, Uint8Array]>([
    ['as it should be', answer],
    ['after noise', Uint8Array.from([0x00, 0xff, 0x01, ...answer])],
    ['after half an answer', Uint8Array.from([...answer.slice(0, 3), ...answer])],
    ["after another slave's answer", Uint8Array.from([...frame([2, 4, 2, 1, 59]), ...answer])],
    ['after a damaged one', Uint8Array.from([1, 2, 1, 0b0101, 0, 0, ...answer])],
  ])('finds the answer %s', (_, heard) => {
    const reply = findReply(INPUTS, heard);
    expect(reply).toMatchObject({ reply: 'bits' });
    expect(reply?.reply === 'bits' && reply.bits.slice(0, 3)).toEqual([true, false, true]);
  });

  it('exceptions, echoes of a switch and registers below zero', () => {
    expect(findReply(INPUTS, frame([1, 0x82, 2]))).toEqual({ reply: 'exception', exception: 2 });
    const on: Request = { write: 5, address: 1, coil: 3, on: true };
    expect(findReply(on, encode({ ...on, on: false }))).toBeUndefined();
    expect(findReply(on, encode(on))).toEqual({ reply: 'written' });
    const warmth = findReply({ read: 4, address: 2, start: 1, count: 1 }, frame([2, 4, 2, 0xff, 0x33]));
    expect(warmth?.reply === 'registers' && signed(warmth.registers[0] ?? 0)).toBe(-205);
  });

  it('a hundred thousand bytes of noise: no answer is invented, and the next real one is found', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 500, maxLength: 500 }), (noise) => {
        expect(
          findReply(
            { ...INPUTS, address: 200 },
            noise.map((byte) => (byte === 200 ? 0 : byte)),
          ),
        ).toBeUndefined();
        const found = findReply(INPUTS, Uint8Array.from([...noise.map((byte) => byte & 0xfe), ...answer]));
        expect(found).toMatchObject({ reply: 'bits' });
      }),
      { numRuns: 200 },
    );
  });
});
