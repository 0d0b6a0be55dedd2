import { describe, expect, test } from 'vitest';
import { encodeId003, Id003Decoder } from './codec.ts';
import { FRESH_LINE, nextLine, TRIES } from './command-machine.ts';
import { inhibitBits, parseCurrencies } from './commands.ts';
import { conditionOf, noteStateOf } from './status.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('published vectors', () => {
  test.each([
    ['STATUS', 'FC 05 11 27 56', 0x11, ''],
    ['ACK', 'FC 05 50 AA 05', 0x50, ''],
    ['RESET', 'FC 05 40 2B 15', 0x40, ''],
    ['STACK-1', 'FC 05 41 A2 04', 0x41, ''],
    ['STACK-2', 'FC 05 42 39 36', 0x42, ''],
    ['RETURN', 'FC 05 43 B0 27', 0x43, ''],
    ['GET CURRENCY', 'FC 05 8A 7D 7C', 0x8a, ''],
    ['uninhibit', 'FC 06 C3 00 04 D6', 0xc3, '00'],
  ])('%s', (_, wire, code, data) => {
    expect(encodeId003({ code, data: hex(data) })).toEqual(hex(wire));
    expect(new Id003Decoder().push(hex(wire))).toEqual([{ code, data: hex(data) }]);
  });
});

/** 1, 5, 10, 50, 100 yuan and a ten of another country, as an acceptor would list them. */
const TABLE = hex('61 2D 01 00 62 2D 05 00 63 2D 01 01 64 2D 05 01 65 2D 01 02 66 0C 0A 00 67 00 00 00');

test('currency table: values are read from the acceptor, and only renminbi is let in', () => {
  const table = parseCurrencies(TABLE);
  if (!table.ok) throw new Error('table');
  expect([...table.value.values()].map(({ denominationFen }) => denominationFen)).toEqual([
    100, 500, 1_000, 5_000, 10_000, 1_000,
  ]);
  expect(inhibitBits(table.value, [100, 1_000])).toEqual(Uint8Array.of(0b11111010, 0));
  expect(parseCurrencies(TABLE.subarray(1))).toMatchObject({ ok: false, error: { code: 'LT-3902' } });
});

const frame = (code: number, ...data: number[]) => ({ code, data: Uint8Array.from(data) });

test.each([
  ['power up with a note in the acceptor', frame(0x41), { state: 'powered-up', note: 'in-acceptor' }],
  ['power up with a note in the stacker', frame(0x42), { state: 'powered-up', note: 'in-stacker' }],
  ['escrow', frame(0x13, 0x65), { state: 'escrow', denominationFen: 10_000 }],
  ['vend valid', frame(0x15), { state: 'stacked', denominationFen: undefined }],
  ['rejecting, inhibited', frame(0x17, 0x79), { state: 'rejecting', reason: 'inhibited' }],
  ['rejecting, residual notes', frame(0x17, 0x73), { state: 'rejecting', reason: 'transport' }],
  ['jam', frame(0x45), { state: 'busy' }],
])('%s', (_, status, state) => {
  const table = parseCurrencies(TABLE);
  expect(noteStateOf(status, table.ok ? table.value : new Map())).toEqual(state);
});

test.each([
  [0x43, 'LT-3104'],
  [0x44, 'LT-3105'],
  [0x46, 'LT-3103'],
  [0x49, 'LT-3103'],
  [0x47, undefined],
])('status %i is code %s', (status, code) => {
  expect(conditionOf(status).code).toBe(code);
});

test('an answer is recognised by its kind, a status never passes for an ACK', () => {
  const [waiting] = nextLine(FRESH_LINE, { input: 'send', request: frame(0x42) });
  expect(nextLine(waiting, { input: 'frame', frame: frame(0x13, 0x61) })[1].effect).toBe('ignored');
  expect(nextLine(waiting, { input: 'frame', frame: frame(0x50) })[1].effect).toBe('answered');
  expect(nextLine(waiting, { input: 'frame', frame: frame(0x4b) })[1].effect).toBe('answered');
  expect(nextLine(waiting, { input: 'frame', frame: frame(0x4a) })[1].effect).toBe('write');
  let state = waiting;
  for (let tries = 1; tries < TRIES; tries += 1) [state] = nextLine(state, { input: 'timeout' });
  expect(nextLine(state, { input: 'timeout' })[1].effect).toBe('gave-up');
});
