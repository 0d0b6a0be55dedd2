import type { Localised } from '@louting/server/contract/kiosk-api';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from './i18n.ts';

/** @returns a function that picks the words of the current language and renders again when it changes. */
export function useLocalised(): (words: Localised) => string {
  useTranslation();
  return (words) => words[currentLanguage()];
}
