import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { BridgeConfigSchema, type BridgeConfig } from './config.ts';

type Read = { readonly config: BridgeConfig } | { readonly problem: string };

/** The problem is one sentence for whoever installs the kiosk. */
export function readConfig(file: string | undefined): Read {
  if (!file) return { problem: 'LOUTING_CONFIG names no file' };
  try {
    return parseConfig(file, readFileSync(file, 'utf8'));
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

export function parseConfig(file: string, text: string): Read {
  try {
    const parsed = BridgeConfigSchema.safeParse(JSON.parse(text));
    if (parsed.success) return { config: parsed.data };
    return { problem: `${file}: ${z.prettifyError(parsed.error).replaceAll(/\p{Cc}+/gu, ' ')}` };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // Where, but not what: the message quotes the file, which holds the token.
    const [where = ''] = / at position \d+(?: \(line \d+ column \d+\))?/.exec(error.message) ?? [];
    return { problem: `${file} is not JSON${where}` };
  }
}
