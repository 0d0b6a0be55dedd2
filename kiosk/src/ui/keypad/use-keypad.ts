import { useEffect } from 'react';
import type { Ui } from '../ui-context.ts';
import type { Voice } from '../voice/voice.ts';
import { keypadAction, type Direction, type KeypadAction } from './keypad.ts';
import { nearest } from './move-focus.ts';

const HELD_MS = 900;

/** What a digit means, in reading order: a key of the screen itself, or a row of the settings. Tab reaches the corners. */
const PLACES = [
  '[data-screen] button:not(:disabled)',
  '.settings-row',
  '.settings-end',
  ':is([role="dialog"], [role="alertdialog"]) button:not(:disabled)',
].join(', ');

/** Everything a keypad can do. Tab and Enter are the browser's own. */
export function useKeypad(ui: Ui | undefined, voice: Voice): void {
  useEffect(catchLostFocus, [ui]);
  useEffect(() => {
    if (ui === undefined) return undefined;
    const { model, send } = ui;
    const act = (action: KeypadAction): void => {
      if (action.act === 'send') send(action.intent);
      if (action.act === 'turn-page') voice.turnPage();
      if (action.act === 'press') pressPlace(action.place);
      if (action.act === 'focus') moveFocus(action.towards);
    };
    let zeroDown: number | undefined;
    const release = (): void => {
      window.clearTimeout(zeroDown);
      zeroDown = undefined;
    };
    const down = (event: KeyboardEvent): void => {
      document.documentElement.dataset['input'] = 'keys';
      if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === '0') {
        zeroDown = window.setTimeout(() => {
          release();
          act(keypadAction({ key: '0', held: true }, model, voice.page));
        }, HELD_MS);
        return;
      }
      const action = keypadAction(event, model, voice.page);
      if (action.act === 'none') return;
      event.preventDefault();
      act(action);
    };
    const up = (event: KeyboardEvent): void => {
      if (event.key !== '0' || zeroDown === undefined) return;
      release();
      act(keypadAction({ key: '0' }, model, voice.page));
    };
    const touched = (): void => {
      delete document.documentElement.dataset['input'];
    };
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    window.addEventListener('pointerdown', touched);
    return () => {
      release();
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
      window.removeEventListener('pointerdown', touched);
    };
  }, [ui, voice]);
}

/** The key that had the focus is gone or off: the next Tab is to start at the sentence, not at the top of the page. */
function catchLostFocus(): void {
  const here = document.activeElement;
  if (here !== null && here !== document.body && !here.matches(':disabled')) return;
  const headings = [...document.querySelectorAll<HTMLElement>('h1[tabindex]')];
  headings.findLast((each) => each.closest('[inert]') === null)?.focus();
}

function pressPlace(place: number): void {
  const found = focusable(PLACES)[place - 1];
  if (found instanceof HTMLButtonElement) found.click();
  else if (found) nextChoice(found)?.click();
}

/** More choices than digits: each press of a row's digit takes the next one, and after the last the first. */
function nextChoice(row: HTMLElement): HTMLElement | undefined {
  const keys = [...row.querySelectorAll('button')];
  const chosen = keys.findIndex((key) => key.getAttribute('aria-pressed') === 'true');
  return keys[(chosen + 1) % keys.length];
}

function focusable(selector: string): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)].filter((each) => each.closest('[inert]') === null);
}

function moveFocus(towards: Direction): void {
  const here = document.activeElement;
  const others = focusable('button:not(:disabled)')
    .filter((each) => each !== here)
    .map((element) => ({ element, box: element.getBoundingClientRect() }));
  const from = here instanceof HTMLButtonElement ? here.getBoundingClientRect() : undefined;
  nearest(from, others, towards)?.element.focus();
}
