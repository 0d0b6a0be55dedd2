import { readFileSync } from 'node:fs';
import type { Drawing } from '../../kiosk/src/ui/gallery/drawing.ts';
import { ERROR_SAMPLES } from '../../kiosk/src/ui/gallery/samples-errors.ts';

interface OwnerWords {
  readonly title: string;
  readonly action: string;
}

/** In each language and on each kind of screen the failures with the longest words: where these fit, all do. */
export function errorDrawings(): readonly Drawing[] {
  return (['zh-CN', 'zh-TW', 'en'] as const).flatMap((language) =>
    longestIn(language).flatMap((sample) =>
      (['portrait-21', 'landscape-15'] as const).map((profile): Drawing => ({
        sample,
        mode: 'elder',
        language,
        theme: 'day',
        profile,
        lowered: false,
      })),
    ),
  );
}

function longestIn(language: string): readonly string[] {
  const file = new URL(`../../assets/locales/${language}/failures.json`, import.meta.url);
  const words = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { readonly owner: OwnerWords }>;
  const lengthOf = (name: string, part: keyof OwnerWords) => words[name.replace('error-', '')]?.owner[part].length ?? 0;
  const byScreen = Map.groupBy(ERROR_SAMPLES, ({ screen }) => screen.screen);
  const longest = [...byScreen.values()].flatMap((samples) =>
    (['title', 'action'] as const).map((part) =>
      samples
        .map(({ name }) => name)
        .reduce((most, name) => (lengthOf(name, part) > lengthOf(most, part) ? name : most)),
    ),
  );
  return [...new Set(longest)];
}
