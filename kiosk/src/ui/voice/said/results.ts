import type { NextView } from '../../../screens.ts';
import type { ModelOf } from '../../ui-context.ts';
import {
  about,
  amount,
  choice,
  moneyFact,
  onScreen,
  codeWords,
  phrase,
  trouble,
  type Choice,
  type Phrase,
  type Said,
} from '../spoken.ts';

export function sayVerifying({ amountFen, slip }: ModelOf<'verifying'>): Said {
  return {
    lines: [
      moneyFact(phrase('verifying.voice'), amount('say.checking', amountFen)),
      ...(slip === 'printing' ? [about('paper', phrase('verifying.printing'))] : []),
      ...(slip === 'printed' ? [about('paper', phrase('verifying.printed'))] : []),
    ],
    choices: slip === 'none' ? [choice({ intent: 'print-slip' }, phrase('verifying.slip'))] : [],
  };
}

const PAPER = { printing: 'success.printing', printed: 'success.printed', trouble: 'success.trouble' } as const;

export function saySuccess(model: ModelOf<'success'>): Said {
  const { amountFen, toPrepaymentFen, receipt, canAskInvoice } = model;
  const again = receipt.state === 'trouble' && receipt.number !== '' && receipt.verifyUrl !== '';
  return {
    lines: [
      moneyFact(
        phrase(resultKey(model)),
        amount('say.received', amountFen),
        ...(toPrepaymentFen > 0 ? [amount('success.prepaid', toPrepaymentFen)] : []),
        ...refundPhrases(model),
        ...(model.leaveMinutes === undefined
          ? []
          : [phrase('success.leave', { count: { count: model.leaveMinutes } })]),
        ...(model.next ? nextPhrases(model.next) : []),
      ),
      about('paper', phrase(PAPER[receipt.state])),
      ...(receipt.problem === undefined ? [] : [about('problem', ...trouble(receipt.problem))]),
    ],
    choices: [
      choice({ intent: 'finish' }, phrase('success.finish')),
      ...(canAskInvoice && receipt.state !== 'printing'
        ? [choice({ intent: 'ask-invoice' }, phrase('success.invoice'))]
        : []),
      ...(again ? [choice({ intent: 'reprint-receipt' }, phrase('success.again'))] : []),
    ],
  };
}

function resultKey({ purpose, paidEarlier, refund }: ModelOf<'success'>) {
  if (paidEarlier) return 'success.earlierSaid';
  if (refund) return 'success.twiceSaid';
  return purpose === 'prepayment' ? 'success.topUpSaid' : 'success.said';
}

function refundPhrases({ refund }: ModelOf<'success'>): readonly Phrase[] {
  if (!refund) return [];
  return [amount(refund.state === 'on-its-way' ? 'say.goesBack' : 'say.officeSendsBack', refund.amountFen)];
}

/** What has to be paid next, and until when. */
export function nextPhrases({ leftFen, dueDate }: NextView): readonly Phrase[] {
  if (leftFen === 0) return dueDate === undefined ? [] : [phrase('success.next', { day: { date: dueDate } })];
  if (dueDate === undefined) return [amount('success.left', leftFen)];
  return [phrase('success.leftBy', { money: { fen: leftFen }, day: { date: dueDate } })];
}

type Invoice = ModelOf<'invoice'>;
type At<Stage extends Invoice['stage']> = Invoice & { readonly stage: Stage };

export function sayInvoice(model: Invoice): Said {
  switch (model.stage) {
    case 'offer':
      return sayInvoiceOffer(model);
    case 'phone':
    case 'issuing':
    case 'issued':
      return sayInvoiceCode(model);
    case 'problem':
      return sayInvoiceProblem(model);
    default:
      return { lines: [onScreen(phrase('invoice.asking'))], choices: [] };
  }
}

const finish = choice({ intent: 'finish' }, phrase('invoice.finish'));
const company = choice({ intent: 'invoice-by-phone' }, phrase('invoice.company'), phrase('invoice.companyMore'));

function sayInvoiceOffer({ amountFen, partOnly }: At<'offer'>): Said {
  return {
    lines: [moneyFact(phrase('invoice.offer'), amount(partOnly ? 'invoice.amountPart' : 'invoice.amount', amountFen))],
    choices: [choice({ intent: 'invoice-personal' }, phrase('say.invoiceToYou')), company],
  };
}

const STAGE = {
  phone: ['invoice.phone', 'invoice.phoneMore'],
  issuing: ['invoice.issuing', 'invoice.issuingMore'],
  issued: ['invoice.issued', 'invoice.issuedMore'],
} as const;
const SLIP = {
  none: [],
  printing: [phrase('invoice.printing')],
  printed: [phrase('invoice.printed')],
  trouble: [phrase('invoice.trouble')],
} as const satisfies Record<At<'phone'>['slip'], readonly Phrase[]>;

function sayInvoiceCode(model: At<'phone' | 'issuing' | 'issued'>): Said {
  const { stage, slip } = model;
  const paper: readonly Choice[] =
    slip === 'none' || slip === 'trouble' ? [choice({ intent: 'print-slip' }, phrase('invoice.slip'))] : [];
  const sum = stage === 'phone' ? [] : [amount('say.amount', model.amountFen)];
  return {
    lines: [
      onScreen(...STAGE[stage].map((key) => phrase(key)), ...sum),
      ...(slip === 'none' ? [] : [about('paper', ...SLIP[slip])]),
    ],
    choices: [finish, ...paper],
  };
}

function sayInvoiceProblem({ problem, kept, canRetry, canUsePhone }: At<'problem'>): Said {
  const offLine = problem === 'LT-5001';
  const lines = kept
    ? [moneyFact(phrase('invoice.kept'), phrase('invoice.keptMore'))]
    : [about('problem', ...trouble(problem)), moneyFact(phrase(offLine ? 'invoice.laterMore' : 'invoice.safe'))];
  return {
    lines,
    choices: [
      finish,
      ...(canRetry ? [choice({ intent: 'retry' }, phrase('failure.retry'))] : []),
      ...(canUsePhone ? [company] : []),
    ],
  };
}

const MONEY = {
  'not-taken': 'failure.not-taken',
  returned: 'failure.returned',
  'kept-as-prepayment': 'failure.kept-as-prepayment',
  'being-verified': 'failure.being-verified',
} as const satisfies Record<ModelOf<'failure'>['money'], string>;

/** What happened, where the money is, what to do: in this order, and to the end. */
export function sayFailure({ code, money, canRetry }: ModelOf<'failure'>): Said {
  return {
    lines: [moneyFact(codeWords(code, 'title'), phrase(MONEY[money]), codeWords(code, 'action'))],
    choices: canRetry
      ? [choice({ intent: 'retry' }, phrase('failure.retry')), choice({ intent: 'finish' }, phrase('failure.finish'))]
      : [choice({ intent: 'finish' }, phrase('failure.done'))],
  };
}
