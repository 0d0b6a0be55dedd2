import { readFileSync } from 'node:fs';
import { failPointsFromEnvironment } from '@louting/common/fail-points';
import { pino } from 'pino';
import { z } from 'zod';
import { type ServerConfig, ServerConfigSchema } from './config.ts';
import { startServer } from './start-server.ts';
import { BooksInUse } from './storage/books-in-use.ts';

/** sysexits.h: something is wrong with the configuration. */
const EX_CONFIG = 78;
/** sysexits.h: another time it may go. */
const EX_TEMPFAIL = 75;

const config = readConfig(process.env.LOUTING_CONFIG);
const server = await startServer(config, { failPoints: failPointsFromEnvironment() }).catch((error: unknown) => {
  if (error instanceof BooksInUse) refuse(`${error.code} ${error.message}`, EX_TEMPFAIL);
  throw error;
});
const ready = { url: server.url, port: server.port };
let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void server.close().then(() => process.exit(0));
  });
}

// Only who can be stopped in good order says that it is ready.
process.send?.({ ready: true, ...ready });
pino({ base: { part: 'server' } }).info(ready, 'ready');

function readConfig(path: string | undefined): ServerConfig {
  if (!path) refuse('LOUTING_CONFIG does not name a configuration file');
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    refuse(`configuration ${path} cannot be read: ${error instanceof Error ? error.message : 'unknown reason'}`);
  }
  const parsed = ServerConfigSchema.safeParse(content);
  if (!parsed.success)
    refuse(`configuration ${path} is invalid: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
  return parsed.data;
}

function refuse(reason: string, exitCode = EX_CONFIG): never {
  process.stderr.write(`${reason}\n`);
  process.exit(exitCode);
}
