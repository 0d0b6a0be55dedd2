import { type Fen, fen } from '@louting/common/money';

/**
 * What a tariff makes of a room or a meter. All factors are exact integers: price in 1/10,000 yuan, area in 0.01 m²,
 * usage in 0.001 unit, months whole. They are multiplied as BigInt, divided once and rounded once per bill line:
 * 15 × 130.70 in floating point loses a fen.
 */
export type Formula = 'area' | 'fixed' | 'metered';
export type RoundingUnit = 'fen' | 'jiao' | 'yuan';
export type RoundingMode = 'half-up' | 'ceil' | 'floor';

export interface Rounding {
  readonly unit: RoundingUnit;
  readonly mode: RoundingMode;
}

/** A band 阶梯 of yearly usage. */
export interface Tier {
  /** Last thousandth of a unit of the year in this band; absent in the last band. */
  readonly upTo?: number;
  /** In 1/10,000 yuan per unit. */
  readonly price: number;
}

export interface TariffVersion {
  readonly formula: Formula;
  /** In 1/10,000 yuan per m² and month, per month, or per unit of usage where there are no tiers. */
  readonly unitPrice: number;
  readonly tiers: readonly Tier[];
  readonly rounding: Rounding;
  readonly unit: { readonly 'zh-CN': string; readonly en: string };
}

export interface ChargeLine {
  /** 1-based band of a metered price. */
  readonly tier: number | undefined;
  /** In 0.01 m², months or 0.001 unit, by formula. */
  readonly quantity: number;
  readonly unitPrice: number;
  readonly months: number;
  /** Exact, in yuan. */
  readonly rawYuan: string;
  readonly amountFen: Fen;
}

/** Fen in a rounding unit. */
const ROUNDING_STEP: Record<RoundingUnit, bigint> = { fen: 1n, jiao: 10n, yuan: 100n };

/** Price × quantity is in 1/(10,000 × scale) yuan; these are the scales of the quantities. */
const QUANTITY_SCALE: Record<Formula, bigint> = { area: 100n, fixed: 1n, metered: 1_000n };

/** Price per m² and month × area × months. */
export function chargeByArea(version: TariffVersion, area: number, months: number): ChargeLine[] {
  return [line(version, { quantity: area, price: version.unitPrice, months })];
}

/** Price per month × months. */
export function chargeFixed(version: TariffVersion, months: number): ChargeLine[] {
  return [line(version, { quantity: 1, price: version.unitPrice, months })];
}

/**
 * Usage split over the bands of the year, a line per band touched.
 * @param usage of the period, in 0.001 unit
 * @param usedBefore since the year began, in 0.001 unit
 */
export function chargeMetered(version: TariffVersion, usage: number, usedBefore: number): ChargeLine[] {
  if (version.tiers.length === 0) return [line(version, { quantity: usage, price: version.unitPrice, months: 1 })];
  const lines: ChargeLine[] = [];
  let from = usedBefore;
  let rest = usage;
  for (const [index, tier] of version.tiers.entries()) {
    const room = tier.upTo === undefined ? rest : Math.max(0, tier.upTo - from);
    const quantity = Math.min(room, rest);
    if (quantity > 0) lines.push(line(version, { quantity, price: tier.price, months: 1, tier: index + 1 }));
    from += quantity;
    rest -= quantity;
  }
  if (rest > 0) throw new RangeError('the last tier of a tariff must be open');
  return lines;
}

interface Factors {
  readonly quantity: number;
  readonly price: number;
  readonly months: number;
  readonly tier?: number;
}

function line(version: TariffVersion, { quantity, price, months, tier }: Factors): ChargeLine {
  const product = BigInt(quantity) * BigInt(price) * BigInt(months);
  const partsOfYuan = 10_000n * QUANTITY_SCALE[version.formula];
  return {
    tier,
    quantity,
    unitPrice: price,
    months,
    rawYuan: decimal(product, partsOfYuan),
    amountFen: roundOnce(product, partsOfYuan, version.rounding),
  };
}

/** @param product in 1/`partsOfYuan` yuan, not negative */
export function roundOnce(product: bigint, partsOfYuan: bigint, { unit, mode }: Rounding): Fen {
  if (product < 0n) throw new RangeError('a charge cannot be negative');
  const step = ROUNDING_STEP[unit];
  const numerator = product * 100n;
  const denominator = partsOfYuan * step;
  const whole = numerator / denominator;
  const rest = numerator % denominator;
  const up = mode === 'ceil' ? rest > 0n : mode === 'half-up' && rest * 2n >= denominator;
  return fen((up ? whole + 1n : whole) * step);
}

/** Output tax contained in a gross amount, half-up. @param rate in 0.01 % */
export function taxContained(amount: Fen, rate: number): Fen {
  if (rate === 0) return fen(0);
  const numerator = BigInt(amount) * BigInt(rate);
  const denominator = 10_000n + BigInt(rate);
  return fen((numerator * 2n + denominator) / (denominator * 2n));
}

/** `product / parts` written out exactly; `parts` is a power of ten. */
export function decimal(product: bigint, parts: bigint): string {
  const places = parts.toString().length - 1;
  const digits = product.toString().padStart(places + 1, '0');
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - places);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
