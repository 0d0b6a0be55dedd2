import { MORE_SAID, MORE_WORDS, NOTICE_TYPE_WORDS, NOTICE_WAY_WORDS } from '../../screens/extras/extras-words.ts';
import type { ModelOf } from '../../ui-context.ts';
import { about, amount, choice, moneyFact, onScreen, phrase, trouble, type Choice, type Said } from '../spoken.ts';

const back = choice({ intent: 'back' }, phrase('extras.back'));

/** Nothing yet, or not answered: the same on every screen that asks the server. */
function asked(problem: string | undefined): Said {
  if (problem === undefined) return { lines: [onScreen(phrase('extras.asking'))], choices: [] };
  return {
    lines: [about('problem', ...trouble(problem))],
    choices: [back, choice({ intent: 'retry' }, phrase('failure.retry'))],
  };
}

export function sayMore({ group, places }: ModelOf<'more'>): Said {
  return {
    lines: [onScreen(phrase(MORE_SAID[group]))],
    choices: places.map((place) => choice({ intent: 'open', place }, phrase(MORE_WORDS[place]))),
  };
}

/** The years are seen; which way they lie is said. */
export function sayHistory({ entries, problem, year = 0, years }: ModelOf<'history'>): Said {
  if (entries === undefined) return asked(problem);
  const yearChoice = (other: number, words: 'history.before' | 'history.after'): readonly Choice[] =>
    years.includes(other) ? [choice({ intent: 'pick', id: String(other) }, phrase(words))] : [];
  return {
    lines: [
      onScreen(phrase('history.voice')),
      moneyFact(
        amount(
          'say.amount',
          entries.reduce((sum, { amountFen }) => sum + amountFen, 0),
        ),
      ),
    ],
    choices: [
      back,
      ...yearChoice(year - 1, 'history.before'),
      ...yearChoice(year + 1, 'history.after'),
      ...entries.map(({ orderId, amountFen }, index) =>
        choice(
          { intent: 'pick', id: orderId },
          phrase('say.bill', { number: { figure: index + 1 } }),
          amount('say.amount', amountFen),
        ),
      ),
    ],
  };
}

export function sayPaidEntry({ entry, copy, problem }: ModelOf<'paid-entry'>): Said {
  const failed = copy === 'trouble';
  return {
    lines: [
      onScreen(phrase(entry.onBehalf ? 'paidEntry.saidOnBehalf' : 'paidEntry.voice')),
      moneyFact(amount('say.amount', entry.amountFen)),
      ...(failed ? [about('paper', phrase('paidEntry.trouble'), ...trouble(problem ?? '').slice(0, 1))] : []),
      ...(copy === 'printed' ? [about('paper', phrase('paidEntry.printed'))] : []),
    ],
    choices: [
      ...(copy === 'none' || failed ? [choice({ intent: 'reprint-receipt' }, phrase('paidEntry.print'))] : []),
      back,
    ],
  };
}

export function sayPaySlip({ url, amountFen, paper, problem, validUntil = '' }: ModelOf<'pay-slip'>): Said {
  if (url === undefined) return asked(problem);
  const failed = paper === 'trouble';
  return {
    lines: [
      onScreen(phrase('paySlip.voice')),
      moneyFact(amount('say.amount', amountFen), phrase('paySlip.more', { day: { date: validUntil } })),
      ...(failed ? [about('paper', phrase('paySlip.trouble'))] : []),
      ...(paper === 'printed' ? [about('paper', phrase('paySlip.printed'))] : []),
    ],
    choices: [
      ...(paper === 'none' || failed ? [choice({ intent: 'print-slip' }, phrase('paySlip.print'))] : []),
      choice({ intent: 'cancel-slips' }, phrase('paySlip.cancel')),
      ...(paper === 'printed' ? [back] : []),
    ],
  };
}

const KIND = { parking: 'say.parking', deposit: 'offer.deposit', activity: 'offer.activity' } as const;

/** What is offered is said by its kind: its own name has no clip. */
export function sayOffers({ offers, problem }: ModelOf<'offers'>): Said {
  if (offers === undefined) return asked(problem);
  return {
    lines: [onScreen(phrase(offers.length === 0 ? 'offers.none' : 'offers.said'))],
    choices: [
      ...offers.map(({ offerKey, kind, priceFen }) =>
        choice({ intent: 'pick', id: offerKey }, phrase(KIND[kind]), amount('say.amount', priceFen)),
      ),
      choice({ intent: 'top-up' }, phrase('bills.topUp')),
    ],
  };
}

export function sayOffer({ offer, making, problem }: ModelOf<'offer'>): Said {
  const { kind, priceFen, months, parking } = offer;
  return {
    lines: [
      onScreen(phrase('offer.voice'), phrase(kind === 'parking' ? 'offer.parking' : KIND[kind])),
      ...(parking ? [about('until', phrase('offer.paidUntil', { day: { date: parking.paidUntil } }))] : []),
      ...(problem === undefined ? [] : [about('problem', ...trouble(problem))]),
    ],
    choices: making
      ? []
      : months.length === 0
        ? [choice({ intent: 'pay' }, amount('bills.pay', priceFen))]
        : months.map((count) =>
            choice(
              { intent: 'pick', id: String(count) },
              phrase('offer.months', { count: { count } }),
              amount('say.amount', priceFen * count),
            ),
          ),
  };
}

export function sayWishes({ loaded, problem }: ModelOf<'wishes'>): Said {
  if (!loaded) return asked(problem);
  return {
    lines: [onScreen(phrase('wishes.said'))],
    choices: Object.entries(NOTICE_TYPE_WORDS).map(([id, words]) => choice({ intent: 'pick', id }, phrase(words))),
  };
}

export function sayWish({ type, ways }: ModelOf<'wish'>): Said {
  return {
    lines: [onScreen(phrase(NOTICE_TYPE_WORDS[type]), phrase('wishes.how'))],
    choices: [
      ...Object.entries(NOTICE_WAY_WORDS).map(([id, words]) =>
        choice(
          { intent: 'pick', id },
          phrase(words),
          phrase(ways[id as keyof typeof ways] ? 'wishes.on' : 'wishes.off'),
        ),
      ),
      back,
    ],
  };
}

/** Prices are read, not heard: whom to call stands on every screen. */
export function sayFees({ charges, problem }: ModelOf<'fees'>): Said {
  if (charges === undefined) return asked(problem);
  return { lines: [onScreen(phrase('fees.voice'), phrase('fees.cash'))], choices: [back] };
}
