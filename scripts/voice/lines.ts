import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { partsOf } from '../../kiosk/src/ui/voice/pieces.ts';
import { projectRoot } from '../stack/paths.ts';

export const SPOKEN_LANGUAGES = ['zh-CN', 'zh-TW', 'en'] as const;
export type SpokenLanguage = (typeof SPOKEN_LANGUAGES)[number];

/** One clip: what it is called, what it says, and where that is heard. */
export interface ClipLine {
  readonly id: string;
  readonly text: string;
  readonly when: string;
  /** Stands between other clips of one sentence, so that no pause follows it. */
  readonly joined: boolean;
}

type Section = Readonly<Record<string, string>>;
type Words = Readonly<Record<string, Section>>;
type FailureWords = Readonly<Record<string, { readonly owner: Section }>>;

/** Pieces of numbers, days and units: everything else is a sentence. */
const PIECES: Readonly<Record<string, string>> = {
  number: 'inside amounts and numbers',
  unit: 'inside amounts and durations',
  day: 'inside dates',
  month: 'inside dates',
};

/** Every clip of a language: pieces, the sentences the screens say, and the owner's words for every failure. */
export function clipLines(language: SpokenLanguage, root = projectRoot): readonly ClipLine[] {
  const read = (file: string): unknown =>
    JSON.parse(readFileSync(join(root, 'assets', 'locales', language, file), 'utf8'));
  const { number, unit, day, month, ...spoken } = read('voice.json') as Words;
  const pieces = Object.entries({ number, unit, day, month }).flatMap(([section, words]) =>
    Object.entries(words ?? {}).map(([name, text]) => pieceLine(section, name, text)),
  );
  const shown = sentences(read('kiosk.json') as Words);
  const asked = keysInCode(root);
  const failures = Object.entries(read('failures.json') as FailureWords).flatMap(([code, { owner }]) =>
    sentences({ [code]: owner }).map((sentence) => ({ ...sentence, when: `failure ${code}` })),
  );
  const said = [...sentences(spoken), ...shown.filter(({ key }) => asked.has(key)), ...failures];
  return [...pieces, ...said.flatMap(sentenceLines)];
}

interface Sentence {
  readonly key: string;
  readonly text: string;
  readonly when: string;
}

function sentences(words: Words): readonly Sentence[] {
  return Object.entries(words).flatMap(([section, lines]) =>
    Object.entries(lines).map(([name, text]) => ({ key: `${section}.${name}`, text, when: `screen ${section}` })),
  );
}

function pieceLine(section: string, name: string, text: string): ClipLine {
  return { id: `${section}.${name}`, text, when: PIECES[section] ?? section, joined: true };
}

function sentenceLines({ key, text, when }: Sentence): readonly ClipLine[] {
  const parts = partsOf(key, text);
  const lastIndex = parts.length - 1;
  return parts.flatMap((part, index) =>
    'clip' in part ? [{ id: part.clip, text: part.text, when, joined: index < lastIndex }] : [],
  );
}

/** The screens ask for their sentences by literal keys, which a test of the words holds them to. */
function keysInCode(root: string): ReadonlySet<string> {
  const files = globSync(['kiosk/src/ui/voice/**/*.{ts,tsx}', 'kiosk/src/ui/screens/refunds/*.ts'], { cwd: root });
  const keys = files.flatMap((file) => [
    ...readFileSync(join(root, file), 'utf8').matchAll(/'([a-zA-Z]+\.[a-zA-Z-]+)'/g),
  ]);
  return new Set(keys.map(([, key]) => key ?? ''));
}
