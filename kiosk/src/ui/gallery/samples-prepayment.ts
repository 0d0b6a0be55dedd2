import type { Sample } from './sample.ts';

const amountsFen = [10_000, 20_000, 50_000, 100_000];
const range = { leastFen: 100, mostFen: 2_000_000 };
const agreed = { autoUsePrepayment: true, duplicatePayment: 'refund' } as const;
const receipt = {
  state: 'printed',
  number: 'K01-20261123-000123',
  verifyUrl: 'https://fees.example.cn/r/20261123-K01-000123?c=7f3a9b2e',
} as const;
const calm = { canGoBack: false, canCancel: false };

/** Money kept for later bills, what is agreed about it, and payments that are asked about once more. */
export const PREPAYMENT_SAMPLES: readonly Sample[] = [
  { name: 'top-up', screen: { screen: 'top-up', prepaidFen: 0, amountsFen } },
  { name: 'top-up-more', screen: { screen: 'top-up', prepaidFen: 1_234_56, amountsFen, agreement: agreed } },
  { name: 'top-up-amount', screen: { screen: 'top-up-amount', amountFen: 0, ...range } },
  { name: 'top-up-amount-typed', screen: { screen: 'top-up-amount', amountFen: 35_000, ...range } },
  { name: 'top-up-amount-most', screen: { screen: 'top-up-amount', amountFen: 2_000_000, ...range } },
  { name: 'agreement-auto-use', screen: { screen: 'agreement', question: 'auto-use', saving: false } },
  {
    name: 'agreement-auto-use-known',
    screen: { screen: 'agreement', question: 'auto-use', saving: false, agreement: agreed },
  },
  { name: 'agreement-duplicate', screen: { screen: 'agreement', question: 'duplicate', saving: false } },
  {
    name: 'agreement-duplicate-problem',
    screen: { screen: 'agreement', question: 'duplicate', saving: false, agreement: agreed, problem: 'LT-5001' },
  },
  { name: 'agreement-saving', screen: { screen: 'agreement', question: 'duplicate', saving: true }, frame: calm },
  {
    name: 'confirm-repeated',
    screen: { screen: 'confirm-payment', purpose: 'bills', amountFen: 28_640, rules: ['repeated-payment'] },
  },
  {
    name: 'confirm-all',
    screen: {
      screen: 'confirm-payment',
      purpose: 'bills',
      amountFen: 12_374_318,
      rules: ['amount-over-limit', 'repeated-payment', 'billed-twice'],
    },
  },
  {
    name: 'confirm-top-up',
    screen: { screen: 'confirm-payment', purpose: 'prepayment', amountFen: 100_000, rules: ['amount-over-limit'] },
  },
  {
    name: 'method-top-up',
    screen: {
      screen: 'method',
      purpose: 'prepayment',
      amountFen: 50_000,
      choices: (['cash', 'wechat-qr', 'alipay-qr', 'payer-code'] as const).map((method) => ({
        method,
        available: true,
      })),
    },
  },
  {
    name: 'cash-top-up',
    screen: {
      screen: 'cash',
      purpose: 'prepayment',
      bookedLater: false,
      dueFen: 50_000,
      insertedFen: 0,
      remainingFen: 50_000,
      notes: [],
      acceptor: 'ready',
    },
  },
  {
    name: 'cash-stop-top-up',
    screen: { screen: 'cash-stop', purpose: 'prepayment', dueFen: 50_000, insertedFen: 30_000 },
    frame: calm,
  },
  {
    name: 'success-top-up',
    screen: {
      screen: 'success',
      purpose: 'prepayment',
      paidEarlier: false,
      amountFen: 50_000,
      toPrepaymentFen: 0,
      canAskInvoice: false,
      receipt,
    },
    frame: calm,
  },
];
