import { addFen, type Fen, fen } from '@louting/common/money';

/**
 * Price of temporary parking. Minutes that are not over do not count. A stay within the free minutes is free, a longer one is
 * charged from the moment of entry. Each 24 hours from entry are priced by themselves, first block and cap included.
 */
export interface StayTariff {
  readonly freeMinutes: number;
  readonly firstMinutes: number;
  readonly firstFen: number;
  readonly blockMinutes: number;
  /** Of each further block that was begun. */
  readonly blockFen: number;
  /** Most of 24 hours. */
  readonly capFen: number;
  /** To drive out after paying. */
  readonly graceMinutes: number;
}

export type StayLine =
  | { readonly kind: 'days'; readonly count: number; readonly eachFen: number; readonly amountFen: Fen }
  | { readonly kind: 'first'; readonly minutes: number; readonly amountFen: Fen }
  | {
      readonly kind: 'blocks';
      readonly count: number;
      readonly minutes: number;
      readonly eachFen: number;
      readonly amountFen: Fen;
    }
  | { readonly kind: 'cap'; readonly amountFen: Fen };

export interface StayCharge {
  readonly minutes: number;
  readonly lines: readonly StayLine[];
  readonly amountFen: Fen;
}

const DAY_MINUTES = 1_440;

export function minutesBetween(from: number, to: number): number {
  return Math.max(0, Math.floor((to - from) / 60_000));
}

export function chargeFor(tariff: StayTariff, minutes: number): StayCharge {
  if (minutes <= tariff.freeMinutes) return { minutes, lines: [], amountFen: fen(0) };
  const days = Math.floor(minutes / DAY_MINUTES);
  const fullDay = sumOf(partOfDay(tariff, DAY_MINUTES));
  const lines: StayLine[] = [
    ...(days > 0 ? [{ kind: 'days', count: days, eachFen: fullDay, amountFen: fen(days * fullDay) } as const] : []),
    ...partOfDay(tariff, minutes - days * DAY_MINUTES),
  ].filter((line) => line.amountFen > 0);
  return { minutes, lines, amountFen: sumOf(lines) };
}

function partOfDay(tariff: StayTariff, minutes: number): StayLine[] {
  if (minutes === 0) return [];
  const { firstMinutes, blockMinutes, blockFen, capFen } = tariff;
  const blocks = Math.ceil(Math.max(0, minutes - firstMinutes) / blockMinutes);
  const amountFen = tariff.firstFen + blocks * blockFen;
  if (amountFen > capFen) return [{ kind: 'cap', amountFen: fen(capFen) }];
  return [
    { kind: 'first', minutes: firstMinutes, amountFen: fen(tariff.firstFen) },
    { kind: 'blocks', count: blocks, minutes: blockMinutes, eachFen: blockFen, amountFen: fen(blocks * blockFen) },
  ];
}

function sumOf(lines: readonly StayLine[]): Fen {
  return addFen(...lines.map((line) => line.amountFen));
}
