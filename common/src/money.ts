import { z } from 'zod';

declare const fenBrand: unique symbol;

/** An amount in integer fen (1/100 yuan). Never a float, never yuan. */
export type Fen = number & { readonly [fenBrand]: 'fen' };

export const ZERO_FEN = 0 as Fen;

/** @throws RangeError when `value` is not a safe integer: a fraction of a fen is always a bug. */
export function fen(value: number | bigint): Fen {
  const amount = Number(value);
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not an amount in integer fen: ${value}`);
  return amount as Fen;
}

/**
 * Branded by type alone: a transform would be one-way, and answers are encoded through the same schemas.
 * `z.int()` already refuses fractions and unsafe integers.
 */
export const FenSchema = z.int().meta({ description: 'integer fen (1/100 yuan)' }) as unknown as z.ZodType<Fen, number>;
export const PositiveFenSchema = z
  .int()
  .positive()
  .meta({ description: 'integer fen, above zero' }) as unknown as z.ZodType<Fen, number>;

export function addFen(...amounts: readonly Fen[]): Fen {
  return fen(amounts.reduce<number>((sum, amount) => sum + amount, 0));
}

export function subtractFen(from: Fen, amount: Fen): Fen {
  return fen(from - amount);
}

/** `28640` → `286.40`; always two decimals, minus sign in front. */
export function formatYuan(amount: Fen): string {
  const sign = amount < 0 ? '-' : '';
  const digits = Math.abs(amount).toString().padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const CAPITAL_DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'] as const;
const SMALL_UNITS = ['', '拾', '佰', '仟'] as const;
const BIG_UNITS = ['', '万', '亿', '万亿'] as const;

/**
 * Amount in capitals 大写, as on Chinese receipts: `28640` → `贰佰捌拾陆元肆角整`.
 * Rules: 支付结算办法 附一《正确填写票据和结算凭证的基本规定》.
 */
export function toCapitals(amount: Fen): string {
  if (amount < 0) return `负${toCapitals(fen(0 - amount))}`;
  const yuan = Math.floor(amount / 100);
  const jiao = Math.floor((amount % 100) / 10);
  const cents = amount % 10;
  if (amount === 0) return '零元整';

  let words = yuan === 0 ? '' : `${integerCapitals(yuan)}元`;
  if (jiao === 0 && cents === 0) return `${words}整`;
  if (jiao > 0) words += `${CAPITAL_DIGITS[jiao]}角`;
  else if (yuan > 0) words += '零';
  if (cents > 0) return `${words}${CAPITAL_DIGITS[cents]}分`;
  return `${words}整`;
}

function integerCapitals(value: number): string {
  const groups: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 10_000)) groups.push(rest % 10_000);

  let words = '';
  let zeroPending = false;
  for (let index = groups.length - 1; index >= 0; index -= 1) {
    const group = groups[index] ?? 0;
    if (group === 0) {
      zeroPending = words !== '';
      continue;
    }
    if (words !== '' && (zeroPending || group < 1_000)) words += '零';
    words += groupCapitals(group) + (BIG_UNITS[index] ?? '');
    zeroPending = false;
  }
  return words;
}

function groupCapitals(group: number): string {
  let words = '';
  let zeroPending = false;
  for (let position = 3; position >= 0; position -= 1) {
    const digit = Math.floor(group / 10 ** position) % 10;
    if (digit === 0) {
      zeroPending = words !== '';
      continue;
    }
    if (zeroPending) words += '零';
    words += `${CAPITAL_DIGITS[digit]}${SMALL_UNITS[position]}`;
    zeroPending = false;
  }
  return words;
}
