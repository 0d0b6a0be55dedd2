import type { Language } from '../../screens.ts';
import enKiosk from '../../../../assets/locales/en/kiosk.json';
import enVoice from '../../../../assets/locales/en/voice.json';
import zhKiosk from '../../../../assets/locales/zh-CN/kiosk.json';
import zhVoice from '../../../../assets/locales/zh-CN/voice.json';
import twKiosk from '../../../../assets/locales/zh-TW/kiosk.json';
import twVoice from '../../../../assets/locales/zh-TW/voice.json';
import { isKnownCode, ownerWords, type OwnerWords } from '../words/i18n.ts';

type Section = Readonly<Record<string, string>>;

const WORDS: Readonly<Record<Language, Readonly<Record<string, Section>>>> = {
  'zh-CN': { ...zhKiosk, ...zhVoice },
  'zh-TW': { ...twKiosk, ...twVoice },
  en: { ...enKiosk, ...enVoice },
};

export interface Sentence {
  /** Its clips carry this name: the words for a code this build does not know are those of another. */
  readonly key: string;
  readonly text: string;
}

/** What a key says in a language; undefined where there is nothing to say, as for a code that says nothing of money. */
export function sentenceOf(key: string, language: Language): Sentence | undefined {
  const dot = key.indexOf('.');
  const section = key.slice(0, dot);
  const name = key.slice(dot + 1);
  const known = section.startsWith('LT-') && !isKnownCode(section) ? 'LT-9999' : section;
  const text = section.startsWith('LT-')
    ? ownerWords(known, language)[name as keyof OwnerWords]
    : WORDS[language][section]?.[name];
  return text === undefined ? undefined : { key: `${known}.${name}`, text };
}
