import type { Sample } from './sample.ts';

const calm = { canGoBack: false, canCancel: false };
const later = { screen: 'booked-later', amountFen: 29_000, reference: '7Q4M-2X9D' } as const;

/** The server cannot be reached: cash goes on, and is booked later. */
export const OFFLINE_SAMPLES: readonly Sample[] = [
  {
    name: 'method-offline',
    screen: {
      screen: 'method',
      purpose: 'bills',
      amountFen: 28_640,
      choices: [
        { method: 'cash', available: true, bookedLater: true },
        { method: 'wechat-qr', available: false, reason: 'LT-5001' },
        { method: 'alipay-qr', available: false, reason: 'LT-5001' },
        { method: 'payer-code', available: false, reason: 'LT-5001' },
      ],
    },
  },
  {
    name: 'method-offline-too-much',
    screen: {
      screen: 'method',
      purpose: 'bills',
      amountFen: 228_640,
      choices: [
        { method: 'cash', available: false, reason: 'LT-5006' },
        { method: 'wechat-qr', available: false, reason: 'LT-5001' },
        { method: 'alipay-qr', available: false, reason: 'LT-5001' },
        { method: 'payer-code', available: false, reason: 'LT-5001' },
      ],
    },
  },
  {
    name: 'cash-offline',
    screen: {
      screen: 'cash',
      purpose: 'bills',
      bookedLater: true,
      dueFen: 28_640,
      insertedFen: 20_000,
      remainingFen: 8_640,
      notes: [
        { noteId: 'n0', denominationFen: 10_000 },
        { noteId: 'n1', denominationFen: 10_000 },
      ],
      acceptor: 'ready',
    },
  },
  { name: 'booked-later', screen: { ...later, slip: 'printing' }, frame: calm },
  { name: 'booked-later-printed', screen: { ...later, slip: 'printed' }, frame: calm },
  { name: 'booked-later-no-paper', screen: { ...later, slip: 'trouble', problem: 'LT-3202' }, frame: calm },
  {
    name: 'success-earlier',
    screen: {
      screen: 'success',
      purpose: 'bills',
      paidEarlier: true,
      amountFen: 29_000,
      toPrepaymentFen: 360,
      canAskInvoice: true,
      receipt: {
        state: 'printing',
        number: 'K01-20261123-000123',
        verifyUrl: 'https://fees.example.cn/r/20261123-K01-000123?c=7f3a9b2e',
      },
    },
    frame: calm,
  },
];
