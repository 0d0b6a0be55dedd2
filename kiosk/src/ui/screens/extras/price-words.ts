import type { Language } from '../../../screens.ts';
import type { ChargeView } from '../../../screens/extras.ts';

/** 1/10,000 yuan without trailing zeros, but never fewer than two decimals. */
function yuan(price: number): string {
  const [whole = '0', part = ''] = (price / 10_000).toFixed(4).split('.');
  return `${whole}.${part.replace(/0{1,2}$/, '')}`;
}

function priced(price: number, language: Language): string {
  return language === 'en' ? `¥${yuan(price)}` : `${yuan(price)} 元`;
}

/** `2.80 元/㎡·月`; what is charged by usage names no month. */
export function sayPrice(
  { unitPrice, unit, formula }: Pick<ChargeView, 'unitPrice' | 'unit' | 'formula'>,
  language: Language,
): string {
  const price = `${priced(unitPrice, language)}/${unit[language]}`;
  if (formula === 'metered') return price;
  return `${price}·${language === 'en' ? 'month' : '月'}`;
}

const beyond = (from: number, language: Language): string =>
  ({ en: `over ${from}`, 'zh-CN': `超过 ${from}`, 'zh-TW': `超過 ${from}` })[language];

/** `0–216 吨: 2.90 元/吨`: bands of a year. */
export function sayTier(
  { tiers, unit }: Pick<ChargeView, 'tiers' | 'unit'>,
  index: number,
  language: Language,
): string {
  const from = (tiers[index - 1]?.upTo ?? 0) / 1_000;
  const { upTo, price = 0 } = tiers[index] ?? {};
  const name = unit[language];
  const band = upTo === undefined ? `${beyond(from, language)} ${name}` : `${from}–${upTo / 1_000} ${name}`;
  return `${band}: ${priced(price, language)}/${name}`;
}
