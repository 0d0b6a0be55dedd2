import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import BetterSqlite from 'better-sqlite3';
import { pino } from 'pino';
import { DUE_FEN, seedTestEstate, type TestEstate } from '../../server/src/app/testing/test-estate.ts';
import type { CreatePaymentOrder } from '../../server/src/contract/kiosk-api.ts';
import { rawPublicKey, signRequest } from '../../server/src/contract/request-signature.ts';
import { loadCardKey } from '../../server/src/modules/cards/cards.ts';
import {
  enrolKiosk,
  issueEnrolmentCode,
  type KioskIdentity,
  seedDemoKiosks,
} from '../../server/src/modules/kiosks/kiosks.store.ts';
import { recordOrder } from '../../server/src/modules/payments/create-order.ts';
import { createOrderWatch } from '../../server/src/modules/payments/order-watch.ts';
import { loadReceiptKey } from '../../server/src/modules/receipts/receipts.ts';
import { insertRows } from '../../server/src/storage/insert-rows.ts';
import { openStorage, type Storage } from '../../server/src/storage/storage.ts';
import type { Figures } from './bench.ts';
import { sendAll } from './http-load.ts';

/** A server that has run for a minute, not one that was started just now. */
const WARM_UP = 8_000;
const ROUNDS = 5;
const BOOKINGS_A_ROUND = 2_000;
const RAW_ROUND_MS = 750;
/** Kiosks that wait for their answer at the same time. */
const CONNECTIONS = 192;
const SERVER = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url));

/**
 * Cash bookings a second: each is one request over real HTTP to a server process, with a real signature and a body of
 * three notes, answered after its durable commit with the receipt. Beside it, in turns and on the same disk, how many
 * durable commits of one row SQLite makes one after the other. Orders are created and requests signed beforehand.
 */
