import english from './words/en.json' with { type: 'json' };
import chinese from './words/zh-CN.json' with { type: 'json' };

type Words = typeof chinese;

/** What the bench says; served to its page as they stand. */
export const WORDS = { 'zh-CN': chinese, en: english } satisfies Readonly<Record<string, Words>>;

export type FactWord = keyof Words['facts'];
export type KeyWord = keyof Words['keys'];
export type OptionWord = keyof Words['options'];
