import type { ModelOf } from '../../ui-context.ts';
import { about, amount, choice, moneyFact, onScreen, phrase, trouble, type Said } from '../spoken.ts';

const NOTHING_OWED = { free: 'staySum.freeSaid', leased: 'staySum.leasedSaid', paid: 'staySum.paidSaid' } as const;
const LEAST_DIGITS = 2;

/** Digits of a plate are typed and never said. */
export function sayStayPlate({ digits, asking, problem }: ModelOf<'stay-plate'>): Said {
  if (asking) return { lines: [onScreen(phrase('stayPlate.asking'))], choices: [] };
  return {
    lines: [
      onScreen(phrase('stayPlate.voice')),
      ...(problem === undefined ? [] : [about('problem', ...trouble(problem))]),
    ],
    choices: [],
    typing: {
      digit: (digit) => ({ intent: 'press-digit', digit }),
      ...(digits === '' ? {} : { erase: { intent: 'erase-digit' } }),
      ...(digits.length >= LEAST_DIGITS ? { accept: { intent: 'accept-typed' } } : {}),
    },
  };
}

export function sayStayCars({ cars, more, asking }: ModelOf<'stay-cars'>): Said {
  if (asking) return { lines: [onScreen(phrase('stayPlate.asking'))], choices: [] };
  return {
    lines: [onScreen(phrase('stayCars.voice'))],
    choices: [
      ...cars.map(({ stayId }, index) =>
        choice({ intent: 'choose-car', stayId }, phrase('say.car', { number: { figure: index + 1 } })),
      ),
      ...(more ? [choice({ intent: 'earlier-cars' }, phrase('stayCars.earlier'))] : []),
    ],
  };
}

export function sayStaySum({ stay }: ModelOf<'stay-sum'>): Said {
  if (stay.owedFen === 0) {
    return {
      lines: [onScreen(phrase(NOTHING_OWED[stay.why ?? 'free']))],
      choices: [choice({ intent: 'finish' }, phrase('staySum.finish'))],
    };
  }
  return {
    lines: [moneyFact(amount('staySum.voice', stay.owedFen))],
    choices: [choice({ intent: 'pay' }, phrase('staySum.pay')), choice({ intent: 'back' }, phrase('staySum.other'))],
  };
}
