import type enKiosk from '../../../../assets/locales/en/kiosk.json';
import type zhKiosk from '../../../../assets/locales/zh-CN/kiosk.json';
import type zhVoice from '../../../../assets/locales/zh-CN/voice.json';
import type { Intent } from '../../screens.ts';
import type { Slot } from './numerals.ts';

type KeysOf<Words> = {
  [Section in keyof Words & string]: `${Section}.${keyof Words[Section] & string}`;
}[keyof Words & string];

/** A sentence of the locale files. */
export type SpokenKey =
  KeysOf<typeof zhKiosk & typeof enKiosk> | KeysOf<typeof zhVoice> | `LT-${number}.${'title' | 'money' | 'action'}`;

/** A sentence and what stands in its slots. */
export interface Phrase {
  readonly key: SpokenKey;
  readonly slots?: Readonly<Record<string, Slot>>;
}

/** Names no person: `screen` gives way to the next screen, `money` is always said to its end, `urgent` goes first. */
export type Rank = 'screen' | 'money' | 'urgent';

/** What is said in one breath. On the same screen a topic is said again only when its words change. */
export interface Line {
  readonly topic: string;
  readonly rank: Rank;
  readonly phrases: readonly Phrase[];
}

/** What can be chosen by its number on the keypad. */
export interface Choice {
  readonly phrases: readonly Phrase[];
  readonly intent: Intent;
}

/** Digits are typed instead of choosing. */
export interface Typing {
  readonly digit: (digit: number) => Intent;
  /** Absent while nothing is typed, or too little. */
  readonly erase?: Intent;
  readonly accept?: Intent;
}

export interface Said {
  readonly lines: readonly Line[];
  readonly choices: readonly Choice[];
  readonly typing?: Typing;
}

export const phrase = (key: SpokenKey, slots?: Phrase['slots']): Phrase => (slots ? { key, slots } : { key });

/** A sentence whose slot is an amount. */
export const amount = (key: SpokenKey, fen: number, slot = 'money'): Phrase => ({ key, slots: { [slot]: { fen } } });

export const onScreen = (...phrases: readonly Phrase[]): Line => ({ topic: 'screen', rank: 'screen', phrases });

export const about = (topic: string, ...phrases: readonly Phrase[]): Line => ({ topic, rank: 'screen', phrases });

export const moneyFact = (...phrases: readonly Phrase[]): Line => ({ topic: 'money', rank: 'money', phrases });

export const choice = (intent: Intent, ...phrases: readonly Phrase[]): Choice => ({ intent, phrases });

/** What happened and what to do, in the words for a failure code; where the money is, if the code itself tells. */
export function trouble(code: string): readonly Phrase[] {
  return (['title', 'money', 'action'] as const).map((part) => codeWords(code, part));
}

export function codeWords(code: string, part: 'title' | 'money' | 'action'): Phrase {
  return phrase(`${code}.${part}` as SpokenKey);
}
