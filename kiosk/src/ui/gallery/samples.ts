import type { BillView, Frame, Screen } from '../../screens.ts';

/** One screen of the picture book, under a name that also names its picture. */
export interface Sample {
  readonly name: string;
  readonly screen: Screen;
  readonly frame?: Partial<Frame>;
}

export const SAMPLE_FRAME: Frame = {
  revision: 1,
  language: 'zh-CN',
  mode: 'standard',
  community: { 'zh-CN': '翠湖花园', en: 'Emerald Lake Gardens' },
  kioskNumber: '1',
  servicePhone: '0571-8800 1234',
  canGoBack: true,
  canCancel: true,
  help: 'none',
};

const calm: Partial<Frame> = { canGoBack: false, canCancel: false };

const property: BillView = {
  billId: 'b1',
  itemName: { 'zh-CN': '物业服务费', en: 'Property service fee' },
  family: 'property',
  periodFrom: '2026-07-01',
  periodTo: '2026-09-30',
  dueDate: '2026-10-15',
  overdue: true,
  amountFen: 75_180,
  outstandingFen: 75_180,
  ticked: true,
  lines: [
    {
      explanation: { 'zh-CN': '89.50 ㎡ × 2.80 元 × 3 个月', en: '89.50 m² × ¥2.80 × 3 months' },
      amountFen: 75_180,
    },
  ],
};

const water: BillView = {
  billId: 'b2',
  itemName: { 'zh-CN': '水费', en: 'Water' },
  family: 'utility',
  periodFrom: '2026-10-01',
  periodTo: '2026-10-31',
  dueDate: '2026-11-30',
  overdue: false,
  amountFen: 8_640,
  outstandingFen: 6_640,
  ticked: true,
  readings: { previous: 1_208, current: 1_231.5, unit: 'm³' },
  lines: [
    { explanation: { 'zh-CN': '18 m³ × 3.30 元', en: '18 m³ × ¥3.30' }, tier: 1, amountFen: 5_940 },
    { explanation: { 'zh-CN': '5.5 m³ × 4.35 元', en: '5.5 m³ × ¥4.35' }, tier: 2, amountFen: 2_393 },
    { explanation: { 'zh-CN': '污水处理费', en: 'Sewage' }, amountFen: 307 },
  ],
};

const parking: BillView = {
  billId: 'b3',
  itemName: { 'zh-CN': '地下车位管理费', en: 'Underground parking' },
  family: 'parking',
  periodFrom: '2026-11-01',
  periodTo: '2026-11-30',
  dueDate: '2026-11-30',
  overdue: false,
  amountFen: 12_000,
  outstandingFen: 12_000,
  ticked: false,
  lines: [
    {
      explanation: { 'zh-CN': 'B1-086 号车位 × 120.00 元 × 1 个月', en: 'Space B1-086 × ¥120.00 × 1 month' },
      amountFen: 12_000,
    },
  ],
};

const special: BillView = {
  ...parking,
  billId: 'b4',
  itemName: { 'zh-CN': '电梯维修分摊', en: 'Share of lift repair' },
  family: 'special',
  amountFen: 123_456,
  outstandingFen: 123_456,
};

/** Three tiers, a sewage fee and two adjustments: more lines than one page holds. */
const electricity: BillView = {
  ...water,
  billId: 'b8',
  itemName: { 'zh-CN': '公共区域照明与电梯用电分摊', en: 'Share of lighting and lifts in common areas' },
  periodFrom: '2025-12-16',
  periodTo: '2026-01-15',
  overdue: true,
  amountFen: 28_640,
  outstandingFen: 28_640,
  readings: { previous: 102_345.25, current: 102_899.5, unit: 'kWh' },
  lines: [1, 2, 3, 4, 5, 6].map((tier) => ({
    explanation: {
      'zh-CN': '230.25 kWh × 0.5380 元 × 分摊比例 0.0123',
      en: '230.25 kWh × ¥0.5380 × share 0.0123',
    },
    ...(tier <= 3 ? { tier } : {}),
    amountFen: 4_773,
  })),
};

const owner = { payerMasked: '张*', roomLabel: '3 幢 2 单元 1201 室' };
const few = { ...owner, prepaidFen: 0, bills: [property, water, parking], totalFen: 93_820, chosenFen: 81_820 };
const many = {
  ...owner,
  prepaidFen: 5_000,
  bills: [
    property,
    water,
    parking,
    special,
    { ...water, billId: 'b5' },
    { ...property, billId: 'b6' },
    { ...parking, billId: 'b7' },
  ],
  totalFen: 311_096,
  chosenFen: 163_640,
};

