import type { ChargeLine, TariffVersion } from './tariffs.ts';

export interface Explanation {
  readonly 'zh-CN': string;
  readonly en: string;
}

/** How an amount came about, for the screen and the receipt: `89.50 ㎡ × 2.80 元 × 1 个月`. */
export function explain(version: TariffVersion, line: ChargeLine): Explanation {
  const price = scaled(line.unitPrice, 4, 2);
  const months = line.months;
  if (version.formula === 'area') {
    const area = scaled(line.quantity, 2, 2);
    return {
      'zh-CN': `${area} ㎡ × ${price} 元 × ${months} 个月`,
      en: `${area} m² × ¥${price} × ${monthsEn(months)}`,
    };
  }
  if (version.formula === 'fixed') {
    return {
      'zh-CN': `每${version.unit['zh-CN']} ${price} 元 × ${months} 个月`,
      en: `¥${price} per ${version.unit.en} × ${monthsEn(months)}`,
    };
  }
  const usage = scaled(line.quantity, 3, 0);
  const amount = {
    'zh-CN': `${usage} ${version.unit['zh-CN']} × ${price} 元`,
    en: `${usage} ${version.unit.en} × ¥${price}`,
  };
  if (line.tier === undefined) return amount;
  return { 'zh-CN': `第 ${line.tier} 档 ${amount['zh-CN']}`, en: `Tier ${line.tier}: ${amount.en}` };
}

function monthsEn(months: number): string {
  return months === 1 ? '1 month' : `${months} months`;
}

/** `value / 10^places` without trailing zeros, but with at least `least` decimals. */
export function scaled(value: number, places: number, least: number): string {
  const digits = value.toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  let fraction = digits.slice(digits.length - places);
  while (fraction.length > least && fraction.endsWith('0')) fraction = fraction.slice(0, -1);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
