import { describe, expect, it } from 'vitest';
import type { Intent, ScreenModel } from '../../screens.ts';
import { SAMPLE_FRAME, SAMPLES } from '../gallery/samples.ts';
import { numberedChoices } from '../voice/dark-choices.ts';
import { saidOn } from '../voice/said/said.ts';
import { keypadAction, type KeypadAction } from './keypad.ts';
import { nearest } from './move-focus.ts';

function model(name: string, dark = false, frame: Partial<typeof SAMPLE_FRAME> = {}): ScreenModel {
  const sample = SAMPLES.find((each) => each.name === name);
  if (!sample) throw new Error(`no sample ${name}`);
  return {
    ...SAMPLE_FRAME,
    ...sample.frame,
    sound: { volume: 2, dark, speaksAmounts: true },
    ...frame,
    ...sample.screen,
  };
}
const sends = (intent: Intent): KeypadAction => ({ act: 'send', intent });

describe('a key of the keypad', () => {
  it.each<[string, string, boolean, KeypadAction]>([
    ['2', 'method', false, { act: 'press', place: 2 }],
    ['2', 'method', true, sends({ intent: 'choose-method', method: 'alipay-qr' })],
    ['9', 'method', true, sends({ intent: 'hear-again' })],
    ['*', 'method', true, sends({ intent: 'back' })],
    ['*', 'success', true, { act: 'none' }],
    ['#', 'method', true, sends({ intent: 'hear-again' })],
    ['0', 'method', true, sends({ intent: 'help' })],
    ['1', 'still-there', true, sends({ intent: 'i-am-here' })],
    ['7', 'top-up-amount', true, sends({ intent: 'press-digit', digit: 7 })],
    ['0', 'top-up-amount-typed', false, sends({ intent: 'press-digit', digit: 0 })],
    ['#', 'top-up-amount', true, sends({ intent: 'hear-again' })],
    ['#', 'top-up-amount-typed', true, sends({ intent: 'accept-amount' })],
    ['*', 'top-up-amount-typed', true, sends({ intent: 'erase-digit' })],
    ['*', 'top-up-amount', true, sends({ intent: 'back' })],
    ['+', 'idle', false, sends({ intent: 'set-volume', volume: 3 })],
    ['AudioVolumeDown', 'idle', false, sends({ intent: 'set-volume', volume: 1 })],
    ['F15', 'idle', false, sends({ intent: 'headset', plugged: true })],
    ['F16', 'idle', true, sends({ intent: 'headset', plugged: false })],
    ['ArrowDown', 'method', false, { act: 'focus', towards: 'down' }],
    ['ArrowDown', 'method', true, { act: 'none' }],
    ['q', 'method', false, { act: 'none' }],
  ])('%s on %s (dark: %s)', (key, name, dark, action) => {
    expect(keypadAction({ key }, model(name, dark), 0)).toEqual(action);
  });

  it('star where there is no way back ends the session', () => {
    const bills = model('bills', true, { canGoBack: false });
    expect(keypadAction({ key: '*' }, bills, 0)).toEqual(sends({ intent: 'cancel' }));
  });

  it('zero held down turns the screen dark, and on again', () => {
    expect(keypadAction({ key: '0', held: true }, model('idle'), 0)).toEqual(sends({ intent: 'set-dark', dark: true }));
    expect(keypadAction({ key: '0', held: true }, model('bills', true), 0)).toEqual(
      sends({ intent: 'set-dark', dark: false }),
    );
  });

  it('of more than four choices four are said in one breath; nine leads on, round and round', () => {
    const many = model('bills-many', true);
    const all = saidOn(many).choices;
    const round = Math.ceil(all.length / 4);
    const pages = Array.from({ length: round + 1 }, (_, page) => numberedChoices(saidOn(many), page));
    expect(round).toBeGreaterThan(2);
    expect(pages[0]?.map(({ number }) => number)).toEqual([1, 2, 3, 4, 9]);
    expect(
      pages
        .slice(0, round)
        .flat()
        .flatMap(({ intent }) => (intent ? [intent] : [])),
    ).toEqual(all.map(({ intent }) => intent));
    expect(pages[round]).toEqual(pages[0]);
    expect(keypadAction({ key: '9' }, many, 0)).toEqual({ act: 'turn-page' });
  });
});

describe('an arrow key', () => {
  const key = (name: string, left: number, top: number) => ({ name, box: { left, top, width: 100, height: 50 } });
  const grid = [key('a', 0, 0), key('b', 200, 0), key('c', 0, 100), key('d', 200, 100)];
  const from = (name: string) => grid.find((each) => each.name === name)?.box;

  it.each([
    [undefined, 'down', 'a'],
    ['a', 'down', 'c'],
    ['a', 'right', 'b'],
    ['d', 'up', 'b'],
    ['d', 'left', 'c'],
    ['d', 'down', undefined],
  ] as const)('from %s %s to %s', (start, towards, end) => {
    const others = grid.filter(({ name }) => name !== start);
    expect(nearest(start === undefined ? undefined : from(start), others, towards)?.name).toBe(end);
  });
});
