import type { Preferences } from '@louting/server/contract/owner-preferences';
import type { Session } from '@louting/server/contract/session-api';
import type { DisplayMode, Language } from '../screens.ts';
import type { Theme } from '../screens/settings.ts';

const MODES: Readonly<Record<DisplayMode, true>> = { standard: true, elder: true };
const THEMES: Readonly<Record<Theme, true>> = { day: true, night: true, contrast: true };
const LANGUAGES: Readonly<Record<Language, true>> = { 'zh-CN': true, 'zh-TW': true, en: true };

export interface Appearance {
  readonly mode: DisplayMode;
  readonly language: Language;
  readonly theme: Theme;
  /** The keys have come down. */
  readonly lowered: boolean;
}

/** As a session begins: what was just chosen by touch, else what was chosen the last time, else as it is. */
export function appearanceAtTap(now: Appearance, chosen: Preferences, saved: Session['preferences']): Appearance {
  const { mode, language, theme, low } = { ...saved, ...chosen };
  return {
    mode: isKeyOf(MODES, mode) ? mode : now.mode,
    language: isKeyOf(LANGUAGES, language) ? language : now.language,
    theme: isKeyOf(THEMES, theme) ? theme : now.theme,
    lowered: low === undefined ? now.lowered : low === 'on',
  };
}

/** What is to be remembered when the session ends: what was chosen and is not known yet. */
export function freshChoices(chosen: Preferences, saved: Session['preferences']): Preferences {
  return Object.fromEntries(
    Object.entries(chosen).filter(([name, value]) => value !== saved[name as keyof Preferences]),
  );
}

function isKeyOf<Key extends string>(record: Readonly<Record<Key, true>>, word: string | undefined): word is Key {
  return word !== undefined && Object.hasOwn(record, word);
}
