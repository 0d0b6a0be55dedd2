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
  return parseProfile(schema, name, text);
}

/** @throws Error in one sentence when the text is not a profile of the driver. */
export function parseProfile<Schema extends z.ZodType>(schema: Schema, name: string, text: string): z.output<Schema> {
  const result = schema.safeParse(jsonOf(text));
  if (!result.success) throw new Error(`device profile ${name}: ${result.error.issues[0]?.message ?? 'is not valid'}`);
  return result.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
