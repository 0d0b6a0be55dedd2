import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../screens.ts';
import enFailures from '../../../../assets/locales/en/failures.json';
import enKiosk from '../../../../assets/locales/en/kiosk.json';
import zhFailures from '../../../../assets/locales/zh-CN/failures.json';
import zhKiosk from '../../../../assets/locales/zh-CN/kiosk.json';
import twFailures from '../../../../assets/locales/zh-TW/failures.json';
import twKiosk from '../../../../assets/locales/zh-TW/kiosk.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'kiosk';
    resources: { kiosk: typeof zhKiosk };
  }
}

export const words = createInstance();

/** All words are in the bundle: the screen must speak even when nothing else answers. */
await words.use(initReactI18next).init({
  lng: 'zh-CN',
  fallbackLng: 'zh-CN',
  defaultNS: 'kiosk',
  resources: { 'zh-CN': { kiosk: zhKiosk }, 'zh-TW': { kiosk: twKiosk }, en: { kiosk: enKiosk } },
  interpolation: { escapeValue: false },
});

/** What an owner reads for a failure code: what happened, and what to do. */
export interface OwnerWords {
  readonly title: string;
  readonly money?: string;
  readonly action: string;
}

/** The build leaves the words for staff out. */
interface FailureWords {
  readonly owner: OwnerWords;
}

const failures: Readonly<Record<Language, Readonly<Record<string, FailureWords>>>> = {
  'zh-CN': zhFailures,
  'zh-TW': twFailures,
  en: enFailures,
};

export function isKnownCode(code: string): boolean {
  return code in zhFailures;
}

/** Words for `code`; a code this build does not know yet reads like the unexpected failure. */
export function ownerWords(code: string, language: Language): OwnerWords {
  const known = failures[language];
  return (known[code] ?? known['LT-9999'] ?? zhFailures['LT-9999']).owner;
}
