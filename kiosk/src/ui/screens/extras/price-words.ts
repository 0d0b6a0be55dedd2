import type { Language } from '../../../screens.ts';
import type { ChargeView } from '../../../screens/extras.ts';

/** 1/10,000 yuan without trailing zeros, but never fewer than two decimals. */
function yuan(price: number): string {
  const [whole = '0', part = ''] = (price / 10_000).toFixed(4).split('.');
  return `${whole}.${part.replace(/0{1,2}$/, '')}`;
}

/** `每吨 2.90 元` / `¥2.90 per m³`. */
function perUnit(price: number, unit: string, language: Language): string {
  return language === 'en' ? `¥${yuan(price)} per ${unit}` : `每${unit} ${yuan(price)}\u00a0元`;
}

/** `每㎡每月 2.80 元`; what is charged by usage names no month. */
export function sayPrice(
  { unitPrice, unit, formula }: Pick<ChargeView, 'unitPrice' | 'unit' | 'formula'>,
  language: Language,
): string {
  const name = unit[language];
  if (formula === 'metered') return perUnit(unitPrice, name, language);
  return language === 'en'
    ? `${perUnit(unitPrice, name, language)} a month`
    : perUnit(unitPrice, `${name}每月`, language);
}

/** A band of a year, in units. */
function sayBand(from: number, to: number | undefined, unit: string, language: Language): string {
  if (to === undefined)
    return { en: `over ${from} ${unit}`, 'zh-CN': `超过 ${from} ${unit}`, 'zh-TW': `超過 ${from} ${unit}` }[language];
  if (from > 0) return `${from}–${to} ${unit}`;
  const first = {
    en: `first ${to} ${unit} of a year`,
    'zh-CN': `一年 ${to} ${unit}以内`,
    'zh-TW': `一年 ${to} ${unit}以內`,
  };
  return first[language];
}

/** `一年 216 吨以内：每吨 2.90 元`; the bands above it: `216–300 吨：每吨 3.85 元`. */
export function sayTier(
  { tiers, unit }: Pick<ChargeView, 'tiers' | 'unit'>,
  index: number,
  language: Language,
): string {
  const from = (tiers[index - 1]?.upTo ?? 0) / 1_000;
  const { upTo, price = 0 } = tiers[index] ?? {};
  const name = unit[language];
  const band = sayBand(from, upTo === undefined ? undefined : upTo / 1_000, name, language);
  return `${band}${language === 'en' ? ': ' : '：'}${perUnit(price, name, language)}`;
}
