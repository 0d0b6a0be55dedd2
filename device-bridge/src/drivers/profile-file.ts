import { readFileSync } from 'node:fs';
import type { z } from 'zod';

const DIRECTORY = new URL('../../profiles/', import.meta.url);

/**
 * Reads a device model's profile, `device-bridge/profiles/<name>.json`.
 * @throws Error in one sentence when there is no such profile or it does not fit the driver.
 */
export function readProfile<Schema extends z.ZodType>(schema: Schema, name: string): z.output<Schema> {
  if (!/^[a-z0-9-]+$/.test(name)) throw new Error(`not a profile name: ${name}`);
  let text: string;
  try {
    text = readFileSync(new URL(`${name}.json`, DIRECTORY), 'utf8');
  } catch {
    throw new Error(`there is no device profile ${name}`);
  }
  const result = schema.safeParse(JSON.parse(text));
  if (!result.success) throw new Error(`device profile ${name}: ${result.error.issues[0]?.message ?? 'is not valid'}`);
  return result.data;
}
