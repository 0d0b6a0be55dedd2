import type { ModelOf } from '../../ui-context.ts';
import { amount, choice, moneyFact, onScreen, phrase, type Said } from '../spoken.ts';

export function sayBankCard({ amountFen, stage, canStop }: ModelOf<'bank-card'>): Said {
  return {
    lines: [
      moneyFact(amount('cash.due', amountFen)),
      onScreen(phrase(`bankCard.${stage}`), phrase(`bankCardMore.${stage}`)),
    ],
    choices: canStop ? [choice({ intent: 'other-method' }, phrase('bankCard.other'))] : [],
  };
}
