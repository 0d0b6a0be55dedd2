import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from '../locales/en.json';
import chinese from '../locales/zh-CN.json';

export type Language = 'zh-CN' | 'en';

const words = createInstance();

const REMEMBERED = 'louting.language';

export function currentLanguage(): Language {
  return words.language === 'en' ? 'en' : 'zh-CN';
}

export async function startWords(): Promise<void> {
  await words.use(initReactI18next).init({
    resources: { 'zh-CN': { translation: chinese }, en: { translation: en } },
    lng: localStorage.getItem(REMEMBERED) === 'en' ? 'en' : 'zh-CN',
    fallbackLng: 'zh-CN',
    keySeparator: false,
    nsSeparator: false,
    // React escapes what it renders.
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = currentLanguage();
}

export async function switchLanguage(language: Language): Promise<void> {
  localStorage.setItem(REMEMBERED, language);
  await words.changeLanguage(language);
  document.documentElement.lang = language;
}
