import type { ProvingScheme } from '../contract/card-auth-api.ts';
import type { DemoItem } from './communities.ts';

/** What a household is billed for and since when. */
export interface HouseholdPlan {
  readonly items: readonly DemoItem['code'][];
  /** Months before the present one that were never paid. */
  readonly arrears: number;
  /** A gap in the data that the bill run has to name. */
  readonly gap?: 'no-owner' | 'no-area' | 'no-reading';
}

export type CardFate = 'active' | 'lost' | 'replaced' | 'no-room';

/** A card to try at the kiosk, labelled with what it shows. */
export interface CardScenario {
  readonly scenario: string;
  readonly label: { readonly 'zh-CN': string; readonly en: string };
  /** Rooms in the same community; absent for a card that no book knows. */
  readonly home?: { readonly community: 'CH' | 'YQ'; readonly rooms: readonly [string, ...string[]] };
  readonly plan?: HouseholdPlan;
  readonly fate: CardFate;
  readonly elderMode?: boolean;
  /** By what it proves itself; absent: its number is all it has. */
  readonly scheme?: ProvingScheme;
}

const everything = ['property', 'water', 'power', 'parking', 'sanitation'] as const;

export const CARD_SCENARIOS: readonly CardScenario[] = [
  {
    scenario: 'several-bills',
    label: { 'zh-CN': '几张账单', en: 'Several bills' },
    home: { community: 'CH', rooms: ['3-2-1001'] },
    plan: { items: ['property', 'water', 'power', 'parking'], arrears: 0 },
    fate: 'active',
    scheme: 'desfire',
  },
  {
    scenario: 'single-bill',
    label: { 'zh-CN': '一张账单', en: 'One bill' },
    home: { community: 'CH', rooms: ['5-1-302'] },
    plan: { items: ['property'], arrears: 0 },
    fate: 'active',
  },
  {
    scenario: 'small-sum',
    label: { 'zh-CN': '小额水费，适合现金', en: 'A small water bill, good for cash' },
    home: { community: 'CH', rooms: ['2-1-201'] },
    plan: { items: ['water'], arrears: 0 },
    fate: 'active',
  },
  {
    scenario: 'elderly',
    label: { 'zh-CN': '长者卡（大字版）', en: 'Elderly holder, large letters' },
    home: { community: 'CH', rooms: ['1-1-101'] },
    plan: { items: ['property', 'water'], arrears: 0 },
    fate: 'active',
    elderMode: true,
    scheme: 'fmcos',
  },
  {
    scenario: 'arrears',
    label: { 'zh-CN': '欠费八个月', en: 'Eight months in arrears' },
    home: { community: 'CH', rooms: ['8-2-1202'] },
    plan: { items: ['property', 'water', 'power'], arrears: 8 },
    fate: 'active',
    scheme: 'mifare-classic',
  },
  {
    scenario: 'large-sum',
    label: { 'zh-CN': '各项都有，四个月', en: 'Every item, four months' },
    home: { community: 'CH', rooms: ['18-2-2501'] },
    plan: { items: everything, arrears: 4 },
    fate: 'active',
  },
  {
    scenario: 'two-rooms',
    label: { 'zh-CN': '一卡两套房', en: 'Two homes on one card' },
    home: { community: 'CH', rooms: ['16-1-901', '16-1-902'] },
    plan: { items: ['property', 'water'], arrears: 1 },
    fate: 'active',
    scheme: 'desfire',
  },
  {
    scenario: 'nothing-owed',
    label: { 'zh-CN': '没有欠费', en: 'Nothing owed' },
    home: { community: 'CH', rooms: ['10-1-701'] },
    plan: { items: [], arrears: 0 },
    fate: 'active',
  },
  {
    scenario: 'lost',
    label: { 'zh-CN': '已挂失的卡', en: 'Reported lost' },
    home: { community: 'CH', rooms: ['12-1-1501'] },
    fate: 'lost',
  },
  {
    scenario: 'replaced',
    label: { 'zh-CN': '已补办的旧卡', en: 'Old card, replaced since' },
    home: { community: 'CH', rooms: ['12-2-1601'] },
    fate: 'replaced',
  },
  {
    scenario: 'no-room',
    label: { 'zh-CN': '未绑定房屋', en: 'Card without a home' },
    home: { community: 'CH', rooms: ['15-1-801'] },
    fate: 'no-room',
  },
  {
    scenario: 'other-community',
    label: { 'zh-CN': '别的小区的卡', en: 'Card of another community' },
    home: { community: 'YQ', rooms: ['1-1-101'] },
    plan: { items: ['property', 'water'], arrears: 0 },
    fate: 'active',
  },
  {
    scenario: 'unknown',
    label: { 'zh-CN': '不认识的卡', en: 'Unknown card' },
    fate: 'active',
  },
];
