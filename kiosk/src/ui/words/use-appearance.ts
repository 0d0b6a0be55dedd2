import { useInsertionEffect, useLayoutEffect } from 'react';
import type { DisplayMode, Language } from '../../screens.ts';
import { PROFILES, sizesOf } from '../../screens/profiles.ts';
import type { Looks } from '../../screens/settings.ts';
import { useLandscape } from '../parts/use-landscape.ts';
import { words } from './i18n.ts';

export type Appearance = Omit<Looks, 'settings'> & { readonly language: Language; readonly mode: DisplayMode };

/** How the screen looks before the service has said anything. */
export const FIRST_APPEARANCE: Appearance = {
  language: 'zh-CN',
  mode: 'standard',
  theme: 'day',
  profile: 'portrait-21',
  lowered: false,
};

/**
 * Puts language, letters, colours and the sizes of the panel on the page, before it is painted, and before any part of
 * the screen measures what fits: that is why these effects are insertion effects.
 */
export function useAppearance({ language, mode, theme, profile, lowered }: Appearance): void {
  const landscape = useLandscape();
  useInsertionEffect(() => {
    const { documentElement: page } = document;
    page.lang = language;
    page.dataset['mode'] = mode;
    page.dataset['theme'] = theme;
    page.dataset['profile'] = profile;
    page.dataset['lowered'] = String(lowered);
  }, [language, mode, theme, profile, lowered]);

  useInsertionEffect(() => {
    const { style } = document.documentElement;
    const panel = PROFILES[profile];
    // A window that stands the other way is no such panel: a desk where somebody tries the kiosk out.
    if (landscape !== panel.widthPx > panel.heightPx) {
      for (const name of ['--canvas-width', '--canvas-height', '--mm', '--reach']) style.removeProperty(name);
      return;
    }
    const { canvasHeightRem, mmPerRem, reachRem } = sizesOf(panel);
    style.setProperty('--canvas-width', String(panel.canvasWidthRem));
    style.setProperty('--canvas-height', String(canvasHeightRem));
    style.setProperty('--mm', `${1 / mmPerRem}rem`);
    style.setProperty('--reach', `${lowered ? reachRem.lowered : reachRem.usual}rem`);
  }, [profile, landscape, lowered]);

  useLayoutEffect(() => {
    if (words.language !== language) void words.changeLanguage(language);
  }, [language]);
}