const verifyUrl = 'https://fees.example.cn/r/20261123-K01-000123?c=7f3a9b2e';
const receipt = { state: 'printing', number: 'K01-20261123-000123', verifyUrl } as const;
const note = (denominationFen: number, index: number) => ({ noteId: `n${index}`, denominationFen });

export const SAMPLES: readonly Sample[] = [
  {
    name: 'not-enrolled',
    screen: { screen: 'out-of-service', code: 'LT-5004' },
    frame: { ...calm, community: { 'zh-CN': '', en: '' }, kioskNumber: '', servicePhone: '', help: 'unreachable' },
  },
  { name: 'starting', screen: { screen: 'starting' }, frame: calm },
  { name: 'out-of-service', screen: { screen: 'out-of-service', code: 'LT-5001' }, frame: calm },
  {
    name: 'idle',
    screen: { screen: 'idle', methods: ['wechat-qr', 'alipay-qr', 'payer-code', 'cash'], cardReader: 'ready' },
    frame: calm,
  },
  {
    name: 'idle-no-reader',
    screen: { screen: 'idle', methods: ['wechat-qr', 'alipay-qr'], cardReader: 'absent' },
    frame: calm,
  },
  { name: 'identify', screen: { screen: 'identify', cardReader: 'ready' } },
  { name: 'identify-no-reader', screen: { screen: 'identify', cardReader: 'absent' } },
  { name: 'identifying', screen: { screen: 'identifying' } },
  { name: 'card-problem', screen: { screen: 'card-problem', code: 'LT-1002' } },
  { name: 'bills', screen: { screen: 'bills', ...few } },
  { name: 'bills-many', screen: { screen: 'bills', ...many }, frame: { help: 'received' } },
  { name: 'bills-five', screen: { screen: 'bills', ...many, bills: many.bills.slice(0, 5) } },
  { name: 'choose-five', screen: { screen: 'choose', ...many, bills: many.bills.slice(0, 5) } },
  { name: 'choose', screen: { screen: 'choose', ...few } },
  { name: 'choose-many', screen: { screen: 'choose', ...many } },
  {
    name: 'choose-none',
    screen: { screen: 'choose', ...few, bills: few.bills.map((bill) => ({ ...bill, ticked: false })), chosenFen: 0 },
  },
  { name: 'bill-detail', screen: { screen: 'bill-detail', bill: property } },
  { name: 'bill-detail-metered', screen: { screen: 'bill-detail', bill: water } },
  { name: 'bill-detail-long', screen: { screen: 'bill-detail', bill: electricity } },
  {
    name: 'bills-long',
    screen: {
      screen: 'bills',
      payerMasked: '欧阳**',
      roomLabel: '观澜苑二期 12 幢 3 单元 2801 室',
      prepaidFen: 123_456,
      bills: [electricity, { ...special, overdue: true, amountFen: 12_345_678, outstandingFen: 12_345_678 }],
      totalFen: 12_374_318,
      chosenFen: 12_374_318,
    },
    frame: {
      community: { 'zh-CN': '杭州翠湖花园国际社区（二期）', en: 'Hangzhou Emerald Lake Gardens, Phase Two' },
      kioskNumber: 'K01-0012',
    },
  },
  { name: 'nothing-owed', screen: { screen: 'nothing-owed', ...owner, prepaidFen: 12_350 } },
  {
    name: 'method',
    screen: {
      screen: 'method',
      amountFen: 28_640,
      choices: [
        { method: 'wechat-qr', available: true },
        { method: 'alipay-qr', available: true },
        { method: 'payer-code', available: true },
        { method: 'cash', available: true },
      ],
    },
  },
  {
    name: 'method-some-off',
    screen: {
      screen: 'method',
      amountFen: 28_640,
      choices: [
        { method: 'wechat-qr', available: true },
        { method: 'alipay-qr', available: false, reason: 'LT-2102' },
        { method: 'payer-code', available: false, reason: 'LT-3301' },
        { method: 'cash', available: false, reason: 'LT-3104' },
      ],
    },
  },
  {
    name: 'qr',
    screen: {
      screen: 'qr',
      method: 'wechat-qr',
      amountFen: 28_640,
      content: 'weixin://wxpay/bizpayurl?pr=q1w2e3r4z',
      secondsLeft: 112,
      ofSeconds: 180,
    },
  },
  {
    name: 'qr-making',
    screen: { screen: 'qr', method: 'alipay-qr', amountFen: 28_640, secondsLeft: 180, ofSeconds: 180 },
  },
  { name: 'payer-code', screen: { screen: 'payer-code', amountFen: 28_640 } },
  { name: 'payer-code-problem', screen: { screen: 'payer-code', amountFen: 28_640, problem: 'LT-2106' } },
  {
    name: 'cash',
    screen: { screen: 'cash', dueFen: 28_640, insertedFen: 0, remainingFen: 28_640, notes: [], acceptor: 'ready' },
    frame: { canGoBack: true },
  },
  {
    name: 'cash-notes',
    screen: {
      screen: 'cash',
      dueFen: 28_640,
      insertedFen: 18_600,
      remainingFen: 10_040,
      notes: [100_00, 50_00, 20_00, 10_00, 5_00, 1_00].map(note),
      acceptor: 'note-moving',
    },
    frame: { canGoBack: false },
  },
  {
    name: 'cash-many-notes',
    screen: {
      screen: 'cash',
      dueFen: 128_640,
      insertedFen: 12_000,
      remainingFen: 116_640,
      notes: Array.from({ length: 12 }, (_, index) => note(10_00, index)),
      acceptor: 'ready',
      problem: 'LT-3102',
    },
    frame: { canGoBack: false },
  },
  {
    name: 'cash-large',
    screen: {
      screen: 'cash',
      dueFen: 2_345_640,
      insertedFen: 1_110_000,
      remainingFen: 1_235_640,
      notes: Array.from({ length: 111 }, (_, index) => note(100_00, index)),
      acceptor: 'ready',
    },
    frame: { canGoBack: false },
  },
  {
    name: 'cash-returning',
    screen: {
      screen: 'cash',
      dueFen: 28_640,
      insertedFen: 0,
      remainingFen: 28_640,
      notes: [],
      acceptor: 'returning',
      problem: 'LT-3102',
    },
    frame: { canGoBack: false },
  },
  {
    name: 'cash-stopped',
    screen: {
      screen: 'cash',
      dueFen: 28_640,
      insertedFen: 10_000,
      remainingFen: 18_640,
      notes: [note(100_00, 0)],
      acceptor: 'stopped',
      problem: 'LT-3103',
    },
    frame: { canGoBack: false, help: 'calling' },
  },
  {
    name: 'cash-overpay',
    screen: { screen: 'cash-overpay', dueFen: 28_640, insertedFen: 20_000, noteFen: 10_000, excessFen: 1_360 },
    frame: calm,
  },
  { name: 'cash-stop', screen: { screen: 'cash-stop', dueFen: 28_640, insertedFen: 20_000 }, frame: calm },
  {
    name: 'verifying',
    screen: { screen: 'verifying', amountFen: 28_640, reference: 'K01-7Q4M-2X9D', slip: 'none' },
    frame: calm,
  },
  {
    name: 'verifying-slip',
    screen: { screen: 'verifying', amountFen: 28_640, reference: 'K01-7Q4M-2X9D', slip: 'printed' },
    frame: { ...calm, help: 'unreachable' },
  },
  { name: 'success', screen: { screen: 'success', amountFen: 28_640, toPrepaymentFen: 0, receipt }, frame: calm },
  {
    name: 'success-prepaid',
    screen: { screen: 'success', amountFen: 30_000, toPrepaymentFen: 1_360, receipt: { ...receipt, state: 'printed' } },
    frame: calm,
  },
  {
    name: 'success-no-paper',
    screen: {
      screen: 'success',
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
      amountFen: 28_640,
      toPrepaymentFen: 0,
      receipt: { state: 'trouble', number: '', verifyUrl: '', problem: 'LT-2401' },
    },
    frame: calm,
  },
  { name: 'failure', screen: { screen: 'failure', code: 'LT-2107', money: 'not-taken', canRetry: true } },
  { name: 'failure-no-retry', screen: { screen: 'failure', code: 'LT-2102', money: 'returned', canRetry: false } },
  {
    name: 'failure-being-verified',
    screen: {
      screen: 'failure',
      code: 'LT-2103',
      money: 'being-verified',
      reference: 'K01-7Q4M-2X9D',
      canRetry: false,
    },
    frame: { ...calm, help: 'received' },
  },
  {
    name: 'failure-kept',
    screen: {
      screen: 'failure',
      code: 'LT-3103',
      money: 'kept-as-prepayment',
      reference: 'K01-7Q4M-2X9D',
      canRetry: false,
    },
    frame: calm,
  },
  {
    name: 'still-there',
    screen: { screen: 'bills', ...few },
    frame: { stillThere: { secondsLeft: 22, ofSeconds: 30 } },
  },
  { name: 'goodbye', screen: { screen: 'goodbye' }, frame: calm },
];
