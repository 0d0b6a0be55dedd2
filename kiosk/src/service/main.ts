import { readFileSync } from 'node:fs';
import { systemClock } from '@louting/common/clock';
import { failPointsFromEnvironment } from '@louting/common/fail-points';
import { pino } from 'pino';
import { z } from 'zod';
import { KioskServiceConfigSchema, timingsOf, type KioskServiceConfig } from './config.ts';
import { connectBridge } from './devices/bridge-client.ts';
import { connectServer } from './server-client/server-client.ts';
import { startKiosk } from './start-kiosk.ts';

const VERSION = '0.1.0';
const EXIT_BAD_CONFIG = 78;

const config = readConfig();
const log = pino({
  name: 'kiosk',
  level: config.logLevel,
  // Nothing below should ever be logged; should it be, it is not readable.
  redact: {
    paths: ['uid', '*.uid', 'payerCode', '*.payerCode', 'text', '*.text', 'enrolmentCode', '*.enrolmentCode'],
    censor: '[hidden]',
  },
});
const failPoints = failPointsFromEnvironment();

const devices = connectBridge({
  ...(config.bridgeUrl === undefined ? {} : { url: config.bridgeUrl }),
  token: { file: config.bridgeTokenFile },
  clock: systemClock,
  logger: log,
  failPoints,
});
const kiosk = await startKiosk({
  config,
  clock: systemClock,
  failPoints,
  log,
  devices,
  timings: timingsOf(config),
  version: VERSION,
  // The journal knows everything that matters: a new process recovers better than a broken machine goes on.
  onFatal: () => process.exit(1),
  connectServer: (identity) => connectServer({ serverUrl: config.serverUrl, identity, clock: systemClock, failPoints }),
});

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void stop();
  });
}

// Only who can be stopped in good order says that it is ready.
log.info({ port: kiosk.port, url: kiosk.url }, 'ready');
process.send?.({ ready: true, port: kiosk.port, url: kiosk.url });

async function stop(): Promise<void> {
  await kiosk.close();
  await devices.close();
  process.exit(0);
}

function readConfig(): KioskServiceConfig {
  const file = process.env.LOUTING_CONFIG;
  if (!file) return refuse('LOUTING_CONFIG does not name a configuration file');
  try {
    const parsed = KioskServiceConfigSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : refuse(`${file}: ${z.prettifyError(parsed.error)}`);
  } catch (error) {
    return refuse(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function refuse(sentence: string): never {
  process.stderr.write(`kiosk: ${sentence.replaceAll('\n', ' ')}\n`);
  process.exit(EXIT_BAD_CONFIG);
}
