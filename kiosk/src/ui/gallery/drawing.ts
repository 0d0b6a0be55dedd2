import type { DisplayMode, Language } from '../../screens.ts';
import type { ProfileName } from '../../screens/profiles.ts';
import type { Theme } from '../../screens/settings.ts';

/** `pseudo`: English words made longer, accented and bracketed, to find what does not fit or is not translated. */
export type DrawnLanguage = Language | 'pseudo';

/** One way to draw one screen of the picture book. */
export interface Drawing {
  readonly sample: string;
  readonly mode: DisplayMode;
  readonly language: DrawnLanguage;
  readonly theme: Theme;
  readonly profile: ProfileName;
  readonly lowered: boolean;
}

/** Every value of each dimension; the first is the usual one. */
export const DIMENSIONS = {
  mode: ['standard', 'elder'],
  language: ['zh-CN', 'zh-TW', 'en', 'pseudo'],
  theme: ['day', 'night', 'contrast'],
  profile: ['portrait-21', 'portrait-32', 'landscape-15'],
  lowered: [false, true],
} as const satisfies { readonly [Name in Exclude<keyof Drawing, 'sample'>]: readonly Drawing[Name][] };

/** `#bills/elder/en/night/landscape-15/lowered`; what is left out is the usual. */
export function drawingOf(hash: string): Drawing {
  const [sample = '', ...words] = hash.replace(/^#/, '').split('/');
  const pick = <Value extends string>(values: readonly [Value, ...Value[]]): Value =>
    values.find((value) => words.includes(value)) ?? values[0];
  return {
    sample,
    mode: pick(DIMENSIONS.mode),
    language: pick(DIMENSIONS.language),
    theme: pick(DIMENSIONS.theme),
    profile: pick(DIMENSIONS.profile),
    lowered: words.includes('lowered'),
  };
}

export function hashOf({ sample, mode, language, theme, profile, lowered }: Drawing): string {
  return [sample, mode, language, theme, profile, ...(lowered ? ['lowered'] : [])].join('/');
}
