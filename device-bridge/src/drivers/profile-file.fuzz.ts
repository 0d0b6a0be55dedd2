import { readdirSync, readFileSync } from 'node:fs';
import type { FuzzedParser } from '@louting/common/fuzz/fuzzed-parser';
import { strangeJson } from '@louting/common/fuzz/strange-json';
import { parseProfile } from './profile-file.ts';
import { PROFILE_SCHEMAS } from './profile-schemas.ts';

const DIRECTORY = new URL('../../profiles/', import.meta.url);
const PROFILES = readdirSync(DIRECTORY).map(
  (file) => JSON.parse(readFileSync(new URL(file, DIRECTORY), 'utf8')) as object,
);
const SCHEMAS = [...new Set(Object.values(PROFILE_SCHEMAS))];

/** A refusal is one sentence that names the profile; anything else is a fault of ours. */
function read(schema: (typeof SCHEMAS)[number], text: string): readonly object[] {
  try {
    return [parseProfile(schema, 'fuzzed', text)];
  } catch (error) {
    if (error instanceof Error && /^device profile fuzzed: .+$/.test(error.message)) return [];
    throw error;
  }
}

const profileWith = (data: Uint8Array): object => ({
  ...PROFILES[(data[0] ?? 0) % PROFILES.length],
  models: [`Model ${Buffer.from(data).toString('hex')}`],
});
const text = (json: unknown): Uint8Array => Buffer.from(JSON.stringify(json));

export const fuzzed: readonly FuzzedParser[] = [
  {
    name: 'device profile',
    open: () => ({
      push: (bytes) => SCHEMAS.flatMap((schema) => read(schema, Buffer.from(bytes).toString('utf8'))),
    }),
    message: (data) => text(profileWith(data)),
    strange: (data) => text(strangeJson(profileWith(data), data)),
    longestData: 12,
    longestMessage: 1,
    isNeverCut: true,
  },
];
