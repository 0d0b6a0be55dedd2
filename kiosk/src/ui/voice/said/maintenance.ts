import type { ModelOf } from '../../ui-context.ts';
import { about, choice, onScreen, phrase, trouble, type Said } from '../spoken.ts';

/** For technicians, who look at the screen: one sentence says where they are, and nothing of the devices. */
export function sayMaintenanceCode({ digits, length, checking, problem }: ModelOf<'maintenance-code'>): Said {
  if (checking) return { lines: [onScreen(phrase('keypad.checking'))], choices: [] };
  return {
    lines: [
      onScreen(phrase('maintenance.voice')),
      ...(problem === undefined ? [] : [about('problem', ...trouble(problem))]),
    ],
    choices: [],
    typing: {
      digit: (digit) => ({ intent: 'press-digit', digit }),
      ...(digits === '' ? {} : { erase: { intent: 'erase-digit' } }),
      ...(digits.length === length ? { accept: { intent: 'accept-typed' } } : {}),
    },
  };
}

export const sayMaintenance = (): Said => ({
  lines: [onScreen(phrase('maintenance.voiceInside'))],
  choices: [choice({ intent: 'back' }, phrase('maintenance.back'))],
});
