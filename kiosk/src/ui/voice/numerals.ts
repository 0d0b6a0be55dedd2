import type { Language } from '../../screens.ts';
import { ENGLISH } from './english.ts';
import { MANDARIN } from './mandarin.ts';

/** Names of clips, one said after the other. */
export type Clips = readonly string[];

export interface Amount {
  readonly yuan: number;
  readonly jiao: number;
  readonly fen: number;
}

export interface DayOfYear {
  readonly month: number;
  readonly day: number;
}

/** How a language puts numbers together from clips. */
export interface Numerals {
  /** So many of something: 两. */
  readonly count: (value: number) => Clips;
  /** A number as a name: 二. */
  readonly figure: (value: number) => Clips;
  readonly money: (amount: Amount) => Clips;
  readonly day: (day: DayOfYear) => Clips;
  readonly duration: (minutes: number, seconds: number) => Clips;
}

export const NUMERALS: Readonly<Record<Language, Numerals>> = { 'zh-CN': MANDARIN, 'zh-TW': MANDARIN, en: ENGLISH };

/** What stands in the place of a spoken sentence. */
export type Slot =
  | { readonly fen: number }
  | { readonly count: number }
  | { readonly figure: number }
  | { readonly date: string }
  | { readonly seconds: number };

export function saySlot(slot: Slot, { count, figure, money, day, duration }: Numerals): Clips {
  if ('fen' in slot) {
    const { fen } = slot;
    return money({ yuan: Math.floor(fen / 100), jiao: Math.floor(fen / 10) % 10, fen: fen % 10 });
  }
  if ('count' in slot) return count(slot.count);
  if ('figure' in slot) return figure(slot.figure);
  if ('date' in slot) {
    const [, month = 1, dayOfMonth = 1] = slot.date.split('-').map(Number);
    return day({ month, day: dayOfMonth });
  }
  return duration(Math.floor(slot.seconds / 60), slot.seconds % 60);
}