export async function benchPaymentsSqlite(): Promise<Figures> {
  const stateDir = mkdtempSync(join(tmpdir(), 'louting-bench-'));
  let server: ChildProcess | undefined;
  try {
    const prepared = await prepareBooks(stateDir, WARM_UP + ROUNDS * BOOKINGS_A_ROUND);
    const started = await startServerProcess(stateDir);
    server = started.process;
    const requests = prepared.orderIds.map((orderId) => settlement(started.url, orderId, prepared));
    const raw = rawCommits(stateDir);
    await sendAll(started.url, requests.splice(0, WARM_UP), CONNECTIONS);
    const booking = { done: 0, ms: 0 };
    while (requests.length > 0) {
      raw.runFor(RAW_ROUND_MS);
      const round = requests.splice(0, BOOKINGS_A_ROUND);
      const before = performance.now();
      await sendAll(started.url, round, CONNECTIONS);
      booking.ms += performance.now() - before;
      booking.done += round.length;
    }
    const perSecond = (booking.done / booking.ms) * 1000;
    const rawPerSecond = raw.perSecond();
    return {
      perSecond: round(perSecond),
      rawPerSecond: round(rawPerSecond),
      ratio: round(perSecond / rawPerSecond, 2),
    };
  } finally {
    if (server && server.exitCode === null) {
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
    rmSync(stateDir, { recursive: true, force: true });
  }
}

interface PreparedBooks {
  readonly orderIds: readonly string[];
  readonly keyId: string;
  readonly privateKey: KeyObject;
}

async function prepareBooks(stateDir: string, households: number): Promise<PreparedBooks> {
  const storage = await openStorage({ url: `sqlite:${join(stateDir, 'books.sqlite')}` });
  const now = systemClock.now();
  const estate = await seedTestEstate(storage, { households, newId, now, cardKey: loadCardKey(stateDir) });
  const [kiosk] = await seedDemoKiosks(storage, newId, now);
  if (!kiosk) throw new Error('no kiosk');
  const { privateKey } = generateKeyPairSync('ed25519');
  const { code } = unwrap(await issueEnrolmentCode(storage, kiosk.kioskId, now));
  const { keyId } = unwrap(await enrolKiosk(storage, { code, publicKey: rawPublicKey(privateKey) }, now, newId));
  const orderIds = await createCashOrders(storage, stateDir, estate, kiosk);
  await storage.close();
  return { orderIds, keyId, privateKey };
}

async function createCashOrders(
  storage: Storage,
  stateDir: string,
  { communityId, households }: TestEstate,
  kiosk: KioskIdentity,
): Promise<string[]> {
  const now = systemClock.now();
  const sessions = households.map(({ roomId, billIds }) => ({
    session_id: newId(),
    kiosk_id: kiosk.kioskId,
    community_id: communityId,
    room_id: roomId,
    bills: JSON.stringify(billIds.map((billId) => ({ billId, itemName: '物业服务费', period: '2026年10月' }))),
    payer_masked: '张*',
    room_label: '3栋2单元*01',
    opened_at: now,
    expires_at: now + 900_000,
    closed_at: null,
  }));
  await storage.transact((tx) => insertRows(tx, 'kiosk_session', sessions));
  const context = {
    storage,
    clock: systemClock,
    newId,
    logger: pino({ level: 'silent' }),
    failPoints: noFailPoints,
    channels: {},
    watch: createOrderWatch(),
    receiptKey: loadReceiptKey(stateDir),
    publicUrl: '',
  };
  const orders = households.map(async ({ billIds }, index) => {
    const sessionId = sessions[index]?.session_id ?? '';
    const order: CreatePaymentOrder = {
      orderId: newId(),
      sessionId,
      billIds: [...billIds],
      purpose: 'bills',
      amountFen: fen(DUE_FEN),
      method: 'cash',
    };
    return unwrap(await recordOrder(context, kiosk, order)).order_id;
  });
  return Promise.all(orders);
}

/** One writer, one row like that of a payment, one flush to disk at a time: the floor every booking stands on. */
function rawCommits(directory: string): { runFor(ms: number): void; perSecond(): number } {
  const file = new BetterSqlite(join(directory, 'raw.sqlite'));
  file.pragma('journal_mode = WAL');
  file.pragma('synchronous = FULL');
  file.exec(`create table payment (
    order_id text primary key, room_id text, entry_id text, receipt_number text, received_fen integer,
    allocated_fen integer, to_prepayment_fen integer, unclaimed_fen integer, paid_at integer, booked_at integer)`);
  const insert = file.prepare('insert into payment values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  let commits = 0;
  let ms = 0;
  return {
    runFor: (duration) => {
      const before = performance.now();
      while (performance.now() < before + duration) {
        const at = systemClock.now();
        insert.run(newId(), newId(), newId(), `K001-${commits}`, 20_000, DUE_FEN, 20_000 - DUE_FEN, 0, at, at);
        commits += 1;
      }
      ms += performance.now() - before;
    },
    perSecond: () => (commits / ms) * 1000,
  };
}

async function startServerProcess(stateDir: string): Promise<{ process: ChildProcess; url: string }> {
  const config = join(stateDir, 'server.json');
  writeFileSync(config, JSON.stringify({ port: 0, stateDir, logLevel: 'warn' }));
  const child = fork(SERVER, {
    env: { ...process.env, LOUTING_CONFIG: config },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [ready] = (await once(child, 'message')) as [{ url: string }];
  return { process: child, url: ready.url };
}

/** A whole signed HTTP request. */
function settlement(origin: string, orderId: string, { keyId, privateKey }: PreparedBooks): Buffer {
  const { host, pathname, href } = new URL(`/kiosk/v1/payment-orders/${orderId}/cash-settlement`, origin);
  const stackedAt = systemClock.now();
  const notes = [10_000, 5_000, 5_000].map((denominationFen) => ({ noteId: newId(), denominationFen, stackedAt }));
  const body = JSON.stringify({ notes, disposition: 'bills', excess: 'prepayment', recovered: false });
  const signature = signRequest({
    method: 'POST',
    url: href,
    body,
    privateKey,
    keyId,
    created: stackedAt,
    nonce: newId(),
  });
  const headers = { host, ...signature, 'content-type': 'application/json', 'content-length': body.length };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([`POST ${pathname} HTTP/1.1`, ...lines, '', body].join('\r\n'));
}

function round(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}
