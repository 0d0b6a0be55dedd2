import type { Preferences } from '@louting/server/contract/owner-preferences';
import type { Session } from '@louting/server/contract/session-api';
import type { DisplayMode, Language } from '../screens.ts';

const MODES: Readonly<Record<DisplayMode, true>> = { standard: true, elder: true };
const LANGUAGES: Readonly<Record<Language, true>> = { 'zh-CN': true, 'zh-TW': true, en: true };

export interface Appearance {
  readonly mode: DisplayMode;
  readonly language: Language;
}

/** As a session begins: what was just chosen by touch, else what was chosen the last time, else as it is. */
export function appearanceAtTap(now: Appearance, chosen: Preferences, saved: Session['preferences']): Appearance {
  const { mode, language } = { ...saved, ...chosen };
  return {
    mode: isKeyOf(MODES, mode) ? mode : now.mode,
    language: isKeyOf(LANGUAGES, language) ? language : now.language,
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
