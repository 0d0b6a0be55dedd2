import type { Intent, ScreenModel } from '../../screens.ts';
import type { Volume } from '../../screens/sound.ts';
import { numberedChoices } from '../voice/dark-choices.ts';
import { saidOn } from '../voice/said/said.ts';

/**
 * The keys of an accessible keypad. It is programmed to send what keyboards send: digits, `*`, `#`, the volume keys, and
 * F15 and F16 when a headset is plugged in and out.
 */
export type Stroke = { readonly key: string; readonly held?: boolean };

export type KeypadAction =
  | { readonly act: 'send'; readonly intent: Intent }
  /** The key that stands at this place of the screen, from 1. */
  | { readonly act: 'press'; readonly place: number }
  | { readonly act: 'turn-page' }
  | { readonly act: 'focus'; readonly towards: Direction }
  | { readonly act: 'none' };

export type Direction = 'up' | 'down' | 'left' | 'right';

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};
const LOUDER: ReadonlySet<string> = new Set(['AudioVolumeUp', '+']);
const SOFTER: ReadonlySet<string> = new Set(['AudioVolumeDown', '-']);
const HEADSET: Readonly<Record<string, boolean>> = { F15: true, F16: false };

const none: KeypadAction = { act: 'none' };
const send = (intent: Intent): KeypadAction => ({ act: 'send', intent });

export function keypadAction({ key, held = false }: Stroke, model: ScreenModel, page: number): KeypadAction {
  const { volume, dark } = model.sound;
  const arrow = ARROWS[key];
  if (arrow) return dark ? none : { act: 'focus', towards: arrow };
  const plugged = HEADSET[key];
  if (plugged !== undefined) return send({ intent: 'headset', plugged });
  if (LOUDER.has(key)) return send({ intent: 'set-volume', volume: Math.min(3, volume + 1) as Volume });
  if (SOFTER.has(key)) return send({ intent: 'set-volume', volume: Math.max(0, volume - 1) as Volume });
  if (key === '0' && held) return send({ intent: 'set-dark', dark: !dark });
  return keyOfTheScreen(key, model, page);
}

function keyOfTheScreen(key: string, model: ScreenModel, page: number): KeypadAction {
  const said = saidOn(model);
  if (said.typing) {
    const { digit, erase, accept } = said.typing;
    if (/^\d$/.test(key)) return send(digit(Number(key)));
    if (key === '#') return accept ? send(accept) : send({ intent: 'hear-again' });
    if ((key === '*' || key === 'Backspace') && erase) return send(erase);
  }
  if (key === '*') return back(model);
  if (key === '#') return send({ intent: 'hear-again' });
  if (key === '0') return send({ intent: 'help' });
  if (!/^[1-9]$/.test(key)) return none;
  const place = Number(key);
  if (!model.sound.dark) return { act: 'press', place };
  const chosen = numberedChoices(said, page).find(({ number }) => number === place);
  if (chosen === undefined) return send({ intent: 'hear-again' });
  return chosen.intent ? send(chosen.intent) : { act: 'turn-page' };
}

function back({ canGoBack, canCancel, stillThere }: ScreenModel): KeypadAction {
  if (stillThere) return send({ intent: 'i-am-here' });
  if (canGoBack) return send({ intent: 'back' });
  return canCancel ? send({ intent: 'cancel' }) : none;
}
