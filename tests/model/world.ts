import { createSecretKey } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewId } from '@louting/common/ids';
import BetterSqlite from 'better-sqlite3';
import { pino } from 'pino';
import { seedTestEstate, type TestEstate } from '../../server/src/app/testing/test-estate.ts';
import { type KioskIdentity, seedDemoKiosks } from '../../server/src/modules/kiosks/kiosks.store.ts';
import { createOrderWatch } from '../../server/src/modules/payments/order-watch.ts';
import type { Job } from '../../server/src/jobs/job-runner.ts';
import type { PaymentsContext } from '../../server/src/modules/payments/payments-context.ts';
import { createResolver, type Resolver } from '../../server/src/modules/payments/resolver.ts';
import type { SessionsContext } from '../../server/src/modules/sessions/sessions-context.ts';
import { createRefundJob } from '../../server/src/modules/refunds/refund-job.ts';
import { refundsContext, type RefundsContext } from '../../server/src/modules/refunds/refunds-context.ts';
import { prepaymentJob } from '../../server/src/modules/prepayment/prepayment.job.ts';
import { createTries } from '../../server/src/modules/sessions/tries.ts';
import { openStorage, type Storage } from '../../server/src/storage/storage.ts';
import { createModelChannel, type ModelChannel } from './model-channel.ts';

const CARD_KEY = Buffer.alloc(32, 1);
const NOON = Date.UTC(2026, 10, 23, 4, 0, 0);
export const HOUSEHOLDS = 3;
const NEVER_TOO_MANY = 1_000_000;
export const KIOSKS = 2;
/** Who may not do two things with one document does them here with every other. */
export const STAFF = ['staff-1', 'staff-2', 'staff-3', 'staff-4'] as const;

/** The power fails where a fail point is armed: the call throws, and what it had committed stays. */
export class PowerCut extends Error {}

/** The books of one run, with everything around them in hand: time, ids, channels, and where the power fails. */
export interface World {
  readonly context: PaymentsContext;
  readonly sessions: SessionsContext;
  readonly storage: Storage;
  /** The same books, for reading alone. */
  readonly file: BetterSqlite.Database;
  readonly resolver: Resolver;
  readonly refunds: RefundsContext;
  readonly refundJob: Job;
  readonly prepaymentJob: Job;
  readonly channels: Readonly<Record<'wechat-pay' | 'alipay', ModelChannel>>;
  readonly kiosks: readonly KioskIdentity[];
  readonly estate: TestEstate;
  pass(ms: number): void;
  /** The power fails at the n-th fail point from now; 0 disarms. */
  cutPowerAt(hits: number): void;
  close(): Promise<void>;
}

export interface WorldFactory {
  make(): Promise<World>;
  remove(): void;
}

/** The tables, the community and the kiosks are written once and copied: a world then takes milliseconds. */
export async function createWorldFactory(): Promise<WorldFactory> {
  // Memory where there is some: the model is about order, not about disks.
  const directory = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'louting-model-'));
  const template = join(directory, 'template.sqlite');
  const newId = countedIds(0);
  const storage = await openStorage({ url: `sqlite:${template}` });
  const estate = await seedTestEstate(storage, { households: HOUSEHOLDS, newId, now: NOON, cardKey: CARD_KEY });
  const kiosks = (await seedDemoKiosks(storage, newId, NOON)).slice(0, KIOSKS);
  await storage.close();
  let made = 0;
  return {
    make: async () => {
      made += 1;
      const path = join(directory, `${made}.sqlite`);
      copyFileSync(template, path);
      const world = await openWorld(path, estate, kiosks);
      return {
        ...world,
        close: async () => {
          await world.close();
          for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
        },
      };
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

async function openWorld(path: string, estate: TestEstate, kiosks: readonly KioskIdentity[]): Promise<World> {
  let now = NOON;
  let hitsLeft = 0;
  const clock = { now: () => now };
  const failPoints = {
    hit: () => {
      if (hitsLeft === 0) return;
      hitsLeft -= 1;
      if (hitsLeft === 0) throw new PowerCut();
    },
  };
  const storage = await openStorage({ url: `sqlite:${path}`, failPoints });
  const file = new BetterSqlite(path, { readonly: true });
  const channels = {
    'wechat-pay': createModelChannel('wechat-pay', clock.now),
    alipay: createModelChannel('alipay', clock.now),
  };
  const context: PaymentsContext = {
    storage,
    clock,
    newId: countedIds(1),
    logger: pino({ level: 'silent' }),
    failPoints,
    channels,
    watch: createOrderWatch(),
    receiptKey: createSecretKey(Buffer.alloc(32, 2)),
    publicUrl: 'http://louting.test',
  };
  const refunds = refundsContext(context);
  return {
    context,
    sessions: {
      storage,
      clock,
      newId: context.newId,
      cardKey: CARD_KEY,
      triesOfCard: createTries(NEVER_TOO_MANY, 60_000),
      triesOfKiosk: createTries(NEVER_TOO_MANY, 60_000),
    },
    storage,
    file,
    resolver: createResolver(context),
    refunds,
    refundJob: createRefundJob(refunds),
    prepaymentJob: prepaymentJob(context),
    channels,
    kiosks,
    estate,
    pass: (ms) => {
      now += ms;
    },
    cutPowerAt: (hits) => {
      hitsLeft = hits;
    },
    close: async () => {
      file.close();
      await storage.close();
    },
  };
}

/** Ids in order and without chance, so that a run repeats to the letter. */
export function countedIds(series: number): NewId {
  let count = 0;
  return () => {
    count += 1;
    const digits = count.toString(16).padStart(12, '0');
    // The last digit spreads busy accounts over slots, as random ids do.
    return `0192${series.toString(16).padStart(4, '0')}-0000-7000-8000-${digits}`;
  };
}

const prepared = new WeakMap<World['file'], Map<string, BetterSqlite.Statement>>();

/** What the books say, read beside the product. */
export function rowsOf<T>(world: World, text: string, ...values: readonly unknown[]): T[] {
  const known = prepared.get(world.file) ?? new Map<string, BetterSqlite.Statement>();
  prepared.set(world.file, known);
  const statement = known.get(text) ?? world.file.prepare(text);
  known.set(text, statement);
  return statement.all(...values) as T[];
}

export function numberOf(world: World, text: string, ...values: readonly unknown[]): number {
  const [row] = rowsOf<{ n: number | null }>(world, text, ...values);
  return row?.n ?? 0;
}
