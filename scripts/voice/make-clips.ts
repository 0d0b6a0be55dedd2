import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { openEncoder } from './ogg-opus.ts';
import { CLIPS_FOLDER, type Job } from './plan.ts';
import { fromWav, trimmed } from './sound.ts';
import { openSpeaker } from './speak.ts';

/** What a worker thread is given. */
export interface Share {
  readonly jobs: readonly Job[];
  /** Counts the clips of all threads. */
  readonly made: Int32Array;
}

const { jobs, made } = workerData as Share;
const speak = await openSpeaker();
const encode = await openEncoder();

for (const job of jobs) {
  const file = join(CLIPS_FOLDER, job.file);
  writeFileSync(`${file}.part`, soundOf(job));
  renameSync(`${file}.part`, file);
  Atomics.add(made, 0, 1);
}

function soundOf({ text, voice, tailSeconds, recording }: Job): Buffer {
  if (recording === undefined) return encode(trimmed(speak(text, voice), tailSeconds));
  const bytes = readFileSync(recording);
  if (recording.endsWith('.ogg')) return bytes;
  const sound = fromWav(bytes);
  if (sound === undefined) throw new Error(`${recording} is no 16-bit PCM WAV file`);
  return encode(trimmed(sound, tailSeconds));
}
