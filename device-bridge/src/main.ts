import './blocking-threads.ts';
import { readFileSync } from 'node:fs';
import { systemClock } from '@louting/common/clock';
import { failPointsFromEnvironment } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { pino } from 'pino';
import { z } from 'zod';
import { BridgeConfigSchema, type BridgeConfig } from './config.ts';
import { startBridge } from './start-bridge.ts';

/** sysexits.h EX_CONFIG: a supervisor must not restart on it. */
const EXIT_BAD_CONFIG = 78;

const config = readConfig(process.env.LOUTING_CONFIG) ?? process.exit(EXIT_BAD_CONFIG);
const logger = pino({ name: 'device-bridge', level: config.logLevel });
const bridge = await startBridge(config, {
  logger,
  clock: systemClock,
  newId,
  failPoints: failPointsFromEnvironment(),
});

const ports = { port: bridge.port, url: bridge.url };
let stopping = false;
const stop = (): void => {
  if (stopping) return;
  stopping = true;
  void bridge.close().then(() => process.exit(0));
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

// Only who can be stopped in good order says that it is ready.
logger.info(ports, 'ready');
process.send?.({ ready: true, ...ports });

function readConfig(file: string | undefined): BridgeConfig | undefined {
  try {
    if (!file) throw new Error('LOUTING_CONFIG names no file');
    const parsed = BridgeConfigSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (parsed.success) return parsed.data;
    throw new Error(`${file}: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
  } catch (error) {
    process.stderr.write(`device bridge cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}
