import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../stack/paths.ts';
import { SPOKEN_LANGUAGES, clipLines, type ClipLine, type SpokenLanguage } from './lines.ts';

/** A voice of people: `assets/voice/recordings/<language>/<id>.ogg` or `.wav`, preferred to what is generated. */
export interface Recording {
  readonly id: string;
  readonly file: string;
  /** Of the sound itself. */
  readonly hash: string;
  /** What was being read when it was recorded; undefined until `npm run voice -- --accept`. */
  readonly textThen: string | undefined;
}

/** What the recordings said when they were accepted. */
const TEXTS = 'texts.json';

export interface RecordingFaults {
  /** The sentence has another text now: not played any more. */
  readonly stale: readonly string[];
  /** Lies in the folder, but nobody has said yet what it says. */
  readonly unaccepted: readonly string[];
  /** No clip has this name. */
  readonly unknown: readonly string[];
  /** Sentences that no person has spoken. */
  readonly missing: readonly string[];
}

export function judgeRecordings(lines: readonly ClipLine[], recordings: readonly Recording[]): RecordingFaults {
  const texts = new Map(lines.map(({ id, text }) => [id, text]));
  const recorded = new Set(recordings.map(({ id }) => id));
  const known = recordings.filter(({ id }) => texts.has(id));
  return {
    stale: known.filter(({ id, textThen }) => textThen !== undefined && textThen !== texts.get(id)).map(({ id }) => id),
    unaccepted: known.filter(({ textThen }) => textThen === undefined).map(({ id }) => id),
    unknown: recordings.filter(({ id }) => !texts.has(id)).map(({ id }) => id),
    missing: lines.filter(({ id }) => !recorded.has(id)).map(({ id }) => id),
  };
}

/** The recordings that say what their sentence says today. */
export function playable(lines: readonly ClipLine[], recordings: readonly Recording[]): ReadonlyMap<string, Recording> {
  const texts = new Map(lines.map(({ id, text }) => [id, text]));
  return new Map(recordings.filter(({ id, textThen }) => textThen === texts.get(id)).map((each) => [each.id, each]));
}

export function findRecordings(language: SpokenLanguage, root = projectRoot): readonly Recording[] {
  const folder = folderOf(language, root);
  if (!existsSync(folder)) return [];
  const texts = acceptedTexts(folder);
  return readdirSync(folder)
    .filter((name) => /\.(ogg|wav)$/.test(name))
    .map((name) => {
      const file = join(folder, name);
      const id = name.replace(/\.(ogg|wav)$/, '');
      return { id, file, hash: createHash('sha256').update(readFileSync(file)).digest('hex'), textThen: texts[id] };
    });
}

/** Notes for each recording what it says, as the words are today. */
export function acceptRecordings(): void {
  for (const language of SPOKEN_LANGUAGES) {
    const recordings = findRecordings(language);
    if (recordings.length === 0) continue;
    const folder = folderOf(language, projectRoot);
    const recorded = new Set(recordings.map(({ id }) => id));
    const texts = clipLines(language).flatMap(({ id, text }) => (recorded.has(id) ? [[id, text] as const] : []));
    writeFileSync(join(folder, TEXTS), `${JSON.stringify(Object.fromEntries(texts), null, 2)}\n`);
  }
}

const folderOf = (language: SpokenLanguage, root: string) => join(root, 'assets', 'voice', 'recordings', language);

function acceptedTexts(folder: string): Readonly<Record<string, string>> {
  const file = join(folder, TEXTS);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
}
