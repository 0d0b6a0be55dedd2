import type { Method } from '../../../screens.ts';
import type { ModelOf } from '../../ui-context.ts';
import { about, amount, choice, moneyFact, onScreen, phrase, trouble, type Phrase, type Said } from '../spoken.ts';

const METHOD = {
  'wechat-qr': 'methodName.wechat-qr',
  'alipay-qr': 'methodName.alipay-qr',
  'payer-code': 'methodName.payer-code',
  cash: 'methodName.cash',
  'bank-card': 'methodName.bank-card',
} as const satisfies Record<Method, string>;

const HOW = {
  'wechat-qr': 'say.scanNeedsCamera',
  'alipay-qr': 'say.scanNeedsCamera',
  'payer-code': 'method.payer-code',
  cash: 'method.cash',
  'bank-card': 'method.bank-card',
} as const satisfies Record<Method, string>;

export function sayMethod({ purpose, amountFen, choices, heldCode, sound }: ModelOf<'method'>): Said {
  const open = choices.filter(({ available }) => available);
  const offLine = choices.some(({ bookedLater }) => bookedLater === true);
  const advice: readonly Phrase[] =
    open.length === 0
      ? [phrase('method.none'), phrase('method.noneMore')]
      : offLine
        ? [phrase('method.offline'), phrase('method.offlineMore')]
        : heldCode
          ? [phrase('method.held')]
          : [];
  const cashIsOn = open.some(({ method }) => method === 'cash');
  return {
    lines: [
      moneyFact(amount(purpose === 'prepayment' ? 'method.topUpSaid' : 'method.said', amountFen)),
      ...(advice.length > 0 ? [onScreen(...advice)] : []),
      ...(sound.dark && cashIsOn ? [about('advice', phrase('say.suggestCash'))] : []),
    ],
    choices: open.map(({ method, givesChange }) =>
      choice(
        { intent: 'choose-method', method },
        phrase(METHOD[method]),
        phrase(givesChange ? 'method.cashChange' : HOW[method]),
      ),
    ),
  };
}

const RULE = {
  bills: {
    'amount-over-limit': 'confirmPayment.over',
    'repeated-payment': 'confirmPayment.repeated',
    'billed-twice': 'confirmPayment.twice',
  },
  prepayment: {
    'amount-over-limit': 'confirmPayment.topUpOver',
    'repeated-payment': 'confirmPayment.topUpRepeated',
    'billed-twice': 'confirmPayment.twice',
  },
} as const;

export function sayConfirmPayment({ purpose, amountFen, rules }: ModelOf<'confirm-payment'>): Said {
  const [yes, no] =
    purpose === 'prepayment'
      ? (['confirmPayment.topUpYes', 'confirmPayment.topUpNo'] as const)
      : (['confirmPayment.yes', 'confirmPayment.no'] as const);
  return {
    lines: [
      moneyFact(
        ...rules.map((rule) => phrase(RULE[purpose][rule])),
        amount('say.amount', amountFen),
        phrase('confirmPayment.more'),
      ),
    ],
    choices: [choice({ intent: 'back' }, phrase(no)), choice({ intent: 'confirm-payment' }, amount(yes, amountFen))],
  };
}

export function sayQr({ method, amountFen, content, secondsLeft, sound }: ModelOf<'qr'>): Said {
  const other = [choice({ intent: 'other-method' }, phrase('qr.other'))];
  if (secondsLeft === 0) return { lines: [onScreen(phrase('qr.over'))], choices: other };
  if (content === undefined) return { lines: [onScreen(phrase('qr.making'))], choices: other };
  return {
    lines: [
      moneyFact(amount('cash.due', amountFen)),
      onScreen(
        ...(sound.dark ? [phrase('say.codeIsLit')] : []),
        phrase(method === 'wechat-qr' ? 'qr.wechat-qr' : 'qr.alipay-qr'),
        phrase('qr.after'),
      ),
    ],
    choices: other,
  };
}

export function sayPayerCode({ amountFen, problem, camera }: ModelOf<'payer-code'>): Said {
  return {
    lines: [
      moneyFact(amount('cash.due', amountFen)),
      onScreen(phrase(camera ? 'payerCode.cameraVoice' : 'payerCode.voice')),
      ...(problem === undefined ? [] : [about('problem', ...trouble(problem))]),
    ],
    choices: [choice({ intent: 'other-method' }, phrase('payerCode.other'))],
  };
}
