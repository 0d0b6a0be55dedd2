import type { ModelOf } from '../../ui-context.ts';
import { about, choice, onScreen, phrase, trouble, type Said } from '../spoken.ts';

export const sayStarting = (): Said => ({ lines: [onScreen(phrase('starting.voice'))], choices: [] });

export function sayOutOfService({ code }: ModelOf<'out-of-service'>): Said {
  return { lines: [onScreen(phrase('outOfService.voice'), ...trouble(code).slice(0, 1))], choices: [] };
}

export function sayIdle({ cardReader, otherWays, parking }: ModelOf<'idle'>): Said {
  const absent = otherWays ? [phrase('idle.absent'), phrase('idle.absentWays')] : [phrase('idle.absent')];
  return {
    lines: [onScreen(...(cardReader === 'ready' ? [phrase('idle.voice')] : absent))],
    choices: [
      choice({ intent: 'start' }, phrase('idle.start')),
      ...(parking ? [choice({ intent: 'find-car' }, phrase('idle.parking'))] : []),
      choice({ intent: 'open', place: 'fees' }, phrase('more.fees')),
    ],
  };
}

export function sayPresentCard({ cardReader }: ModelOf<'present-card'>): Said {
  if (cardReader === 'ready') return { lines: [onScreen(phrase('presentCard.voice'))], choices: [] };
  return { lines: [onScreen(phrase('idle.absent'), phrase('idle.absentMore'))], choices: [] };
}

export const sayIdentifying = (): Said => ({ lines: [onScreen(phrase('identifying.voice'))], choices: [] });

export function sayCardProblem({ code }: ModelOf<'card-problem'>): Said {
  return {
    lines: [about('problem', ...trouble(code))],
    choices: [choice({ intent: 'retry' }, phrase('cardProblem.again'))],
  };
}

export function sayGoodbye({ survey }: ModelOf<'goodbye'>): Said {
  const asked = survey === 'asked';
  return {
    lines: [
      onScreen(
        phrase('goodbye.voice'),
        ...(asked ? [phrase('goodbye.ask')] : []),
        ...(survey === 'given' ? [phrase('goodbye.noted')] : []),
      ),
    ],
    choices: asked
      ? [
          choice({ intent: 'give-face', face: 'good' }, phrase('goodbye.good')),
          choice({ intent: 'give-face', face: 'fair' }, phrase('goodbye.fair')),
          choice({ intent: 'give-face', face: 'poor' }, phrase('goodbye.poor')),
        ]
      : [],
  };
}
