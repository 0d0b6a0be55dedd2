import './blocking-threads.ts';
import { systemClock } from '@louting/common/clock';
import { failPointsFromEnvironment } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { pino } from 'pino';
import { readConfig } from './config-file.ts';
import { startBridge } from './start-bridge.ts';

/** sysexits.h EX_CONFIG: a supervisor must not restart on it. */
const EXIT_BAD_CONFIG = 78;

const read = readConfig(process.env.LOUTING_CONFIG);
if ('problem' in read) {
  process.stderr.write(`device bridge cannot start: ${read.problem}\n`);
  process.exit(EXIT_BAD_CONFIG);
}
const { config } = read;
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
