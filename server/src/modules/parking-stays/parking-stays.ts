import { type Fen, fen, formatYuan } from '@louting/common/money';
import { barePlate } from '../../contract/parking-lease-limits.ts';
import { chargeFor, minutesBetween, type StayCharge, type StayLine, type StayTariff } from './stay-tariff.ts';

const MINUTE_MS = 60_000;

export interface StayFacts {
  readonly enteredAt: number;
  readonly tariff: StayTariff;
  /** Its space is paid by months until the end of this moment; the time before costs nothing. */
  readonly leasedUntil: number | undefined;
  readonly paidFen: number;
  /** When the last bill was paid whole. */
  readonly paidAt: number | undefined;
}

/** What a stay costs at a moment, and whether the car may leave. */
export type Standing =
  | {
      readonly owes: 'nothing';
      readonly why: 'free' | 'leased' | 'paid';
      readonly charge: StayCharge;
      readonly leaveBy: number | undefined;
    }
  | { readonly owes: 'money'; readonly owedFen: Fen; readonly charge: StayCharge };

export function standingOf(stay: StayFacts, now: number): Standing {
  const { tariff, paidFen, paidAt, leasedUntil } = stay;
  const from = Math.max(stay.enteredAt, leasedUntil ?? 0);
  const charge = chargeFor(tariff, minutesBetween(from, now));
  const leaveBy = paidAt === undefined ? undefined : paidAt + tariff.graceMinutes * MINUTE_MS;
  if (leaveBy !== undefined && now <= leaveBy) return { owes: 'nothing', why: 'paid', charge, leaveBy };
  const owedFen = charge.amountFen - paidFen;
  if (owedFen > 0) return { owes: 'money', owedFen: fen(owedFen), charge };
  const why = paidFen > 0 ? 'paid' : leasedUntil !== undefined && now <= leasedUntil ? 'leased' : 'free';
  return { owes: 'nothing', why, charge, leaveBy: undefined };
}

export interface ExplainedLine {
  readonly explanation: { readonly 'zh-CN': string; readonly en: string };
  readonly amountFen: Fen;
}

/** Why it costs that much, a line a reason. */
export function explainCharge({ lines }: StayCharge): ExplainedLine[] {
  return lines.map((line) => ({ explanation: words(line), amountFen: line.amountFen }));
}

function words(line: StayLine): ExplainedLine['explanation'] {
  const yuan = (amount: number) => formatYuan(fen(amount));
  switch (line.kind) {
    case 'days':
      return {
        'zh-CN': `${line.count} 个 24 小时 × ${yuan(line.eachFen)} 元`,
        en: `${line.count} × 24 h at ¥${yuan(line.eachFen)}`,
      };
    case 'first':
      return {
        'zh-CN': `前 ${spokenZh(line.minutes)}`,
        en: line.minutes === 60 ? 'First hour' : `First ${spanEn(line.minutes)}`,
      };
    case 'blocks':
      return {
        'zh-CN': `${line.count} × ${yuan(line.eachFen)} 元（每${eachZh(line.minutes)}）`,
        en: `${line.count} × ¥${yuan(line.eachFen)} per ${line.minutes === 60 ? 'hour' : spanEn(line.minutes)}`,
      };
    default:
      return { 'zh-CN': '24 小时封顶', en: 'At most for 24 h' };
  }
}

/** The lines of a bill: where something was paid before, only what is left of the sum is asked. */
export function billLines(charge: StayCharge, paidFen: number, owedFen: Fen): ExplainedLine[] {
  if (paidFen === 0) return explainCharge(charge);
  const [total, paid] = [formatYuan(charge.amountFen), formatYuan(fen(paidFen))];
  return [
    {
      explanation: { 'zh-CN': `共 ${total} 元，已付 ${paid} 元`, en: `¥${total} in all, ¥${paid} paid` },
      amountFen: owedFen,
    },
  ];
}

/** `3小时20分` */
export function spanZh(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest}分钟`;
  return rest === 0 ? `${hours}小时` : `${hours}小时${rest}分`;
}

/** `3 小时 20 分`, where there is room. */
function spokenZh(minutes: number): string {
  return spanZh(minutes).replaceAll(/\d+/g, ' $& ').trim();
}

function eachZh(minutes: number): string {
  return minutes === 60 ? '小时' : ` ${spokenZh(minutes)}`;
}

function spanEn(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** `23日09:12-12:32`: fits a line of the receipt; both days where they differ. */
export function stayPeriodText(from: number, to: number): string {
  const [fromDay, fromTime] = localParts(from);
  const [toDay, toTime] = localParts(to);
  return `${fromDay}日${fromTime}-${fromDay === toDay ? '' : `${toDay}日`}${toTime}`;
}

function localParts(at: number): [string, string] {
  const text = new Date(at + 8 * 3_600_000).toISOString();
  return [text.slice(8, 10), text.slice(11, 16)];
}

/** `浙A1B2C3` → `123`: what a person types; the letter of the town is behind the province, and no digit. */
export function digitsOf(plate: string): string {
  return barePlate(plate).replaceAll(/\D/g, '');
}
