import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { inhibitMask, parseCounters, parsePoll, parseSetup } from './commands.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

/** Protocol 8, CNY, channels 1, 10 and 100 yuan: laid out by hand after GA138. */
const SETUP_CNY = hex(
  `F0 00 30333333 434E59 000001 03 010A64 020202 000064 08
  434E59 434E59 434E59 01000000 0A000000 64000000`.replaceAll('\n', ' '),
);
/** Protocol 5, GBP, channels 5 and 10 pounds. */
const SETUP_GBP_OLD = hex('F0 00 30333333 474250 000001 02 050A 0202 000064 05');

test('set-up of a renminbi validator', () => {
  expect(parseSetup(SETUP_CNY)).toEqual({
    ok: true,
    value: {
      firmwareVersion: '0333',
      country: 'CNY',
      channels: [
        { currency: 'CNY', denominationFen: 100 },
        { currency: 'CNY', denominationFen: 1_000 },
        { currency: 'CNY', denominationFen: 10_000 },
      ],
    },
  });
});

test('set-up before protocol 6 has one currency for all channels', () => {
  expect(parseSetup(SETUP_GBP_OLD)).toMatchObject({
    value: { channels: [{ currency: 'GBP', denominationFen: 500 }, { denominationFen: 1_000 }] },
  });
});

test('a cut set-up answer is a malformed frame, not a guess', () => {
  for (let length = 0; length < SETUP_CNY.length; length += 1) {
    expect(parseSetup(SETUP_CNY.subarray(0, length)).ok, `${length} bytes`).toBe(false);
  }
});

test('only wanted denominations are let in', () => {
  const setup = parseSetup(SETUP_CNY);
  if (!setup.ok) throw new Error('set-up');
  expect(inhibitMask(setup.value, [1_000, 10_000])).toEqual(Uint8Array.of(0b110, 0));
  expect(inhibitMask(setup.value, [])).toEqual(Uint8Array.of(0, 0));
});

test('counters', () => {
  expect(parseCounters(hex('F0 05 02010000 00000000 00000000 00000000 07000000'))).toEqual({
    ok: true,
    value: { stacked: 258, rejected: 7 },
  });
  expect(parseCounters(hex('F0 05 0201'))).toMatchObject({ ok: false, error: { code: 'LT-3902' } });
});

test('poll events in their order, with their channels', () => {
  expect(parsePoll(hex('F0 F1 E2 03 EF 00 EF 02 CC EE 02 EB ED EC E9 E7 E3 E4 E6 01 E8'))).toEqual([
    { event: 'slave-reset' },
    { event: 'cleared-to-cashbox', channel: 3 },
    { event: 'read', channel: 0 },
    { event: 'read', channel: 2 },
    { event: 'stacking' },
    { event: 'credit', channel: 2 },
    { event: 'stacked' },
    { event: 'rejecting' },
    { event: 'rejected' },
    { event: 'unsafe-jam' },
    { event: 'stacker-full' },
    { event: 'cashbox-removed' },
    { event: 'cashbox-replaced' },
    { event: 'fraud', channel: 1 },
    { event: 'disabled' },
  ]);
});

test('an unknown event ends the reading: its length is not known', () => {
  expect(parsePoll(hex('F0 CC 55 EE 02'))).toEqual([{ event: 'stacking' }, { event: 'unknown', code: 0x55 }]);
});

test('no answer whatever makes the parsers throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 255 }), (reply) => {
      parsePoll(reply);
      parseSetup(reply);
      parseCounters(reply);
    }),
  );
});
