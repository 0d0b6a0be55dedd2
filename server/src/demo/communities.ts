import type { ItemFamily } from '../modules/tariffs/tariffs.tables.ts';
import type { Formula, Tier } from '../modules/tariffs/tariffs.ts';

/** What the demo community is made of: buildings × units × floors × rooms on a floor. */
export interface DemoCommunity {
  readonly code: string;
  readonly name: { readonly 'zh-CN': string; readonly en: string };
  readonly companyName: string;
  readonly servicePhone: string;
  /** Where owners send transfers to; statements of it may be imported. */
  readonly bankAccount: { readonly bank: string; readonly number: string };
  readonly buildings: number;
  readonly units: number;
  readonly floors: number;
  readonly roomsPerFloor: number;
  /** In 1/10,000 yuan per m² and month. */
  readonly propertyPrice: number;
  /** In 0.01 m². */
  readonly areas: readonly [number, ...number[]];
}

export const DEMO_COMMUNITIES: readonly DemoCommunity[] = [
  {
    code: 'CH',
    name: { 'zh-CN': '翠湖花园', en: 'Emerald Lake Gardens' },
    companyName: '翠湖物业服务有限公司',
    servicePhone: '0571-0000-8800',
    bankAccount: { bank: 'ICBC', number: '6222020200001234' },
    buildings: 20,
    units: 2,
    floors: 25,
    roomsPerFloor: 2,
    propertyPrice: 28_000,
    areas: [8_950, 10_836, 12_512, 14_205],
  },
  {
    code: 'YQ',
    name: { 'zh-CN': '云栖雅苑', en: 'Cloud Rest Court' },
    companyName: '云栖物业管理有限公司',
    servicePhone: '0571-0000-6600',
    bankAccount: { bank: 'CCB', number: '3300161735059500' },
    buildings: 4,
    units: 2,
    floors: 15,
    roomsPerFloor: 2,
    propertyPrice: 35_500,
    areas: [11_873, 13_964, 18_120],
  },
  {
    code: 'LJ',
    name: { 'zh-CN': '老街坊小区', en: 'Old Neighbours Estate' },
    companyName: '街坊物业服务有限公司',
    servicePhone: '0571-0000-1200',
    bankAccount: { bank: 'ABC', number: '19045101040001200' },
    buildings: 4,
    units: 3,
    floors: 5,
    roomsPerFloor: 2,
    propertyPrice: 12_000,
    areas: [5_236, 6_478, 7_105],
  },
];

export interface DemoItem {
  readonly code: 'property' | 'water' | 'power' | 'parking' | 'sanitation';
  readonly family: ItemFamily;
  readonly name: { readonly 'zh-CN': string; readonly en: string };
  readonly passThrough: boolean;
  readonly taxClassCode: string | null;
  readonly formula: Formula;
  /** In 1/10,000 yuan; 0 where the community or the tiers say. */
  readonly price: number;
  readonly tiers: readonly Tier[];
  readonly unit: { readonly 'zh-CN': string; readonly en: string };
  /** In 0.01 %. */
  readonly taxRate: number;
  readonly cycleMonths: number;
  readonly dueDays: number;
}

/** Rates, tiers and tax classes are data of the demo, not of the product. */
export const DEMO_ITEMS: readonly DemoItem[] = [
  {
    code: 'property',
    family: 'property',
    name: { 'zh-CN': '物业费', en: 'Property fee' },
    passThrough: false,
    taxClassCode: '3040801010000000000',
    formula: 'area',
    price: 0,
    tiers: [],
    unit: { 'zh-CN': '㎡', en: 'm²' },
    taxRate: 600,
    cycleMonths: 1,
    dueDays: 29,
  },
  {
    code: 'water',
    family: 'utility',
    name: { 'zh-CN': '水费', en: 'Water' },
    passThrough: true,
    taxClassCode: '1100301010000000000',
    formula: 'metered',
    price: 0,
    tiers: [{ upTo: 216_000, price: 29_000 }, { upTo: 300_000, price: 38_500 }, { price: 67_000 }],
    unit: { 'zh-CN': '吨', en: 'm³' },
    taxRate: 0,
    cycleMonths: 1,
    dueDays: 30,
  },
  {
    code: 'power',
    family: 'utility',
    name: { 'zh-CN': '电费', en: 'Electricity' },
    passThrough: true,
    taxClassCode: null,
    formula: 'metered',
    price: 0,
    tiers: [{ upTo: 2_760_000, price: 5_380 }, { upTo: 4_800_000, price: 5_880 }, { price: 8_380 }],
    unit: { 'zh-CN': '度', en: 'kWh' },
    taxRate: 0,
    cycleMonths: 1,
    dueDays: 30,
  },
  {
    code: 'parking',
    family: 'parking',
    name: { 'zh-CN': '车位费', en: 'Parking space' },
    passThrough: false,
    taxClassCode: '3040502020200000000',
    formula: 'fixed',
    price: 3_000_000,
    tiers: [],
    unit: { 'zh-CN': '车位', en: 'space' },
    taxRate: 900,
    cycleMonths: 1,
    dueDays: 29,
  },
  {
    code: 'sanitation',
    family: 'special',
    name: { 'zh-CN': '垃圾清运费', en: 'Waste collection' },
    passThrough: false,
    taxClassCode: null,
    formula: 'fixed',
    price: 70_000,
    tiers: [],
    unit: { 'zh-CN': '户', en: 'home' },
    taxRate: 600,
    cycleMonths: 3,
    dueDays: 30,
  },
];
