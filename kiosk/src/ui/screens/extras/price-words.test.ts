import { describe, expect, it } from 'vitest';
import { sayPrice, sayTier } from './price-words.ts';

const names = (zh: string, tw: string, en: string) => ({ 'zh-CN': zh, 'zh-TW': tw, en });
const LANGUAGES = ['zh-CN', 'zh-TW', 'en'] as const;

describe('a price with its unit', () => {
  it.each([
    [
      names('㎡', '㎡', 'm²'),
      'area',
      28_000,
      ['每㎡每月 2.80\u00a0元', '每㎡每月 2.80\u00a0元', '¥2.80 per m² a month'],
    ],
    [names('吨', '噸', 'm³'), 'metered', 29_000, ['每吨 2.90\u00a0元', '每噸 2.90\u00a0元', '¥2.90 per m³']],
    [names('度', '度', 'kWh'), 'metered', 5_380, ['每度 0.538\u00a0元', '每度 0.538\u00a0元', '¥0.538 per kWh']],
    [
      names('车位', '車位', 'space'),
      'fixed',
      3_000_000,
      ['每车位每月 300.00\u00a0元', '每車位每月 300.00\u00a0元', '¥300.00 per space a month'],
    ],
    [
      names('户', '戶', 'home'),
      'fixed',
      70_000,
      ['每户每月 7.00\u00a0元', '每戶每月 7.00\u00a0元', '¥7.00 per home a month'],
    ],
  ] as const)('%j', (unit, formula, unitPrice, said) => {
    expect(LANGUAGES.map((language) => sayPrice({ unit, formula, unitPrice }, language))).toEqual(said);
  });

  it('bands of water, the last without an end', () => {
    const water = { unit: names('吨', '噸', 'm³'), tiers: [{ upTo: 216_000, price: 29_000 }, { price: 67_000 }] };
    expect(LANGUAGES.map((language) => sayTier(water, 0, language))).toEqual([
      '一年 216 吨以内：每吨 2.90\u00a0元',
      '一年 216 噸以內：每噸 2.90\u00a0元',
      'first 216 m³ of a year: ¥2.90 per m³',
    ]);
    expect(LANGUAGES.map((language) => sayTier(water, 1, language))).toEqual([
      '超过 216 吨：每吨 6.70\u00a0元',
      '超過 216 噸：每噸 6.70\u00a0元',
      'over 216 m³: ¥6.70 per m³',
    ]);
  });
});
