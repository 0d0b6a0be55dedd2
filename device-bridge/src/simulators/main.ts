import { readFileSync } from 'node:fs';
import pino from 'pino';
import { z } from 'zod';
import { SimulatorsConfigSchema, type SimulatorsConfig } from './config.ts';
import { startSimulators } from './start-simulators.ts';

const logger = pino({ name: 'simulators' });

function readConfig(): SimulatorsConfig {
  const path = process.env.LOUTING_CONFIG;
  if (!path) throw new Error('LOUTING_CONFIG must name the configuration file');
  const result = SimulatorsConfigSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!result.success) throw new Error(`${path}: ${z.prettifyError(result.error).replaceAll('\n', ' ')}`);
  return result.data;
}

let config: SimulatorsConfig;
try {
  config = readConfig();
} catch (error) {
  process.stderr.write(`simulators: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(78);
}

const simulators = await startSimulators(config, { logger });

let stopping = false;
const stop = (): void => {
  if (stopping) return;
  stopping = true;
  void simulators.close().then(() => process.exit(0));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);

// Only who can be stopped in good order says that it is ready.
logger.info({ ...simulators.ports }, 'ready');
process.send?.({ ready: true, ports: simulators.ports });
