import type { BillView } from '../../screens.ts';

export const property: BillView = {
  billId: 'b1',
  itemName: { 'zh-CN': '物业服务费', 'zh-TW': '物業服務費', en: 'Property service fee' },
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
      explanation: {
        'zh-CN': '89.50 ㎡ × 2.80 元 × 3 个月',
        'zh-TW': '89.50 ㎡ × 2.80 元 × 3 個月',
        en: '89.50 m² × ¥2.80 × 3 months',
      },
      amountFen: 75_180,
    },
  ],
};

export const water: BillView = {
  billId: 'b2',
  itemName: { 'zh-CN': '水费', 'zh-TW': '水費', en: 'Water' },
  family: 'utility',
  periodFrom: '2026-10-01',
  periodTo: '2026-10-31',
  dueDate: '2026-11-30',
  overdue: false,
  amountFen: 8_640,
  outstandingFen: 6_640,
  ticked: true,
  readings: { previous: 1_208, current: 1_231.5, unit: { 'zh-CN': '吨', 'zh-TW': '噸', en: 'm³' } },
  lines: [
    {
      explanation: {
        'zh-CN': '第 1 档 18 吨 × 3.30 元',
        'zh-TW': '第 1 檔 18 噸 × 3.30 元',
        en: 'Tier 1: 18 m³ × ¥3.30',
      },
      tier: 1,
      amountFen: 5_940,
    },
    {
      explanation: {
        'zh-CN': '第 2 档 5.5 吨 × 4.35 元',
        'zh-TW': '第 2 檔 5.5 噸 × 4.35 元',
        en: 'Tier 2: 5.5 m³ × ¥4.35',
      },
      tier: 2,
      amountFen: 2_393,
    },
    { explanation: { 'zh-CN': '污水处理费', 'zh-TW': '汙水處理費', en: 'Sewage' }, amountFen: 307 },
  ],
};

export const parking: BillView = {
  billId: 'b3',
  itemName: { 'zh-CN': '地下车位管理费', 'zh-TW': '地下車位管理費', en: 'Underground parking' },
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
      explanation: {
        'zh-CN': 'B1-086 号车位 × 120.00 元 × 1 个月',
        'zh-TW': 'B1-086 號車位 × 120.00 元 × 1 個月',
        en: 'Space B1-086 × ¥120.00 × 1 month',
      },
      amountFen: 12_000,
    },
  ],
};

export const special: BillView = {
  ...parking,
  billId: 'b4',
  itemName: { 'zh-CN': '电梯维修分摊', 'zh-TW': '電梯維修分攤', en: 'Share of lift repair' },
  family: 'special',
  amountFen: 123_456,
  outstandingFen: 123_456,
};

/** Three tiers, a sewage fee and two adjustments: more lines than one page holds. */
export const electricity: BillView = {
  ...water,
  billId: 'b8',
  itemName: {
    'zh-CN': '公共区域照明与电梯用电分摊',
    'zh-TW': '公共區域照明與電梯用電分攤',
    en: 'Share of lighting and lifts in common areas',
  },
  periodFrom: '2025-12-16',
  periodTo: '2026-01-15',
  overdue: true,
  amountFen: 28_640,
  outstandingFen: 28_640,
  readings: { previous: 102_345.25, current: 102_899.5, unit: { 'zh-CN': '度', 'zh-TW': '度', en: 'kWh' } },
  lines: [1, 2, 3, 4, 5, 6].map((tier) => ({
    explanation: {
      'zh-CN': `${tier <= 3 ? `第 ${tier} 档 ` : ''}230.25 度 × 0.5380 元 × 分摊比例 0.0123`,
      'zh-TW': `${tier <= 3 ? `第 ${tier} 檔 ` : ''}230.25 度 × 0.5380 元 × 分攤比例 0.0123`,
      en: `${tier <= 3 ? `Tier ${tier}: ` : ''}230.25 kWh × ¥0.5380 × share 0.0123`,
    },
    ...(tier <= 3 ? { tier } : {}),
    amountFen: 4_773,
  })),
};

export const gas: BillView = {
  ...parking,
  billId: 'b7',
  itemName: { 'zh-CN': '天然气费', 'zh-TW': '天然氣費', en: 'Gas' },
  family: 'utility',
};

export const heating: BillView = {
  ...parking,
  billId: 'b5',
  itemName: { 'zh-CN': '采暖费', 'zh-TW': '暖氣費', en: 'Heating' },
  family: 'utility',
};
