import type { Sample } from './sample.ts';

const NINE = Date.UTC(2026, 10, 28, 1, 12);
const MINUTE = 60_000;
const forStay = { purpose: 'stay' } as const;
const first = { explanation: { 'zh-CN': '前 1 小时', 'zh-TW': '前 1 小時', en: 'First hour' }, amountFen: 500 };
const blocks = {
  explanation: { 'zh-CN': '3 × 2.00 元（每小时）', 'zh-TW': '3 × 2.00 元（每小時）', en: '3 × ¥2.00 per hour' },
  amountFen: 600,
};
const cap = {
  explanation: { 'zh-CN': '24 小时封顶', 'zh-TW': '24 小時封頂', en: 'At most for 24 h' },
  amountFen: 2_000,
};
const days = {
  explanation: {
    'zh-CN': '2 个 24 小时 × 20.00 元',
    'zh-TW': '2 個 24 小時 × 20.00 元',
    en: '2 × 24 h at ¥20.00',
  },
  amountFen: 4_000,
};
const stay = {
  plateMasked: '浙A·**2C3',
  enteredAt: NINE,
  pricedAt: NINE + 200 * MINUTE,
  minutes: 200,
  lines: [first, blocks],
  paidFen: 0,
  owedFen: 1_100,
  holdsUntil: NINE + 205 * MINUTE,
};
const free = { ...stay, owedFen: 0, lines: [], minutes: 20, pricedAt: NINE + 20 * MINUTE };
const cars = [
  { stayId: 's1', plateMasked: '浙A·**2C3', enteredAt: NINE },
  { stayId: 's2', plateMasked: '浙C·**123', enteredAt: NINE - 2_000 * MINUTE },
  { stayId: 's3', plateMasked: '沪A·**D23', enteredAt: NINE - 70 * MINUTE },
  { stayId: 's4', plateMasked: '苏E·**2F3' },
];
const cash = { dueFen: 1_100, insertedFen: 500, ...forStay };

/** Temporary parking: the digits of a plate, the car, what it owes, and the ways to pay where they differ. */
export const STAY_SAMPLES: readonly Sample[] = [
  {
    name: 'idle-no-gate',
    screen: {
      screen: 'idle',
      methods: ['cash', 'wechat-qr', 'alipay-qr', 'payer-code'],
      cardReader: 'ready',
      otherWays: true,
    },
    frame: { canGoBack: false, canCancel: false },
  },
  { name: 'stay-plate', screen: { screen: 'stay-plate', digits: '12', asking: false } },
  { name: 'stay-plate-asking', screen: { screen: 'stay-plate', digits: '123', asking: true } },
  { name: 'stay-plate-none', screen: { screen: 'stay-plate', digits: '', asking: false, problem: 'LT-2861' } },
  { name: 'stay-cars', screen: { screen: 'stay-cars', cars: cars.slice(0, 2), more: false, asking: false } },
  { name: 'stay-cars-more', screen: { screen: 'stay-cars', cars, more: true, asking: false } },
  { name: 'stay-sum', screen: { screen: 'stay-sum', stay } },
  {
    name: 'stay-sum-days',
    screen: {
      screen: 'stay-sum',
      stay: {
        ...stay,
        minutes: 3_800,
        pricedAt: NINE + 3_800 * MINUTE,
        lines: [days, cap],
        paidFen: 1_100,
        owedFen: 4_900,
      },
    },
  },
  { name: 'stay-sum-free', screen: { screen: 'stay-sum', stay: { ...free, why: 'free' } } },
  { name: 'stay-sum-leased', screen: { screen: 'stay-sum', stay: { ...free, why: 'leased' } } },
  {
    name: 'stay-sum-paid',
    screen: { screen: 'stay-sum', stay: { ...free, why: 'paid', paidFen: 1_100, leaveBy: NINE + 35 * MINUTE } },
  },
  {
    name: 'stay-cash',
    screen: { screen: 'cash', ...cash, bookedLater: false, remainingFen: 600, notes: [], acceptor: 'ready' },
  },
  {
    name: 'stay-cash-overpay',
    screen: {
      screen: 'cash-overpay',
      keepsNothing: true,
      dueFen: 1_100,
      insertedFen: 500,
      noteFen: 1_000,
      excessFen: 400,
      canGiveChange: false,
    },
  },
  { name: 'stay-cash-stop', screen: { screen: 'cash-stop', ...cash } },
  {
    name: 'stay-success',
    screen: {
      screen: 'success',
      ...forStay,
      paidEarlier: false,
      amountFen: 1_100,
      toPrepaymentFen: 0,
      leaveMinutes: 15,
      canAskInvoice: false,
      receipt: { state: 'printed', number: 'K001-0000123', verifyUrl: 'https://fees.example.cn/r/0198f0c2' },
    },
  },
];
