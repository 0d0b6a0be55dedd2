import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PrinterCondition } from '../roles.ts';
import { ByteSink } from './byte-sink.ts';
import { processId, qrCode, cut, raster } from './codec.ts';
import {
  conditionOf,
  createStatusParser,
  sensorsOfAutomaticStatus,
  sensorsOfReplies,
  type PrinterMessage,
} from './status.ts';
import { steadyPrinter, type SteadyPrinter } from './steady-printer.ts';

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
    ['ready', [0x12, 0x12, 0x12, 0x12], [0x10, 0, 0, 0], { device: 'online', paper: 'full', cover: 'closed' }],
    ['cover open', [0x1a, 0x16, 0x12, 0x12], [0x38, 0, 0, 0], { code: 'LT-3203', device: 'userError', cover: 'open' }],
    ['paper out', [0x1a, 0x32, 0x12, 0x7e], [0x18, 0, 0x0f, 0], { code: 'LT-3202', paper: 'out' }],
    ['paper low', [0x12, 0x12, 0x12, 0x1e], [0x10, 0, 0x03, 0], { device: 'online', paper: 'low' }],
    ['knife jammed', [0x1a, 0x52, 0x1a, 0x12], [0x18, 0x08, 0, 0], { code: 'LT-3204', fault: 'cutter' }],
    ['head too hot', [0x1a, 0x52, 0x52, 0x12], [0x18, 0x40, 0, 0], { code: 'LT-3204', fault: 'recoverable' }],
    ['for a workshop', [0x1a, 0x52, 0x32, 0x12], [0x18, 0x20, 0, 0], { code: 'LT-3204', fault: 'unrecoverable' }],
    ['feed key held', [0x1a, 0x1a, 0x12, 0x12], [0x18, 0, 0, 0], { device: 'offline', code: 'LT-3901' }],
  ] as const)('%s: asked or told by itself, it is the same', (_event, replies, automatic, condition) => {
    const [state, offline, error, paper] = replies;
    const asked = conditionOf(sensorsOfReplies(state, offline, error, paper));
    expect(asked).toMatchObject(condition);
    expect(conditionOf(sensorsOfAutomaticStatus([...automatic]))).toEqual(asked);
  });

  it('believes trouble at once, health after three readings, and a flickering near-end sensor never', () => {
    const well: PrinterCondition = { device: 'online', paper: 'full', cover: 'closed' };
    const low = { ...well, paper: 'low' } as const;
    const open = { ...well, device: 'userError', code: 'LT-3203', cover: 'open' } as const;
    const told = (readings: readonly PrinterCondition[]): string[] => {
      let state: SteadyPrinter = { told: well, wellInARow: 3, fullInARow: 3 };
      return readings.map((reading) => {
        state = steadyPrinter(state, reading);
        return state.told.code ?? state.told.paper;
      });
    };
    expect(told([open, well, open, well, well, well])).toEqual([...Array(5).fill('LT-3203'), 'full']);
    expect(told([low, well, well, low, well, well, well])).toEqual([...Array(6).fill('low'), 'full']);
    // A new roll is believed as soon as the cover is.
    expect(told([low, open, well, well, well])).toEqual(['low', 'LT-3203', 'LT-3203', 'LT-3203', 'full']);
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
