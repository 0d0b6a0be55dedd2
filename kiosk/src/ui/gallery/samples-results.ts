import type { Sample } from './sample.ts';

const calm = { canGoBack: false, canCancel: false };
const verifyUrl = 'https://fees.example.cn/r/20261123-K01-000123?c=7f3a9b2e';
const receipt = { state: 'printing', number: 'K01-20261123-000123', verifyUrl } as const;
const paidNow = { purpose: 'bills', paidEarlier: false, canAskInvoice: true } as const;
const pageUrl = 'https://fees.example.cn/i/01890000-0000-7000-8000-00000000000f.k3Jx0pQz8LrYvTnWc5Hd2A';
const made = { buyerMasked: '欧阳**', amountFen: 286_640, pageUrl } as const;

/** Paid: what the owner holds, and the invoice for whoever wants one. */
export const RESULT_SAMPLES: readonly Sample[] = [
  {
    name: 'success',
    screen: {
      screen: 'success',
      ...paidNow,
      amountFen: 28_640,
      toPrepaymentFen: 0,
      next: { leftFen: 0, dueDate: '2026-12-30' },
      receipt,
    },
    frame: calm,
  },
  {
    name: 'success-prepaid',
    screen: {
      screen: 'success',
      ...paidNow,
      amountFen: 30_000,
      toPrepaymentFen: 1_360,
      next: { leftFen: 165_180, dueDate: '2026-12-31' },
      receipt: { ...receipt, state: 'printed' },
    },
    frame: calm,
  },
  {
    name: 'success-paid-twice',
    screen: {
      screen: 'success',
      ...paidNow,
      amountFen: 28_640,
      toPrepaymentFen: 0,
      canAskInvoice: false,
      refund: { amountFen: 28_640, to: 'wechat-pay', state: 'on-its-way' },
      receipt: { ...receipt, state: 'printed' },
    },
    frame: calm,
  },
  {
    name: 'success-no-paper',
    screen: {
      screen: 'success',
      ...paidNow,
      amountFen: 30_000,
      toPrepaymentFen: 1_360,
      receipt: { ...receipt, state: 'trouble', problem: 'LT-3202' },
    },
    frame: calm,
  },
  {
    name: 'success-no-receipt',
    screen: {
      screen: 'success',
      ...paidNow,
      amountFen: 28_640,
      toPrepaymentFen: 0,
      canAskInvoice: false,
      receipt: { state: 'trouble', number: '', verifyUrl: '', problem: 'LT-2401' },
    },
    frame: calm,
  },
  {
    name: 'invoice-asking',
    screen: { screen: 'invoice', stage: 'asking' },
  },
  {
    name: 'invoice-offer',
    screen: { screen: 'invoice', stage: 'offer', buyerMasked: '张*', amountFen: 28_640, partOnly: false },
  },
  {
    name: 'invoice-offer-part',
    screen: { screen: 'invoice', stage: 'offer', buyerMasked: '欧阳**', amountFen: 286_640, partOnly: true },
  },
  { name: 'invoice-phone', screen: { screen: 'invoice', stage: 'phone', pageUrl, slip: 'none' } },
  { name: 'invoice-issuing', screen: { screen: 'invoice', stage: 'issuing', ...made, slip: 'none' } },
  {
    name: 'invoice-issued',
    screen: { screen: 'invoice', stage: 'issued', ...made, slip: 'printed' },
  },
  {
    name: 'invoice-no-paper',
    screen: { screen: 'invoice', stage: 'issued', ...made, slip: 'trouble' },
  },
  {
    name: 'invoice-none',
    screen: {
      screen: 'invoice',
      stage: 'problem',
      problem: 'LT-2901',
      kept: false,
      canRetry: false,
      canUsePhone: false,
    },
  },
  {
    name: 'invoice-refused',
    screen: {
      screen: 'invoice',
      stage: 'problem',
      problem: 'LT-2905',
      kept: false,
      canRetry: false,
      canUsePhone: true,
    },
  },
  {
    name: 'invoice-off-line',
    screen: {
      screen: 'invoice',
      stage: 'problem',
      problem: 'LT-5001',
      kept: false,
      canRetry: true,
      canUsePhone: false,
    },
  },
  {
    name: 'invoice-kept',
    screen: {
      screen: 'invoice',
      stage: 'problem',
      problem: 'LT-5001',
      kept: true,
      canRetry: false,
      canUsePhone: false,
    },
  },
];
