import type { Frame } from '../../screens.ts';
import type { Sample } from './sample.ts';
import { CHANGE_SAMPLES } from './samples-change.ts';
import { BANK_CARD_SAMPLES } from './samples-bank-card.ts';
import { EXTRAS_SAMPLES } from './samples-extras.ts';
import { HELP_DESK_SAMPLES } from './samples-help-desk.ts';
import { MAINTENANCE_SAMPLES } from './samples-maintenance.ts';
import { OFFLINE_SAMPLES } from './samples-offline.ts';
import { PREPAYMENT_SAMPLES } from './samples-prepayment.ts';
import { REFUND_SAMPLES } from './samples-refunds.ts';
import { RESULT_SAMPLES } from './samples-results.ts';
import { SETTINGS_SAMPLES } from './samples-settings.ts';
import { STAY_SAMPLES } from './samples-stay.ts';
import { WAYS_IN_SAMPLES } from './samples-ways-in.ts';
import { property, water, parking, special, electricity, gas, heating } from './sample-bills.ts';

export const SAMPLE_FRAME: Frame = {
  revision: 1,
  language: 'zh-CN',
  mode: 'standard',
  theme: 'day',
  profile: 'portrait-21',
  lowered: false,
  settings: 'closed',
  community: { 'zh-CN': '翠湖花园', 'zh-TW': '翠湖花園', en: 'Emerald Lake Gardens' },
  kioskNumber: '1',
  servicePhone: '0571-8800 1234',
  canGoBack: true,
  canCancel: true,
  help: 'none',
  sound: { volume: 2, dark: false, speaksAmounts: true },
};

const calm: Partial<Frame> = { canGoBack: false, canCancel: false };

const owner = {
  payerMasked: '张*',
  roomLabel: '3 幢 2 单元 1201 室',
  canTopUp: true,
  refundCount: 0,
  onBehalf: false,
  canSeeMore: true,
  disputes: [],
};
const few = { ...owner, prepaidFen: 0, bills: [property, water, parking], totalFen: 93_820, chosenFen: 81_820 };
const many = {
  ...owner,
  prepaidFen: 5_000,
  bills: [property, water, parking, special, heating, { ...property, billId: 'b6' }, gas],
  totalFen: 311_096,
  chosenFen: 163_640,
};

const forBills = { purpose: 'bills', bookedLater: false } as const;
const note = (denominationFen: number, index: number) => ({ noteId: `n${index}`, denominationFen });

export const SAMPLES: readonly Sample[] = [
  ...CHANGE_SAMPLES,
  ...BANK_CARD_SAMPLES,
  ...EXTRAS_SAMPLES,
  ...PREPAYMENT_SAMPLES,
  ...OFFLINE_SAMPLES,
  ...REFUND_SAMPLES,
  ...SETTINGS_SAMPLES,
  ...STAY_SAMPLES,
  ...WAYS_IN_SAMPLES,
  ...HELP_DESK_SAMPLES,
  ...MAINTENANCE_SAMPLES,
  {
    name: 'not-enrolled',
    screen: { screen: 'out-of-service', code: 'LT-5004' },
    frame: {
      ...calm,
      community: { 'zh-CN': '', 'zh-TW': '', en: '' },
      kioskNumber: '',
      servicePhone: '',
      help: 'unreachable',
    },
  },
  { name: 'starting', screen: { screen: 'starting' }, frame: calm },
  { name: 'out-of-service', screen: { screen: 'out-of-service', code: 'LT-5001' }, frame: calm },
  {
    name: 'idle',
    screen: {
      screen: 'idle',
      methods: ['wechat-qr', 'alipay-qr', 'payer-code', 'cash'],
      cardReader: 'ready',
      otherWays: true,
      parking: true,
      givesChange: true,
    },
    frame: calm,
  },
  {
    name: 'idle-no-reader',
    screen: { screen: 'idle', methods: ['wechat-qr', 'alipay-qr'], cardReader: 'absent', otherWays: true },
    frame: calm,
  },
  { name: 'identifying', screen: { screen: 'identifying' } },
  { name: 'card-problem', screen: { screen: 'card-problem', code: 'LT-1002' } },
  { name: 'bills', screen: { screen: 'bills', ...few } },
  { name: 'bills-on-behalf', screen: { screen: 'bills', ...few, canTopUp: false, onBehalf: true, canSeeMore: false } },
  {
    name: 'bills-two-homes',
    screen: {
      screen: 'bills',
      ...few,
      roomLabel: '16栋1单元*01、16栋1单元*02',
      bills: [
        { ...water, roomLabel: '16栋1单元*01' },
        { ...water, billId: 'b6', roomLabel: '16栋1单元*02' },
      ],
      totalFen: 13_280,
    },
  },
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
      canTopUp: true,
      refundCount: 1,
      onBehalf: false,
      canSeeMore: true,
      disputes: [],
      roomLabel: '观澜苑二期 12 幢 3 单元 2801 室',
      prepaidFen: 123_456,
      bills: [electricity, { ...special, overdue: true, amountFen: 12_345_678, outstandingFen: 12_345_678 }],
      totalFen: 12_374_318,
      chosenFen: 12_374_318,
    },
    frame: {
      community: {
        'zh-CN': '杭州翠湖花园国际社区（二期）',
        'zh-TW': '杭州翠湖花園國際社區（二期）',
        en: 'Hangzhou Emerald Lake Gardens, Phase Two',
      },
      kioskNumber: 'K01-0012',
    },
  },
  { name: 'nothing-owed-refund', screen: { screen: 'nothing-owed', ...owner, prepaidFen: 12_350, refundCount: 1 } },
  {
    name: 'nothing-owed',
    screen: { screen: 'nothing-owed', ...owner, prepaidFen: 12_350, nextDueDate: '2026-12-30' },
  },
  {
    name: 'method',
    screen: {
      screen: 'method',
      purpose: 'bills',
      amountFen: 28_640,
      choices: [
        { method: 'wechat-qr', available: true },
        { method: 'alipay-qr', available: true },
        { method: 'payer-code', available: true },
        { method: 'cash', available: true, givesChange: true },
      ],
    },
  },
  {
    name: 'method-some-off',
    screen: {
      screen: 'method',
      purpose: 'bills',
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
  { name: 'payer-code-camera', screen: { screen: 'payer-code', amountFen: 28_640 }, frame: { camera: true } },
  { name: 'payer-code-problem', screen: { screen: 'payer-code', amountFen: 28_640, problem: 'LT-2106' } },
  {
    name: 'cash',
    screen: {
      screen: 'cash',
      ...forBills,
      dueFen: 28_640,
      insertedFen: 0,
      remainingFen: 28_640,
      notes: [],
      acceptor: 'ready',
    },
    frame: { canGoBack: true },
  },
  {
    name: 'cash-notes',
    screen: {
      screen: 'cash',
      ...forBills,
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
      ...forBills,
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
      ...forBills,
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
      ...forBills,
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
      ...forBills,
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
    screen: {
      screen: 'cash-overpay',
      dueFen: 28_640,
      insertedFen: 20_000,
      noteFen: 10_000,
      excessFen: 1_360,
      canGiveChange: false,
    },
    frame: calm,
  },
  {
    name: 'cash-stop',
    screen: { screen: 'cash-stop', purpose: 'bills', dueFen: 28_640, insertedFen: 20_000 },
  },
  {
    name: 'cash-stop-closing',
    screen: { screen: 'cash-stop', purpose: 'bills', dueFen: 28_640, insertedFen: 20_000, closing: 'LT-3602' },
    frame: calm,
  },
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
  ...RESULT_SAMPLES,
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
