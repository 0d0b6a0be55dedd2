import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Share } from './make-clips.ts';
import { asText, CLIPS_FOLDER, indexFile, isVoiceBuilt, missingJobs, planVoice, type Job } from './plan.ts';

const PROGRESS_EVERY_MS = 5_000;

/** Makes the clips whose words changed, and nothing when none did. @returns how many were made */
export async function buildVoice(say: (line: string) => void): Promise<number> {
  const plan = planVoice();
  if (isVoiceBuilt(plan)) return 0;
  mkdirSync(CLIPS_FOLDER, { recursive: true });
  const missing = missingJobs(plan);
  if (missing.length > 0) await makeClips(missing, say);
  for (const [language, index] of plan.indexes) writeFileSync(indexFile(language), asText(index));
  removeOthers(new Set(plan.jobs.map(({ file }) => file)));
  return missing.length;
}

async function makeClips(jobs: readonly Job[], say: (line: string) => void): Promise<void> {
  const made = new Int32Array(new SharedArrayBuffer(4));
  const progress = setInterval(() => say(`Voice: ${made[0]} of ${jobs.length} lines …`), PROGRESS_EVERY_MS);
  // Neighbours have one language, and changing it is slow.
  const sorted = jobs.toSorted((one, other) => one.voice.localeCompare(other.voice));
  const threads = Math.min(availableParallelism(), 2, Math.ceil(jobs.length / 50));
  const share = Math.ceil(sorted.length / threads);
  const shares = Array.from({ length: threads }, (_, index) => sorted.slice(index * share, (index + 1) * share));
  await Promise.all(shares.map((each) => runWorker({ jobs: each, made })));
  clearInterval(progress);
}

function runWorker(share: Share): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./make-clips.ts', import.meta.url), { workerData: share });
    worker.once('error', reject);
    worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('the voice could not be made'))));
  });
}

function removeOthers(wanted: ReadonlySet<string>): void {
  for (const name of readdirSync(CLIPS_FOLDER)) {
    if (!name.endsWith('.json') && !wanted.has(name)) rmSync(join(CLIPS_FOLDER, name));
  }
}
