import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteSink } from './byte-sink.ts';
import { processId, qrCode, cut, raster } from './codec.ts';
import {
  conditionOf,
  createStatusParser,
  obstacle,
  sensorsOfAutomaticStatus,
  sensorsOfReplies,
  type PrinterMessage,
} from './status.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('status parser', () => {
  it.each<[string, string, PrinterMessage[]]>([
    ['out of paper, DLE EOT 2', '32', [{ type: 'realtime-status', value: 0x32 }]],
    ['all clear, automatic', '10 00 00 00', [{ type: 'automatic-status', bytes: [0x10, 0, 0, 0] }]],
    ['a job printed', '37 22 41 42 43 44 00', [{ type: 'process-id', id: 'ABCD' }]],
    ['paper near its end, GS r 1', '03', [{ type: 'paper-status', value: 3 }]],
    ['model name', '5f 54 4d 00', [{ type: 'information', text: 'TM' }]],
    [
      'a real-time reply in the middle of an automatic status',
      '38 00 12 0c 00',
      [
        { type: 'realtime-status', value: 0x12 },
        { type: 'automatic-status', bytes: [0x38, 0, 0x0c, 0] },
      ],
    ],
    ['flow control and line noise', '11 13 ff 80', []],
    ['noise that looks like a header', '37 12', [{ type: 'realtime-status', value: 0x12 }]],
  ])('%s', (_event, bytes, messages) => {
    expect(createStatusParser().push(hex(bytes))).toEqual(messages);
  });

  it('never throws and is not confused by where reads are cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, at) => {
        const whole = createStatusParser().push(bytes);
        const parser = createStatusParser();
        expect([...parser.push(bytes.subarray(0, at)), ...parser.push(bytes.subarray(at))]).toEqual(whole);
      }),
    );
  });
});

describe('sensors', () => {
  it.each([
    ['ready', 0x12, 0x12, 0x12, undefined],
    ['cover open', 0x16, 0x12, 0x12, 'LT-3203'],
    ['paper out', 0x32, 0x12, 0x7e, 'LT-3202'],
    ['cutter jammed', 0x52, 0x1a, 0x12, 'LT-3204'],
    ['paper low prints', 0x12, 0x12, 0x1e, undefined],
  ] as const)('%s', (_event, offline, error, paper, code) => {
    expect(obstacle(sensorsOfReplies(offline, error, paper))).toBe(code);
  });

  it('reads the same from an automatic status', () => {
    expect(conditionOf(sensorsOfAutomaticStatus([0x38, 0, 0x0f, 0]))).toEqual({
      device: 'userError',
      code: 'LT-3203',
      paper: 'out',
      cover: 'open',
    });
    expect(conditionOf(sensorsOfAutomaticStatus([0x10, 0, 0x03, 0]))).toEqual({
      device: 'online',
      paper: 'low',
      cover: 'closed',
    });
  });
});

describe('codec', () => {
  it('encodes text as GB 18030', () => {
    const sink = new ByteSink();
    sink.addLine('物业费A');
    expect(sink.taken()).toEqual(hex('ce ef d2 b5 b7 d1 41 0a'));
  });

  it('builds the QR command sequence', () => {
    expect(qrCode('AB', 6)).toEqual(
      hex('1d286b0400314132001d286b03003143061d286b03003145311d286b050031503041421d286b0300315130'),
    );
  });

  it('builds raster and cut', () => {
    expect(raster({ width: 9, height: 1, rows: hex('ff80') })).toEqual(hex('1d763000 0200 0100 ff80'));
    expect(cut(24)).toEqual(hex('1d564218'));
  });

  it('never makes a process id that reads as a status byte', () => {
    fc.assert(
      fc.property(fc.nat(), (sequence) => {
        for (const byte of Buffer.from(processId(sequence))) expect(byte & 0x90).toBe(0);
      }),
    );
    expect(new Set(Array.from({ length: 1_000 }, (_, index) => processId(index))).size).toBe(1_000);
  });
});
