import type { ModelOf } from '../../ui-context.ts';
import {
  about,
  amount,
  choice,
  moneyFact,
  onScreen,
  phrase,
  trouble,
  type Choice,
  type Phrase,
  type Said,
} from '../spoken.ts';

export function sayTopUp({ prepaidFen, amountsFen, agreement }: ModelOf<'top-up'>): Said {
  return {
    lines: [onScreen(phrase('topUp.voice')), ...(prepaidFen > 0 ? [moneyFact(amount('topUp.have', prepaidFen))] : [])],
    choices: [
      ...amountsFen.map((amountFen) => choice({ intent: 'choose-amount', amountFen }, amount('say.amount', amountFen))),
      choice({ intent: 'own-amount' }, phrase('topUp.own')),
      ...(agreement ? [choice({ intent: 'show-agreement' }, phrase('topUp.agreement'))] : []),
    ],
  };
}

export function sayTopUpAmount({ amountFen, leastFen, mostFen }: ModelOf<'top-up-amount'>): Said {
  const enough = amountFen >= leastFen && amountFen <= mostFen;
  return {
    lines: [
      onScreen(phrase('topUpAmount.voice')),
      ...(amountFen > 0 ? [{ ...moneyFact(amount('say.typed', amountFen)), rank: 'screen' as const }] : []),
    ],
    choices: [],
    typing: {
      digit: (digit) => ({ intent: 'press-digit', digit }),
      ...(amountFen > 0 ? { erase: { intent: 'erase-digit' } } : {}),
      ...(enough ? { accept: { intent: 'accept-amount' } } : {}),
    },
  };
}

export function sayAgreement({ question, agreement, saving, problem }: ModelOf<'agreement'>): Said {
  if (saving) return { lines: [onScreen(phrase('agreement.saving'))], choices: [] };
  const autoUse = question === 'auto-use';
  return {
    lines: [
      onScreen(
        phrase(autoUse ? 'agreement.autoUse' : 'agreement.duplicate'),
        phrase(autoUse ? 'agreement.first' : 'agreement.second'),
      ),
      ...(problem === undefined
        ? []
        : [about('problem', phrase('agreement.problem'), ...trouble(problem).slice(0, 1))]),
    ],
    choices: autoUse ? autoUseChoices(agreement) : duplicateChoices(agreement),
  };
}

type Agreement = ModelOf<'agreement'>['agreement'];

const now = (chosen: boolean | undefined): readonly Phrase[] => (chosen === true ? [phrase('agreement.chosen')] : []);

function autoUseChoices(agreement: Agreement): readonly Choice[] {
  const { autoUsePrepayment } = agreement ?? {};
  return [
    choice({ intent: 'agree-auto-use', yes: true }, phrase('agreement.yes'), ...now(autoUsePrepayment)),
    choice({ intent: 'agree-auto-use', yes: false }, phrase('agreement.no'), ...now(agreement && !autoUsePrepayment)),
  ];
}

function duplicateChoices(agreement: Agreement): readonly Choice[] {
  const kept = agreement?.duplicatePayment;
  return (['refund', 'prepayment'] as const).map((disposition) =>
    choice(
      { intent: 'agree-duplicate', disposition },
      phrase(disposition === 'refund' ? 'agreement.refund' : 'agreement.keep'),
      ...now(kept === disposition),
    ),
  );
}
