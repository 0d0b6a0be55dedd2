import type { BillView } from '../../../screens.ts';
import { SAID as REFUND_SAID } from '../../screens/refunds/refund-words.ts';
import type { ModelOf } from '../../ui-context.ts';
import { nextPhrases } from './results.ts';
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

const FAMILY = {
  property: 'say.property',
  utility: 'say.utility',
  parking: 'say.parking',
  special: 'say.special',
} as const satisfies Record<BillView['family'], string>;

export function sayBills(model: ModelOf<'bills'>): Said {
  const { bills, totalFen, prepaidFen, canTopUp, refundCount, onBehalf, canSeeMore, sound } = model;
  return {
    lines: [
      moneyFact(phrase('say.bills', { money: { fen: totalFen }, count: { count: bills.length } }), ...kept(prepaidFen)),
      ...(onBehalf ? [about('behalf', phrase('bills.voiceOnBehalf'))] : []),
      ...(sound.dark ? [] : [onScreen(phrase('say.payGreen'))]),
    ],
    choices: [
      choice({ intent: 'pay' }, amount('bills.pay', totalFen)),
      ...refundChoice(refundCount),
      ...(bills.length > 1 ? [choice({ intent: 'choose-bills' }, phrase('bills.choose'))] : []),
      ...(canTopUp ? [choice({ intent: 'top-up' }, phrase('bills.topUp'))] : []),
      ...moreChoice(canSeeMore),
      ...bills.map((bill, index) =>
        choice({ intent: 'show-bill', billId: bill.billId }, phrase('bills.detail'), ...billPhrases(bill, index)),
      ),
    ],
  };
}

export function sayChoose({ bills, chosenFen }: ModelOf<'choose'>): Said {
  const nothing = chosenFen === 0;
  return {
    lines: [
      onScreen(phrase('choose.voice')),
      moneyFact(nothing ? phrase('choose.none') : amount('say.chosen', chosenFen)),
    ],
    choices: [
      ...(nothing ? [] : [choice({ intent: 'pay' }, amount('choose.pay', chosenFen))]),
      ...bills.map((bill, index) =>
        choice(
          { intent: 'toggle-bill', billId: bill.billId },
          ...billPhrases(bill, index),
          phrase(bill.ticked ? 'say.ticked' : 'say.unticked'),
        ),
      ),
    ],
  };
}

export function sayBillDetail({ bill }: ModelOf<'bill-detail'>): Said {
  const { amountFen, outstandingFen, dueDate, dispute } = bill;
  const canBeDisputed = dispute === undefined || dispute.progress === 'answered';
  return {
    lines: [
      onScreen(phrase('billDetail.voice')),
      moneyFact(
        phrase(FAMILY[bill.family]),
        amount('say.amount', amountFen),
        ...(outstandingFen === amountFen ? [] : [amount('say.left', outstandingFen)]),
        phrase('bills.due', { day: { date: dueDate } }),
        ...(bill.overdue ? [phrase('bills.overdue')] : []),
      ),
    ],
    choices: [
      choice({ intent: 'back' }, phrase('billDetail.back')),
      ...(canBeDisputed ? [choice({ intent: 'dispute-bill' }, phrase('billDetail.wrong'))] : []),
    ],
  };
}

export function sayNothingOwed(model: ModelOf<'nothing-owed'>): Said {
  const { prepaidFen, nextDueDate, refundCount, canTopUp, canSeeMore } = model;
  const next = nextDueDate === undefined ? [] : nextPhrases({ leftFen: 0, dueDate: nextDueDate });
  return {
    lines: [moneyFact(phrase('nothingOwed.voice'), ...kept(prepaidFen), ...next)],
    choices: [
      choice({ intent: 'finish' }, phrase('nothingOwed.finish')),
      ...refundChoice(refundCount),
      ...(canTopUp ? [choice({ intent: 'top-up' }, phrase('bills.topUp'))] : []),
      ...moreChoice(canSeeMore),
    ],
  };
}

export function sayRefunds({ refunds, problem }: ModelOf<'refunds'>): Said {
  const back = choice({ intent: 'back' }, phrase('refunds.back'));
  if (problem !== undefined) {
    const again = choice({ intent: 'retry' }, phrase('failure.retry'));
    return { lines: [about('problem', ...trouble(problem))], choices: [back, again] };
  }
  if (refunds === undefined) return { lines: [onScreen(phrase('refunds.asking'))], choices: [] };
  const news = refunds.flatMap((refund) => [
    amount('say.refund', refund.amountFen),
    phrase(REFUND_SAID[refund.progress]),
    ...(refund.expectedBy === undefined ? [] : [phrase('refunds.by', { day: { date: refund.expectedBy } })]),
  ]);
  return { lines: [moneyFact(...(news.length > 0 ? news : [phrase('refunds.none')]))], choices: [back] };
}

function kept(prepaidFen: number): readonly Phrase[] {
  return prepaidFen > 0 ? [amount('bills.prepaid', prepaidFen)] : [];
}

function refundChoice(count: number): readonly Choice[] {
  return count > 0 ? [choice({ intent: 'show-refunds' }, phrase('bills.refunds'))] : [];
}

function moreChoice(canSeeMore: boolean): readonly Choice[] {
  return canSeeMore ? [choice({ intent: 'open', place: 'more' }, phrase('bills.more'))] : [];
}

/** What a bill is for is said by its kind: its own name has no clip. */
function billPhrases(bill: BillView, index: number): readonly Phrase[] {
  return [
    phrase('say.bill', { number: { figure: index + 1 } }),
    phrase(FAMILY[bill.family]),
    amount('say.amount', bill.outstandingFen),
  ];
}
