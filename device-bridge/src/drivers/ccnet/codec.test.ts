import { describe, expect, test } from 'vitest';
import { CcnetDecoder, encodeCcnet } from './codec.ts';
import { freshLine, nextLine } from './command-machine.ts';
import { parseBillTable, parseIdentification, typeBits } from './commands.ts';
import { conditionOf, noteStateOf } from './status.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('published vectors', () => {
  test.each([
    ['POLL', '02 03 06 33 DA 81', '33'],
    ['idling', '02 03 06 14 67 D4', '14'],
    ['ACK', '02 03 06 00 C2 82', '00'],
    ['RESET', '02 03 06 30 41 B3', '30'],
    ['STACK', '02 03 06 35 EC E4', '35'],
    ['RETURN', '02 03 06 36 77 D6', '36'],
    ['disable all', '02 03 0C 34 00 00 00 00 00 00 17 0C', '34 00 00 00 00 00 00'],
  ])('%s', (_, wire, body) => {
    expect(encodeCcnet({ address: 3, body: hex(body) })).toEqual(hex(wire));
    expect(new CcnetDecoder().push(hex(wire))).toEqual([{ address: 3, body: hex(body) }]);
  });
});

/** Types 0 to 2: 1, 10 and 100 yuan under the country's name; type 3 five euro; type 20 half a yuan. */
function billTable(): Uint8Array {
  const table = new Uint8Array(120);
  const put = (type: number, digits: number, country: string, point: number): void =>
    table.set([digits, ...Buffer.from(country, 'latin1'), point], type * 5);
  put(0, 1, 'CHN', 0);
  put(1, 1, 'CHN', 1);
  put(2, 10, 'CNY', 1);
  put(3, 5, 'EUR', 0);
  put(20, 5, 'CHN', 0x81);
  return table;
}

test('bill table: values are read from the validator, and only renminbi is let in', () => {
  const table = parseBillTable(billTable());
  if (!table.ok) throw new Error('table');
  expect([...table.value].map(([type, { currency, denominationFen }]) => [type, currency, denominationFen])).toEqual([
    [0, 'CNY', 100],
    [1, 'CNY', 1_000],
    [2, 'CNY', 10_000],
    [3, 'EUR', 500],
    [20, 'CNY', 50],
  ]);
  expect(typeBits(table.value, [100, 10_000, 500])).toEqual([0, 0, 0b101]);
  expect(parseBillTable(new Uint8Array(119))).toMatchObject({ ok: false, error: { code: 'LT-3902' } });
});

test('identification', () => {
  expect(parseIdentification(Buffer.from('SM-CN1234      21KC05001234\0\0\0\0\0\0\0', 'latin1'))).toEqual({
    ok: true,
    value: { partNumber: 'SM-CN1234', serialNumber: '21KC05001234' },
  });
});

test.each([
  ['power up with a note in the validator', '11', { state: 'powered-up', note: 'in-acceptor' }],
  ['power up with a note in the stacker', '12', { state: 'powered-up', note: 'in-stacker' }],
  ['escrow', '80 02', { state: 'escrow', denominationFen: 10_000 }],
  ['stacked', '81 01', { state: 'stacked', denominationFen: 1_000 }],
  ['returned', '82 01', { state: 'returned' }],
  ['rejecting, inhibited', '1C 68', { state: 'rejecting', reason: 'inhibited' }],
  ['busy', '1B 05', { state: 'busy' }],
])('%s', (_, answer, state) => {
  const table = parseBillTable(billTable());
  expect(noteStateOf(hex(answer), table.ok ? table.value : new Map())).toEqual(state);
});

test.each([
  [0x41, 'LT-3104'],
  [0x42, 'LT-3105'],
  [0x44, 'LT-3103'],
  [0x46, undefined],
])('state %i is code %s', (state, code) => {
  expect(conditionOf(state).code).toBe(code);
});

test('a damaged answer is asked for by NAK, a NAK of the device by the command again', () => {
  const [waiting, first] = nextLine(freshLine(3), { input: 'send', request: hex('33') });
  expect(first).toEqual({ effect: 'write', bytes: hex('02 03 06 33 DA 81') });
  expect(nextLine(waiting, { input: 'damaged' })[1]).toEqual({
    effect: 'write',
    bytes: encodeCcnet({ address: 3, body: hex('FF') }),
  });
  expect(nextLine(waiting, { input: 'frame', frame: { address: 3, body: hex('FF') } })[1]).toEqual(first);
  expect(nextLine(waiting, { input: 'frame', frame: { address: 3, body: hex('00') } })[1].effect).toBe('ignored');
  expect(nextLine(waiting, { input: 'frame', frame: { address: 2, body: hex('14') } })[1].effect).toBe('ignored');
  expect(nextLine(waiting, { input: 'frame', frame: { address: 3, body: hex('81 01') } })[1].effect).toBe('answered');
});
