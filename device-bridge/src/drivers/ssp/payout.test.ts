import { describe, expect, test } from 'vitest';
import { judgeOrder } from '../../journal/payout.ts';
import { parseLevels, parsePayoutSetup, payoutAmount, payoutByDenomination } from './payout-commands.ts';
import { parsePayoutPoll } from './payout-events.ts';
import {
  acknowledgesAtOnce,
  followPayout,
  heardAnew,
  laidToRest,
  NOTHING_ORDERED,
  orderAccepted,
  type PayoutProgress,
} from './payout-order.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const CNY = '434e59';
const poll = (events: string) => parsePayoutPoll(hex(`f0 ${events}`));
const follow = (from: PayoutProgress, ...polls: readonly string[]): PayoutProgress =>
  polls.reduce((progress, events) => followPayout(progress, poll(events)), from);

describe('words', () => {
  test('an amount is asked for, and then ordered', () => {
    expect(payoutAmount(370, 'test')).toEqual(hex(`72 01 00 00 ${CNY} 19`));
    expect(payoutAmount(370, 'real')).toEqual(hex(`72 01 00 00 ${CNY} 58`));
  });

  test('so many of each kind', () => {
    const pieces = [
      { denominationFen: 5_000, count: 1 },
      { denominationFen: 2_000, count: 300 },
    ];
    expect(payoutByDenomination(pieces, 'real')).toEqual(hex(`02 0100 88130000 ${CNY} 2c01 d0070000 ${CNY} 58`));
  });

  test('a set-up in euro holds nothing for us, a validator without a store is none', () => {
    const euro = parsePayoutSetup(hex('f0 03 30363132 455552 06 01 6400 455552'));
    expect(euro.ok && euro.value.denominationsFen).toEqual([]);
    expect(parsePayoutSetup(hex('f0 00 30333333 434e59 000001 00 000064 08')).ok).toBe(false);
    expect(parsePayoutSetup(hex('f0 03 30363132 434e59 06 05 6400')).ok).toBe(false);
  });

  test('levels of another currency are left out, and half an answer is none', () => {
    const told = parseLevels(hex(`f0 02 0500 64000000 ${CNY} 0900 64000000 455552`));
    expect(told.ok && told.value).toEqual([{ denominationFen: 100, count: 5 }]);
    expect(parseLevels(hex(`f0 02 0500 64000000 ${CNY}`)).ok).toBe(false);
    expect(parseLevels(hex('f5 03')).ok).toBe(false);
  });
});

describe('poll events', () => {
  test.each([
    ['paying', `da 01 64000000 ${CNY}`, [['dispensing', 100, 0]]],
    ['two currencies in one store', `d2 02 64000000 ${CNY} f4010000 455552`, [['dispensed', 100, 0]]],
    [
      'power cut',
      `f1 dc 01 64000000 2c010000 ${CNY}`,
      [
        ['slave-reset', 0, 0],
        ['incomplete-payout', 100, 300],
      ],
    ],
    [
      'a note that jams',
      `b1 01 10270000 ${CNY} 01 e8`,
      [
        ['note-error', 10_000, 0],
        ['disabled', 0, 0],
      ],
    ],
    [
      'low, then empty',
      'd3 d4',
      [
        ['coins-low', 0, 0],
        ['coins-empty', 0, 0],
      ],
    ],
  ] as const)('%s', (_, events, told) => {
    const heard = poll(events).map(
      (event) => event.event !== 'unknown' && [event.event, event.paidFen, event.requestedFen],
    );
    expect(heard).toEqual(told);
  });

  test.each([
    ['an event nobody knows', 'e8 77 d2', [{ event: 'disabled' }, { event: 'unknown', code: 0x77 }]],
    ['an event cut short', 'd2 01 6400', [{ event: 'unknown', code: 0xd2 }]],
  ])('%s ends the reading', (_, events, told) => {
    expect(poll(events)).toMatchObject(told);
  });
});

describe('an order', () => {
  const ordered = orderAccepted(NOTHING_ORDERED);

  test.each([
    ['paid whole', [`da 01 64000000 ${CNY}`, `d2 01 2c010000 ${CNY}`], { endedFen: 300, ordered: false }],
    ['halted', [`d6 01 64000000 ${CNY}`], { endedFen: 100, ranOut: false }],
    ['searched in vain', [`d9 01 64000000 ${CNY} d4`], { endedFen: 100, ranOut: true, low: true }],
    ['jammed', [`d5 01 64000000 ${CNY}`], { endedFen: 100, broken: true }],
    ['somebody held on to a coin', [`e6 01 64000000 ${CNY}`, `d6 01 64000000 ${CNY}`], { endedFen: 100 }],
    ['power cut within', [`f1 dc 01 64000000 2c010000 ${CNY}`], { endedFen: 100, ordered: false }],
    ['power cut when it was done', ['f1'], { endedFen: undefined, ordered: false }],
    ['the store gave to the cash box too', [`de 01 32000000 ${CNY}`], { divertedFen: 50 }],
  ] as const)('%s', (_, polls, told) => {
    expect(follow(ordered, ...polls)).toMatchObject(told);
  });

  test('a jam that lasts ends no later order', () => {
    const rested = laidToRest(follow(ordered, `d5 01 64000000 ${CNY}`));
    expect(follow(rested, `d5 01 64000000 ${CNY}`)).toMatchObject({ endedFen: undefined, broken: true });
  });

  test('an order whose end was never told is over when nothing moves any more', () => {
    const still = Array.from({ length: 9 }, () => 'e8');
    expect(follow(ordered, ...still).ordered).toBe(true);
    expect(follow(ordered, ...still, 'e8').ordered).toBe(false);
    expect(heardAnew(ordered).ordered).toBe(false);
  });

  test('an end waits for its acknowledgement until it is on the disk, everything else does not', () => {
    const end = poll(`d2 01 64000000 ${CNY}`);
    expect(acknowledgesAtOnce(followPayout(ordered, end), end)).toBe(false);
    const cheated = poll(`e6 01 64000000 ${CNY}`);
    expect(acknowledgesAtOnce(followPayout(ordered, cheated), cheated)).toBe(true);
    const quiet = poll('e8');
    expect(acknowledgesAtOnce(followPayout(ordered, quiet), quiet)).toBe(false);
  });
});

test.each([
  ['its own word on the end of the order', { endedFen: 100, totalFen: -500 }, { totalFen: -500 }, 100],
  [
    'its level, where the end was told before',
    { endedFen: 100, totalFen: -300 },
    { endedFen: 100, totalFen: -500 },
    200,
  ],
  ['its level, where no end was told', { totalFen: -200 }, { totalFen: -500 }, 300],
  ['no more than was ordered', { endedFen: 400, totalFen: -100 }, { totalFen: -500 }, 300],
])('what was paid is %s', (_, now, before, paidFen) => {
  const order = { unit: 'unit1', amountFen: 300, before: { moving: false, ...before } };
  expect(judgeOrder(order, { moving: false, ...now })).toEqual({ outcome: 'paid', paidFen, certain: true });
});
