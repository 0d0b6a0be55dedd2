import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, systemClock } from '@louting/common/clock';
import { type FailPoints, noFailPoints } from '@louting/common/fail-points';
import { newId as systemNewId, type NewId } from '@louting/common/ids';
import { pino, type Logger } from 'pino';
import { buildApp } from './app/build-app.ts';
import { createAlipay } from './channels/alipay/alipay.ts';
import { createBarrierGate } from './channels/barrier-gate/barrier-gate-client.ts';
import { createAliyunSms } from './channels/sms/aliyun-sms.ts';
import { createWechatPay } from './channels/wechat-pay/wechat-pay.ts';
import { type ServerConfig, ServerConfigSchema, type ServerSettings } from './config.ts';
import { booksAreEmpty, seedDemo } from './demo/seed-demo.ts';
import { seedHoppers } from './demo/seed-hoppers.ts';
import { createJobRunner } from './jobs/job-runner.ts';
import { loadCardMasters } from './modules/card-auth/card-masters.ts';
import { loadCardKey } from './modules/cards/cards.ts';
import { issueEnrolmentCode, seedDemoKiosks } from './modules/kiosks/kiosks.store.ts';
import { createOrderWatch } from './modules/payments/order-watch.ts';
import type { Channels, PaymentsContext } from './modules/payments/payments-context.ts';
import { createResolver, type Resolver } from './modules/payments/resolver.ts';
import { loadReceiptKey } from './modules/receipts/receipts.ts';
import { seedDemoStaff } from './modules/staff/demo-staff.ts';
import { periodicWork } from './periodic-work.ts';
import { openForServer } from './storage/books-in-use.ts';
import type { Storage } from './storage/storage.ts';

export interface ServerDependencies {
  readonly clock?: Clock;
  readonly newId?: NewId;
  readonly logger?: Logger;
  readonly failPoints?: FailPoints;
  /** Instead of those of the configuration. */
  readonly channels?: Channels;
}

export interface RunningServer {
  /** `http://<host>:<port>` */
  readonly url: string;
  readonly port: number;
  readonly storage: Storage;
  /** Looks up open orders by itself; a test may also ask it to. */
  readonly resolver: Resolver;
  /** Answers what is in hand, then stops. */
  close(): Promise<void>;
}

/** @throws BooksInUse; also when the configuration is invalid, a key cannot be read or the books cannot be opened */
export async function startServer(
  settings: ServerSettings,
  dependencies: ServerDependencies = {},
): Promise<RunningServer> {
  const config = ServerConfigSchema.parse(settings);
  const { clock = systemClock, newId = systemNewId, failPoints = noFailPoints } = dependencies;
  const logger = dependencies.logger ?? createLogger(config.logLevel);
  mkdirSync(config.stateDir, { recursive: true });
  const url = config.databaseUrl ?? `sqlite:${join(config.stateDir, 'books.sqlite')}`;
  const storage = await openForServer({ url, logger, failPoints, connections: config.databaseConnections });
  try {
    if (config.demo) await prepareDemo(storage, config, { clock, newId, logger });
    let origin = config.publicUrl ?? (config.port === 0 ? '' : `http://${config.host}:${config.port}`);
    const payments: PaymentsContext = {
      storage,
      clock,
      newId,
      logger,
      failPoints,
      channels: dependencies.channels ?? configuredChannels(config, { clock, newNonce: newId, failPoints, logger }),
      watch: createOrderWatch(),
      receiptKey: loadReceiptKey(config.stateDir),
      bankCards: config.bankCards,
      refundRules: config.refunds,
      anomalyLimits: config.anomalies,
      helpDeskRules: config.helpDesk,
      // Without a proxy the address is known only once a port was given.
      get publicUrl() {
        return origin;
      },
    };
    let origins: readonly string[] = [];
    const cardKey = loadCardKey(config.stateDir);
    const sms = config.sms && createAliyunSms(config.sms, { clock, newNonce: newId, failPoints, logger });
    const proving = { masters: loadCardMasters(config.stateDir), schemes: config.cards };
    const reaching = { clock, newNonce: newId, failPoints, logger };
    const gates = config.barrierGates.map((gate) => createBarrierGate(gate, reaching));
    const app = await buildApp({ payments, cardKey, proving, sms, gates, origins: () => origins });
    await app.listen({ host: config.host, port: config.port });
    const address = app.server.address();
    const port = typeof address === 'object' && address !== null ? address.port : config.port;
    const listening = `http://${config.host}:${port}`;
    origin ||= listening;
    origins = [origin, listening, `http://127.0.0.1:${port}`, `http://localhost:${port}`];
    const resolver = createResolver(payments);
    resolver.start();
    const jobs = createJobRunner(periodicWork(payments, config, { cardKey, gates }), {
      storage,
      clock,
      logger,
      holder: newId(),
    });
    jobs.start();
    return {
      url: listening,
      port,
      storage,
      resolver,
      close: async () => {
        payments.watch.close();
        await resolver.stop();
        await jobs.stop();
        await app.close();
        await storage.close();
      },
    };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/** Secrets and personal data never reach the log: request bodies are not logged, and these headers are cut. */
function createLogger(level: ServerConfig['logLevel']): Logger {
  const redact = [
    'req.headers.cookie',
    'req.headers.authorization',
    'req.headers.signature',
    '*.payerCode',
    '*.password',
  ];
  return pino({ level, redact, base: { part: 'server' } });
}

function configuredChannels(config: ServerConfig, dependencies: Parameters<typeof createAlipay>[1]): Channels {
  const { wechatPay, alipay } = config.channels;
  return {
    ...(wechatPay && { 'wechat-pay': createWechatPay(wechatPay, dependencies) }),
    ...(alipay && { alipay: createAlipay(alipay, dependencies) }),
  };
}

/** Fills empty books, and leaves log-in and enrolment code where the operator and the first kiosk find them. */
async function prepareDemo(
  storage: Storage,
  { stateDir, demo }: ServerConfig,
  { clock, newId, logger }: { clock: Clock; newId: NewId; logger: Logger },
): Promise<void> {
  if (demo && (await booksAreEmpty(storage))) {
    const seeded = await seedDemo(storage, { seed: demo.seed, clock, stateDir });
    logger.info({ communities: seeded.communities.length }, 'demo books filled');
  }
  const fleet = await seedDemoKiosks(storage, newId, clock.now());
  await seedDemoStaff({ storage, clock, newId }, (login) => keep(stateDir, 'demo-login.json', login));
  const [first] = fleet;
  if (!first) return;
  if (demo && demo.hoppers.length > 0) await seedHoppers({ storage, clock, newId }, first, demo.hoppers);
  if (first.enrolled) return;
  const issued = await issueEnrolmentCode(storage, first.kioskId, clock.now());
  if (issued.ok) keep(stateDir, 'demo-enrolment.json', { code: issued.value.code });
}

function keep(stateDir: string, name: string, content: object): void {
  writeFileSync(join(stateDir, name), `${JSON.stringify(content)}\n`, { mode: 0o600 });
}
