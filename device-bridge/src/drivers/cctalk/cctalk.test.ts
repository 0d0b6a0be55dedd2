import { describe, expect, test } from 'vitest';
import { CcTalkDecoder, encodeFrame } from './codec.ts';
import { nextOnBus, type BusState, type CcTalkRequest } from './command-machine.ts';
import { fenOfCoinId, parseBufferedCredit, parseHopperFlags, parseHopperLevel, parseHopperStatus } from './commands.ts';
import { newCredits } from './credits.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const none = new Uint8Array();

test('frames are as printed in the specification, with either check', () => {
  expect(hex(encodeFrame({ to: 2, header: 254, data: none }, 'sum'))).toBe('020001feff');
  expect(hex(encodeFrame({ to: 2, header: 229, data: none }, 'sum'))).toBe('020001e518');
  expect(hex(encodeFrame({ to: 0x28, header: 1, data: none }, 'crc'))).toBe('280046013f');
});

test('a frame is found after noise, a wrong check and half a frame', () => {
  const decoder = new CcTalkDecoder('sum');
  const good = bytes('01 01 02 00 05 f7');
  expect(decoder.push(bytes('00 ff 07'))).toEqual([{ discarded: 'noise', bytes: 3 }]);
  expect(decoder.push(bytes('01 01 02 00 05 f6')).at(0)).toMatchObject({ discarded: 'wrong-crc' });
  decoder.push(bytes('01 01'));
  decoder.quiet();
  expect(decoder.push(good)).toEqual([{ to: 1, from: 2, header: 0, data: bytes('05') }]);
});

describe('one command on the bus', () => {
  const poll: CcTalkRequest = { to: 2, header: 254, data: none };
  const fresh: BusState = { check: 'sum', waiting: undefined };
  const timeouts = (request: CcTalkRequest): readonly string[] => {
    let [state] = nextOnBus(fresh, { input: 'send', request });
    const effects: string[] = [];
    while (state.waiting) {
      const [next, effect] = nextOnBus(state, { input: 'timeout' });
      effects.push(effect.effect);
      state = next;
    }
    return effects;
  };

  test('silence is answered by another try, but an order to pay goes out once', () => {
    expect(timeouts(poll)).toEqual(['write', 'write', 'answered']);
    expect(timeouts({ ...poll, once: true })).toEqual(['answered']);
  });

  test.each([
    ['an acknowledgement', { to: 1, from: 2, header: 0, data: none }, 'answered'],
    ['a refusal', { to: 1, from: 2, header: 5, data: none }, 'answered'],
    ['another device', { to: 1, from: 3, header: 0, data: none }, 'ignored'],
    ['our own words', { to: 2, from: 1, header: 254, data: none }, 'ignored'],
  ] as const)('%s', (_, frame, effect) => {
    const [state] = nextOnBus(fresh, { input: 'send', request: poll });
    expect(nextOnBus(state, { input: 'frame', frame })[1].effect).toBe(effect);
  });
});

describe('buffered credits', () => {
  const credit = (counter: number, ...coins: number[]) => ({
    counter,
    events: Array.from({ length: 5 }, (_, at) => ({ coin: coins[at] ?? 0, pathOrError: 1 })),
  });

  test.each([
    ['nothing new', 7, credit(7, 1, 2), 'none', []],
    ['two new, told oldest first', 7, credit(9, 1, 2, 3), 'events', [2, 1]],
    ['255 is followed by 1', 255, credit(1, 3), 'events', [3]],
    ['254 is followed by 255 and 1', 254, credit(1, 3, 2), 'events', [2, 3]],
    ['0 says that the device started anew', 7, credit(0), 'reset', []],
    ['the first after a reset', 0, credit(1, 2), 'events', [2]],
    ['nothing is known of it yet', undefined, credit(9, 1), 'none', []],
  ] as const)('%s', (_, last, now, credits, coins) => {
    const fresh = newCredits(last, now);
    expect(fresh.credits).toBe(credits);
    expect('events' in fresh ? fresh.events.map(({ coin }) => coin) : []).toEqual(coins);
  });

  test('a buffer that is not full is of a device that started anew, a full one of a counter that went round', () => {
    const events = [1, 2, 0, 0, 0].map((coin) => ({ coin, pathOrError: coin }));
    expect(newCredits(200, { counter: 2, events })).toEqual({
      credits: 'reset',
      events: [
        { coin: 2, pathOrError: 2 },
        { coin: 1, pathOrError: 1 },
      ],
    });
    expect(newCredits(255, credit(2, 1, 2, 3, 3, 3))).toMatchObject({ credits: 'events', lost: 0 });
  });

  test('more events than the device keeps are counted as lost', () => {
    expect(newCredits(250, credit(5, 1, 1, 1, 1, 1))).toMatchObject({ lost: 5 });
  });

  test('an answer of the wrong length is none', () => {
    expect(parseBufferedCredit(bytes('01 02'))).toBeUndefined();
    expect(parseBufferedCredit(bytes('03 02 01 00 06 00 00 00 00 00 00'))).toMatchObject({
      counter: 3,
      events: [{ coin: 2, pathOrError: 1 }, { coin: 0, pathOrError: 6 }, {}, {}, {}],
    });
  });
});

test('coins by their names, hoppers by their bytes', () => {
  expect(['CN100A', 'CN050A', 'CN010B', 'EU100A', 'CN020A', '......'].map(fenOfCoinId)).toEqual([
    100,
    50,
    10,
    undefined,
    undefined,
    undefined,
  ]);
  expect(parseHopperStatus(bytes('07 02 03 00'))).toEqual({ orders: 7, remaining: 2, paid: 3, unpaid: 0 });
  expect(parseHopperStatus(bytes('07'))).toBeUndefined();
  expect(parseHopperFlags(bytes('a2 00'))).toMatchObject({ payoutTimeout: true, pathBlocked: true, disabled: true });
  expect([0x00, 0x10, 0x11, 0x32].map((flags) => parseHopperLevel(Uint8Array.of(flags)))).toEqual([
    'unknown',
    'ok',
    'low',
    'full',
  ]);
});
