import type { HelpFrame } from '../../../screens/help-desk.ts';
import type { ModelOf } from '../../ui-context.ts';
import { choice, moneyFact, onScreen, phrase, trouble, type Choice, type Phrase, type Said } from '../spoken.ts';

export function sayDispute({ sending }: ModelOf<'dispute'>): Said {
  if (sending) return { lines: [onScreen(phrase('dispute.sending'))], choices: [] };
  return {
    lines: [onScreen(phrase('dispute.voice'))],
    choices: [
      choice({ intent: 'complain', complaint: 'wrong-amount' }, phrase('dispute.amount')),
      choice({ intent: 'complain', complaint: 'not-ours' }, phrase('dispute.notOurs')),
      choice({ intent: 'complain', complaint: 'already-paid' }, phrase('dispute.paid')),
      choice({ intent: 'complain', complaint: 'not-clear' }, phrase('dispute.notClear')),
    ],
  };
}

const TO_THE_BILLS: readonly Choice[] = [choice({ intent: 'finish' }, phrase('dispute.finish'))];

export function sayDisputeNoted({ days }: ModelOf<'dispute-noted'>): Said {
  const said = [phrase('dispute.noted'), phrase('dispute.days', { days: { count: days } }), phrase('dispute.wait')];
  return { lines: [moneyFact(...said)], choices: TO_THE_BILLS };
}

export function sayDisputeRefused({ code }: ModelOf<'dispute-refused'>): Said {
  return { lines: [onScreen(...trouble(code))], choices: TO_THE_BILLS };
}

/** The property writes its own words, which have no clips: they are read on the screen. */
export function sayQuestions({ questions, open }: ModelOf<'questions'>): Said {
  if (questions === undefined) return { lines: [onScreen(phrase('questions.asking'))], choices: [] };
  const isOpen = open !== undefined;
  return {
    lines: [onScreen(phrase(isOpen ? 'say.answerOnScreen' : 'questions.voice'))],
    choices: [choice({ intent: 'back' }, phrase(isOpen ? 'questions.back' : 'questions.leave'))],
  };
}

export const sayPractice = (): Said => ({
  lines: [onScreen(phrase('practice.voice'))],
  choices: [choice({ intent: 'pretend' }, phrase('practice.card'))],
});

export const sayPracticeOver = (): Said => ({
  lines: [onScreen(phrase('practice.over'), phrase('practice.overMore'))],
  choices: [choice({ intent: 'finish' }, phrase('practice.finish'))],
});

/** Phone numbers and names are seen, never said. */
export function sayHelp({ help, helper }: HelpFrame): readonly Phrase[] {
  switch (help) {
    case 'none':
      return [];
    case 'coming':
      if (!helper) return [phrase('help.received')];
      return [
        helper.inMinutes === 0
          ? phrase('say.helpSoon')
          : phrase('say.helpComing', { minutes: { count: helper.inMinutes } }),
      ];
    case 'unanswered':
      return [phrase('say.helpUnanswered')];
    case 'unreachable':
      return [phrase('help.nobody')];
    default:
      return [phrase(help === 'received' ? 'help.received' : 'help.calling')];
  }
}

/** What can be chosen on the help panel, whatever the screen behind it offers. */
export function helpChoices({ canAsk, canPractise }: NonNullable<HelpFrame['helpPanel']>): readonly Choice[] {
  return [
    choice({ intent: 'close-help' }, phrase('help.close')),
    ...(canAsk ? [choice({ intent: 'show-questions' }, phrase('help.questions'))] : []),
    ...(canPractise ? [choice({ intent: 'practise' }, phrase('help.practise'))] : []),
    choice({ intent: 'end-help' }, phrase('help.end')),
  ];
}
