import { expect, test } from 'vitest';
import { freshLine, nextLine, TRIES, type LineInput, type LineState } from './command-machine.ts';

const POLL = Uint8Array.of(0x07);
const OK = Uint8Array.of(0xf0);
const reply = (sequence: 0 | 1, data = OK): LineInput => ({ input: 'frame', frame: { address: 0, sequence, data } });

function run(...inputs: readonly LineInput[]): { state: LineState; effects: string[] } {
  let state = freshLine(0);
  const effects: string[] = [];
  for (const input of inputs) {
    const [next, effect] = nextLine(state, input);
    state = next;
    effects.push(effect.effect === 'write' ? `write under ${(effect.bytes[1] ?? 0) >> 7}` : effect.effect);
  }
  return { state, effects };
}

test('the sequence bit toggles after each good answer', () => {
  const { effects } = run({ input: 'send', request: POLL }, reply(1), { input: 'send', request: POLL }, reply(0), {
    input: 'send',
    request: POLL,
  });
  expect(effects).toEqual(['write under 1', 'answered', 'write under 0', 'answered', 'write under 1']);
});

test('a lost answer is asked for again under the same bit', () => {
  const { effects } = run({ input: 'send', request: POLL }, { input: 'timeout' }, reply(1));
  expect(effects).toEqual(['write under 1', 'write under 1', 'answered']);
});

test('after the last try the line is given up', () => {
  const timeouts = Array.from({ length: TRIES }, (): LineInput => ({ input: 'timeout' }));
  expect(run({ input: 'send', request: POLL }, ...timeouts).effects.at(-1)).toBe('gave-up');
});

test.each([
  ['a late duplicate of the answer before', reply(0)],
  ['our own command as an echo', reply(1, POLL)],
  ['an empty frame', reply(1, new Uint8Array())],
  ['an answer of another address', { input: 'frame', frame: { address: 3, sequence: 1, data: OK } } as const],
])('%s is not taken for the answer', (_, frame) => {
  const { effects, state } = run({ input: 'send', request: POLL }, frame);
  expect(effects[1]).toBe('ignored');
  expect(state.waiting).toBeDefined();
});

test('SYNC goes out with the bit set, and the next command with it cleared', () => {
  const { effects } = run(
    { input: 'send', request: POLL },
    reply(1),
    { input: 'send', request: Uint8Array.of(0x11) },
    reply(1),
    { input: 'send', request: POLL },
  );
  expect(effects).toEqual(['write under 1', 'answered', 'write under 1', 'answered', 'write under 0']);
});
