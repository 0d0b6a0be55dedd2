import type { ChargeView, ExtrasScreen, OfferView, PaidView } from '../../screens/extras.ts';
import type { Sample } from './sample.ts';

const paid: PaidView = {
  orderId: 'o1',
  receiptNumber: 'K001-0000123',
  paidAt: Date.UTC(2026, 10, 20, 3, 12),
  amountFen: 84_820,
  methodName: '微信支付（付款码）',
  onBehalf: false,
  lines: [
    { itemName: '物业服务费', period: '2026年7月–9月', amountFen: 75_180 },
    { itemName: '水费', period: '2026年10月', amountFen: 9_640 },
  ],
  verifyUrl: 'https://fees.example/r/K001-0000123.q1w2e3r4t5y6u7i8o9p0aa',
};
const DAY_MS = 86_400_000;
/** A payment a month before the last, each a little other. */
const year = [
  paid,
  ...['o2', 'o3', 'o4', 'o5', 'o6', 'o7'].map((orderId, index) => {
    const lines = index % 3 === 2 ? paid.lines : paid.lines.slice(1);
    const amountFen = lines.reduce((sum, line) => sum + line.amountFen, 0);
    return { ...paid, orderId, lines, amountFen, paidAt: paid.paidAt - (index + 1) * 30 * DAY_MS };
  }),
];

const parking: OfferView = {
  offerKey: 'lease:1',
  kind: 'parking',
  name: { 'zh-CN': '车位续费', 'zh-TW': '車位續費', en: 'Parking, more months' },
  priceFen: 30_000,
  months: [1, 3, 6, 12],
  parking: { space: 'B1-086', plateMasked: '浙A·**345', paidUntil: '2026-12-31' },
};
const deposit: OfferView = {
  offerKey: 'offer:2',
  kind: 'deposit',
  name: { 'zh-CN': '装修押金', 'zh-TW': '裝修押金', en: 'Renovation deposit' },
  priceFen: 200_000,
  months: [],
};
const outing: OfferView = {
  offerKey: 'offer:3',
  kind: 'activity',
  name: {
    'zh-CN': '重阳节敬老活动报名费',
    'zh-TW': '重陽節敬老活動報名費',
    en: 'Outing for the elderly at Double Ninth',
  },
  priceFen: 5_000,
  months: [],
};

const property: ChargeView = {
  name: { 'zh-CN': '物业服务费', 'zh-TW': '物業服務費', en: 'Property service fee' },
  family: 'property',
  passThrough: false,
  formula: 'area',
  unit: { 'zh-CN': '㎡', 'zh-TW': '㎡', en: 'm²' },
  unitPrice: 28_000,
  tiers: [],
  cycleMonths: 3,
  validFrom: '2025-01-01',
  basis: {
    'zh-CN': '前期物业服务合同 第 12 条',
    'zh-TW': '前期物業服務合約 第 12 條',
    en: 'Property service contract, article 12',
  },
};
const water: ChargeView = {
  ...property,
  name: { 'zh-CN': '水费', 'zh-TW': '水費', en: 'Water' },
  family: 'utility',
  passThrough: true,
  formula: 'metered',
  unit: { 'zh-CN': '吨', 'zh-TW': '噸', en: 'm³' },
  tiers: [{ upTo: 216_000, price: 29_000 }, { upTo: 300_000, price: 38_500 }, { price: 67_000 }],
};
const charges = [
  property,
  water,
  { ...property, name: parking.name, family: 'parking' as const, formula: 'fixed' as const },
];

const stayTariff = {
  freeMinutes: 30,
  firstMinutes: 60,
  firstFen: 500,
  blockMinutes: 60,
  blockFen: 200,
  capFen: 2_000,
  validFrom: '2026-01-01',
};

const slip = {
  screen: 'pay-slip',
  amountFen: 93_820,
  url: 'https://fees.example.cn/p/01890000-0000-7000-8000-00000000000a.q1w2e3r4t5y6u7i8o9p0aa',
  validUntil: '2026-12-06',
} as const;
const notice = {
  screen: 'fees',
  methods: ['wechat-qr', 'alipay-qr', 'payer-code', 'cash'],
  companyName: '翠湖物业服务有限公司',
  servicePhone: '0571-8800 1234',
  complaintPhone: '12345',
  asOf: '2026-11-23',
} as const;
const ways = { sms: true, wechat: true, paper: false };

const screens: Readonly<Record<string, ExtrasScreen>> = {
  more: { screen: 'more', group: 'more', places: ['history', 'pay-slip', 'offers', 'about'] },
  'more-about': { screen: 'more', group: 'about', places: ['fees', 'wishes'] },
  'history-asking': { screen: 'history', years: [] },
  history: { screen: 'history', year: 2026, years: [2026, 2025], entries: year },
  'history-none': { screen: 'history', year: 2026, years: [2026], entries: [] },
  'history-problem': { screen: 'history', years: [], problem: 'LT-5001' },
  'paid-entry': { screen: 'paid-entry', entry: paid, copy: 'none' },
  'paid-entry-trouble': {
    screen: 'paid-entry',
    entry: { ...paid, onBehalf: true },
    copy: 'trouble',
    problem: 'LT-3202',
  },
  'pay-slip': { ...slip, paper: 'none' },
  'pay-slip-printed': { ...slip, paper: 'printed' },
  'pay-slip-trouble': { ...slip, paper: 'trouble', problem: 'LT-3202' },
  offers: { screen: 'offers', offers: [parking, deposit, outing] },
  'offers-none': { screen: 'offers', offers: [] },
  'offers-many': { screen: 'offers', offers: [parking, deposit, outing, { ...outing, offerKey: 'offer:4' }] },
  'offer-parking': { screen: 'offer', offer: parking, making: false },
  'offer-deposit': { screen: 'offer', offer: deposit, making: false },
  'offer-problem': { screen: 'offer', offer: outing, making: false, problem: 'LT-2853' },
  wishes: { screen: 'wishes', loaded: true },
  wish: { screen: 'wish', type: 'reminder', ways },
  fees: { ...notice, charges },
  'fees-stay': { ...notice, charges: charges.slice(0, 1), stayTariff },
};

/** What stands beside the open bills. */
export const EXTRAS_SAMPLES: readonly Sample[] = Object.entries(screens).map(([name, screen]) => ({ name, screen }));
