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
  type Line,
  type Said,
} from '../spoken.ts';

export function sayCash(model: ModelOf<'cash'>): Said {
  const { acceptor, problem } = model;
  return {
    lines: [
      ...begin(model),
      ...(acceptor === 'starting' ? [about('slot', phrase('cash.starting'))] : []),
      ...(acceptor === 'returning' ? [about('slot', phrase('cash.returning'))] : []),
      ...(acceptor === 'paying-change' ? [about('slot', phrase('cash.change'))] : []),
      ...(acceptor === 'stopped' ? [about('slot', phrase('cash.stopped'))] : []),
      ...counted(model),
      ...(problem === undefined ? [] : [about('problem', ...trouble(problem))]),
    ],
    choices: cashChoices(model),
  };
}

/** Said as soon as notes are wanted; afterwards only what changed is. */
function begin({ acceptor, purpose, dueFen, bookedLater, givesChange }: ModelOf<'cash'>): readonly Line[] {
  if (acceptor === 'starting') return [];
  const prepayment = purpose === 'prepayment';
  return [
    { ...moneyFact(amount(prepayment ? 'cash.topUpDue' : 'cash.due', dueFen)), topic: 'due' },
    onScreen(
      ...(bookedLater ? [phrase('cash.later')] : []),
      ...(prepayment ? [phrase('cash.ready'), phrase('cash.topUpRule')] : spokenRule(purpose, givesChange)),
    ),
  ];
}

function spokenRule(
  purpose: ModelOf<'cash'>['purpose'],
  givesChange: boolean | undefined,
): readonly ReturnType<typeof phrase>[] {
  if (purpose === 'stay') return [phrase('cash.ready'), phrase(givesChange ? 'cash.stayChangeRule' : 'cash.stayRule')];
  return givesChange ? [phrase('cash.ready'), phrase('cash.changeRule')] : [phrase('cash.voice')];
}

function counted({ insertedFen, remainingFen }: ModelOf<'cash'>): readonly Line[] {
  if (insertedFen === 0) return [];
  const inserted = { fen: insertedFen };
  if (remainingFen === 0) return [moneyFact(phrase('say.insertedAll', { inserted }))];
  return [moneyFact(phrase('say.inserted', { inserted, remaining: { fen: remainingFen } }))];
}

function cashChoices({ acceptor, insertedFen }: ModelOf<'cash'>): readonly Choice[] {
  if (acceptor === 'note-moving' || acceptor === 'returning' || acceptor === 'paying-change') return [];
  return insertedFen === 0
    ? [choice({ intent: 'other-method' }, phrase('cash.other'))]
    : [choice({ intent: 'cancel' }, phrase('cash.stop'))];
}

export function sayCashOverpay({ noteFen, excessFen, canGiveChange, keepsNothing }: ModelOf<'cash-overpay'>): Said {
  return {
    lines: [moneyFact(phrase('say.overpay', { note: { fen: noteFen }, excess: { fen: excessFen } }))],
    choices: [
      ...(canGiveChange ? [choice({ intent: 'take-change' }, amount('cashOverpay.change', excessFen))] : []),
      ...(keepsNothing ? [] : [choice({ intent: 'accept-overpay' }, phrase('cashOverpay.keep'))]),
      choice({ intent: 'return-note' }, phrase('cashOverpay.give')),
    ],
  };
}

export function sayCashStop({ purpose, insertedFen, closing }: ModelOf<'cash-stop'>): Said {
  const dispositions =
    purpose === 'prepayment'
      ? [choice({ intent: 'stop-cash', disposition: 'prepayment' }, amount('cashStop.topUp', insertedFen))]
      : [
          choice({ intent: 'stop-cash', disposition: 'bills' }, amount('cashStop.bills', insertedFen)),
          ...(purpose === 'stay'
            ? []
            : [choice({ intent: 'stop-cash', disposition: 'prepayment' }, phrase('cashStop.prepayment'))]),
        ];
  return {
    lines: [
      ...(closing === undefined ? [] : [about('problem', ...trouble(closing).slice(0, 1))]),
      moneyFact(amount('cashStop.said', insertedFen), ...(closing === undefined ? [phrase('cashStop.more')] : [])),
    ],
    choices: [
      ...(closing === undefined ? [choice({ intent: 'continue-cash' }, phrase('cashStop.go'))] : []),
      ...dispositions,
    ],
  };
}

export function sayBookedLater({ amountFen, slip, problem }: ModelOf<'booked-later'>): Said {
  return {
    lines: [
      moneyFact(amount('say.received', amountFen), phrase('bookedLater.more')),
      ...(slip === 'printed' ? [about('paper', phrase('bookedLater.printed'))] : []),
      ...(slip === 'trouble' ? [about('paper', phrase('bookedLater.trouble'))] : []),
      ...(problem === undefined ? [] : [about('problem', ...trouble(problem))]),
    ],
    choices: [
      ...(slip === 'printing' ? [] : [choice({ intent: 'finish' }, phrase('bookedLater.finish'))]),
      ...(slip === 'trouble' ? [choice({ intent: 'print-slip' }, phrase('bookedLater.again'))] : []),
    ],
  };
}
