import type { Sample } from './sample.ts';

const AMOUNT = { amountFen: 28_640 } as const;
const still = { canGoBack: false, canCancel: false } as const;

export const BANK_CARD_SAMPLES: readonly Sample[] = [
  {
    name: 'method-bank-card',
    screen: {
      screen: 'method',
      purpose: 'bills',
      ...AMOUNT,
      choices: [
        { method: 'cash', available: true },
        { method: 'wechat-qr', available: true },
        { method: 'alipay-qr', available: true },
        { method: 'bank-card', available: true },
      ],
      heldCode: true,
    },
  },
  {
    name: 'method-bank-card-off',
    screen: {
      screen: 'method',
      purpose: 'bills',
      ...AMOUNT,
      choices: [
        { method: 'cash', available: true },
        { method: 'wechat-qr', available: true },
        { method: 'alipay-qr', available: true },
        { method: 'bank-card', available: false, reason: 'LT-3501' },
      ],
    },
  },
  {
    name: 'bank-card',
    screen: { screen: 'bank-card', ...AMOUNT, stage: 'present-card', canStop: true },
    frame: { canGoBack: true },
  },
  {
    name: 'bank-card-starting',
    screen: { screen: 'bank-card', ...AMOUNT, stage: 'starting', canStop: false },
    frame: still,
  },
  { name: 'bank-card-pin', screen: { screen: 'bank-card', ...AMOUNT, stage: 'enter-pin', canStop: true } },
  {
    name: 'bank-card-asking',
    screen: { screen: 'bank-card', ...AMOUNT, stage: 'asking-bank', canStop: false },
    frame: still,
  },
  {
    name: 'bank-card-stopping',
    screen: { screen: 'bank-card', ...AMOUNT, stage: 'stopping', canStop: false },
    frame: still,
  },
  {
    name: 'bank-card-cancel-there',
    screen: { screen: 'bank-card', ...AMOUNT, stage: 'cancel-there', canStop: false },
    frame: still,
  },
  {
    name: 'failure-bank-card',
    screen: { screen: 'failure', code: 'LT-3507', money: 'not-taken', canRetry: true },
  },
];
