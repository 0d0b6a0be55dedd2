import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HostFrameReader, replyFrame } from '../../simulators/ssp/wire.ts';
import { crc16, encodeFrame, isFrame, SspDecoder, type SspFrame } from './codec.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

const VECTORS = [
  ['SYNC', '7F 80 01 11 65 82', { address: 0, sequence: 1, data: hex('11') }],
  ['POLL', '7F 80 01 07 12 02', { address: 0, sequence: 1, data: hex('07') }],
  ['HOST PROTOCOL VERSION 8', '7F 80 02 06 08 03 94', { address: 0, sequence: 1, data: hex('06 08') }],
  ['OK', '7F 80 01 F0 23 80', { address: 0, sequence: 1, data: hex('F0') }],
] as const;

const frames = fc.record({
  address: fc.integer({ min: 0, max: 0x7d }),
  sequence: fc.constantFrom<0 | 1>(0, 1),
  // 0x7F often, because it is what has to be doubled.
  data: fc.uint8Array({ minLength: 1, maxLength: 255 }).map((data) => data.map((byte) => (byte < 32 ? 0x7f : byte))),
});

describe('published vectors', () => {
  test.each(VECTORS)('%s', (_, wire, frame) => {
    expect(encodeFrame(frame)).toEqual(hex(wire));
    expect(new SspDecoder().push(hex(wire))).toEqual([frame]);
  });

  test('CRC of SYNC', () => {
    expect(crc16(hex('80 01 11'))).toBe(0x8265);
  });
});

test('every frame survives the line in pieces of any size', () => {
  fc.assert(
    fc.property(fc.array(frames, { maxLength: 4 }), fc.integer({ min: 1, max: 9 }), (sent, size) => {
      const wire = Buffer.concat(sent.map(encodeFrame));
      const decoder = new SspDecoder();
      const heard: unknown[] = [];
      for (let at = 0; at < wire.length; at += size) heard.push(...decoder.push(wire.subarray(at, at + size)));
      expect(heard).toEqual(sent);
    }),
  );
});

test('driver and twin, written apart, understand each other', () => {
  fc.assert(
    fc.property(frames, frames, (request, reply) => {
      const [heard] = new HostFrameReader().push(encodeFrame(request));
      expect(heard).toEqual({ ...request, data: [...request.data] });
      const answer = replyFrame({ ...request, data: [] }, [...reply.data]);
      expect(new SspDecoder().push(answer)).toEqual([{ ...request, data: reply.data }]);
    }),
  );
});

test('noise never throws, and the second frame after it is heard', () => {
  const poll: SspFrame = { address: 0, sequence: 1, data: hex('07') };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (noise) => {
      const decoder = new SspDecoder();
      decoder.push(noise);
      const heard = [...decoder.push(encodeFrame(poll)), ...decoder.push(encodeFrame(poll))];
      expect(heard.filter(isFrame).at(-1)).toEqual(poll);
    }),
  );
});

test('a damaged byte is told as a wrong CRC', () => {
  expect(new SspDecoder().push(hex('7F 80 01 07 12 03'))).toEqual([{ discarded: 'wrong-crc', bytes: 6 }]);
});

test('a frame cut short by the next is told, and the next is heard', () => {
  const heard = new SspDecoder().push(hex('7F 80 05 F0 EF 7F 80 01 F0 23 80'));
  expect(heard).toEqual([
    { discarded: 'cut-short', bytes: 5 },
    { address: 0, sequence: 1, data: hex('F0') },
  ]);
});
