import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../stack/paths.ts';
import { SPOKEN_LANGUAGES, clipLines, type ClipLine, type SpokenLanguage } from './lines.ts';
import { findRecordings, playable, type Recording } from './recordings.ts';
import { VOICES, type VoiceName } from './speak.ts';

/** Git keeps no `dist/`; every clip can be made again from its line. */
export const CLIPS_FOLDER = join(projectRoot, 'assets', 'voice', 'dist');

/** Raise it when the same text comes to sound different for a reason this page does not know. */
const MAKING = 1;

/** Silence after a sentence, and none to speak of inside one. */
const PAUSE_SECONDS = 0.28;
const JOIN_SECONDS = 0.02;

export interface Job {
  readonly file: string;
  readonly text: string;
  readonly voice: VoiceName;
  readonly tailSeconds: number;
  /** A person's voice to be used instead. */
  readonly recording?: string;
}

export interface VoicePlan {
  /** For each language the file of each clip. */
  readonly indexes: ReadonlyMap<SpokenLanguage, Readonly<Record<string, string>>>;
  /** One job a file; the same words in the same voice are one file, whoever says them. */
  readonly jobs: readonly Job[];
}

const VOICE_OF = { 'zh-CN': 'mandarin', 'zh-TW': 'mandarin', en: 'english' } as const satisfies Record<
  SpokenLanguage,
  VoiceName
>;

export function planVoice(): VoicePlan {
  const jobs = new Map<string, Job>();
  const indexes = SPOKEN_LANGUAGES.map((language) => {
    const lines = clipLines(language);
    const recordings = playable(lines, findRecordings(language));
    const index = lines.map((line) => {
      const job = jobOf(line, VOICE_OF[language], recordings.get(line.id));
      jobs.set(job.file, job);
      return [line.id, job.file] as const;
    });
    return [language, Object.fromEntries(index)] as const;
  });
  return { indexes: new Map(indexes), jobs: [...jobs.values()] };
}

function jobOf({ text, joined }: ClipLine, voice: VoiceName, recording: Recording | undefined): Job {
  const tailSeconds = joined ? JOIN_SECONDS : PAUSE_SECONDS;
  const source = recording ? recording.hash : `${JSON.stringify(VOICES[voice])} ${text}`;
  const hash = createHash('sha256').update(`${MAKING} ${tailSeconds} ${source}`).digest('hex');
  return {
    file: `${hash.slice(0, 20)}.ogg`,
    text,
    voice,
    tailSeconds,
    ...(recording ? { recording: recording.file } : {}),
  };
}

export function missingJobs({ jobs }: VoicePlan): readonly Job[] {
  return jobs.filter(({ file }) => !existsSync(join(CLIPS_FOLDER, file)));
}

/** All clips are there and the indexes name them. */
export function isVoiceBuilt(plan: VoicePlan): boolean {
  return (
    missingJobs(plan).length === 0 &&
    [...plan.indexes].every(([language, index]) => writtenIndex(language) === asText(index))
  );
}

export const asText = (index: Readonly<Record<string, string>>): string => `${JSON.stringify(index)}\n`;

export const indexFile = (language: SpokenLanguage): string => join(CLIPS_FOLDER, `${language}.json`);

function writtenIndex(language: SpokenLanguage): string | undefined {
  const file = indexFile(language);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
