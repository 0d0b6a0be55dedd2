import { describe, expect, it } from 'vitest';
import { sayPrice, sayTier } from './price-words.ts';

const names = (zh: string, tw: string, en: string) => ({ 'zh-CN': zh, 'zh-TW': tw, en });
const LANGUAGES = ['zh-CN', 'zh-TW', 'en'] as const;

describe('a price with its unit', () => {
  it.each([
    [names('㎡', '㎡', 'm²'), 'area', 28_000, ['2.80 元/㎡·月', '2.80 元/㎡·月', '¥2.80/m²·month']],
    [names('吨', '噸', 'm³'), 'metered', 29_000, ['2.90 元/吨', '2.90 元/噸', '¥2.90/m³']],
    [names('度', '度', 'kWh'), 'metered', 5_380, ['0.538 元/度', '0.538 元/度', '¥0.538/kWh']],
    [
      names('车位', '車位', 'space'),
      'fixed',
      3_000_000,
      ['300.00 元/车位·月', '300.00 元/車位·月', '¥300.00/space·month'],
    ],
    [names('户', '戶', 'home'), 'fixed', 70_000, ['7.00 元/户·月', '7.00 元/戶·月', '¥7.00/home·month']],
  ] as const)('%j', (unit, formula, unitPrice, said) => {
    expect(LANGUAGES.map((language) => sayPrice({ unit, formula, unitPrice }, language))).toEqual(said);
  });

  it('bands of water, the last without an end', () => {
    const water = { unit: names('吨', '噸', 'm³'), tiers: [{ upTo: 216_000, price: 29_000 }, { price: 67_000 }] };
    expect(LANGUAGES.map((language) => sayTier(water, 0, language))).toEqual([
      '0–216 吨: 2.90 元/吨',
      '0–216 噸: 2.90 元/噸',
      '0–216 m³: ¥2.90/m³',
    ]);
    expect(LANGUAGES.map((language) => sayTier(water, 1, language))).toEqual([
      '超过 216 吨: 6.70 元/吨',
      '超過 216 噸: 6.70 元/噸',
      'over 216 m³: ¥6.70/m³',
    ]);
  });
});
