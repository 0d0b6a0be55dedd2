import { expect, test } from 'vitest';
import { EbdsDecoder, encodeEbds } from './codec.ts';
import { FRESH_LINE, nextLine } from './command-machine.ts';
import { omnibus, parseStatus, queryNote, setNoteInhibits } from './messages.ts';
import { read } from './status.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

test.each([
  ['host, all notes, escrow mode', '02 08 10 7F 10 00 03 77', { type: 1, ack: 0, data: hex('7F 10 00') }],
  ['device idle', '02 0B 20 01 10 00 00 01 02 03 39', { type: 2, ack: 0, data: hex('01 10 00 00 01 02') }],
  ['query of note 1', '02 0A 70 02 00 00 00 01 03 79', { type: 7, ack: 0, data: hex('02 00 00 00 01') }],
] as const)('published vector: %s', (_, wire, frame) => {
  expect(encodeEbds(frame)).toEqual(hex(wire));
  expect(new EbdsDecoder().push(hex(wire))).toEqual([frame]);
});

test('the host names power-up policy B and asks for extended notes in every message', () => {
  for (const request of [omnibus(true, 'hold'), omnibus(false, 'stack')]) expect(request.data[2]).toBe(0x14);
  expect(queryNote(1).data[3]).toBe(0x14);
  expect([omnibus(true, 'hold'), omnibus(true, 'stack'), omnibus(true, 'return')].map(({ data }) => data[1])).toEqual([
    0x1c, 0x3c, 0x5c,
  ]);
});

test('notes let in, seven to a byte', () => {
  expect([...setNoteInhibits([1, 7, 8]).data.subarray(4)]).toEqual([0x41, 0x01, 0, 0, 0, 0, 0, 0]);
});

/** The status, and behind it 100 yuan, as an acceptor in extended mode tells of a note in escrow. */
const HUNDRED_IN_ESCROW = `02 04 10 00 00 54 21 00 434E59 313030 2B 3030 00 41 41 41 41 00 00 00`;

test.each([
  ['a note in escrow, with its value', 7, HUNDRED_IN_ESCROW, { state: 'escrow', denominationFen: 10_000 }],
  ['stacked goes before idle', 2, '11 10 00 00 54 21', { state: 'stacked', denominationFen: undefined }],
  ['returned goes before idle', 2, '41 10 00 00 54 21', { state: 'returned' }],
  ['refused', 2, '01 12 00 00 54 21', { state: 'rejecting', reason: 'invalidBill' }],
  ['disabled by us', 2, '00 10 00 00 54 21', { state: 'ready' }],
  ['out of service', 2, '00 14 00 00 54 21', { state: 'busy' }],
  ['powering up', 2, '00 10 01 00 54 21', { state: 'busy' }],
])('%s', (_, type, data, state) => {
  const status = parseStatus({ type, ack: 0, data: hex(data) });
  expect(status.ok && read(status.value).note).toEqual(state);
});

test.each([
  ['01 14 00', 'LT-3103'],
  ['01 18 00', 'LT-3104'],
  ['01 00 00', 'LT-3105'],
  ['00 10 04', 'LT-3103'],
  ['01 10 00', undefined],
])('status %s is code %s', (bytes, code) => {
  const status = parseStatus({ type: 2, ack: 0, data: hex(`${bytes} 00 54 21`) });
  expect(status.ok && read(status.value).condition.code).toBe(code);
});

test('the bit toggles with each answer, and a repeat keeps it', () => {
  const request = omnibus(true, 'hold');
  const [waiting, first] = nextLine(FRESH_LINE, { input: 'send', request });
  const [again, repeat] = nextLine(waiting, { input: 'timeout' });
  expect(repeat).toEqual(first);
  const answer = { type: 2, ack: 0 as const, data: hex('01 10 00 00 54 21') };
  expect(nextLine(again, { input: 'frame', frame: { ...answer, ack: 1 } })[1].effect).toBe('ignored');
  const [answered] = nextLine(again, { input: 'frame', frame: answer });
  expect(answered.ack).toBe(1);
});
