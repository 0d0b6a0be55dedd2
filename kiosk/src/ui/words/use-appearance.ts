import { useLayoutEffect } from 'react';
import type { DisplayMode, Language } from '../../screens.ts';
import { words } from './i18n.ts';

/** Puts the language and the display mode on the page, before it is painted. */
export function useAppearance(language: Language, mode: DisplayMode): void {
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset['mode'] = mode;
    if (words.language !== language) void words.changeLanguage(language);
  }, [language, mode]);
}
