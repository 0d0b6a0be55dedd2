import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import { pino } from 'pino';
import { DUE_FEN, seedTestEstate, type TestEstate } from '../../server/src/app/testing/test-estate.ts';
import type { ServerSettings } from '../../server/src/config.ts';
import { rawPublicKey, signRequest } from '../../server/src/contract/request-signature.ts';
import { loadCardKey } from '../../server/src/modules/cards/cards.ts';
import { kioskNumber } from '../../server/src/modules/kiosks/kiosks.ts';
import { enrolKiosk, issueEnrolmentCode, type KioskIdentity } from '../../server/src/modules/kiosks/kiosks.store.ts';
import { recordOrder } from '../../server/src/modules/payments/create-order.ts';
import { createOrderWatch } from '../../server/src/modules/payments/order-watch.ts';
import { loadReceiptKey } from '../../server/src/modules/receipts/receipts.ts';
import { insertRows } from '../../server/src/storage/insert-rows.ts';
import { openStorage, type Storage } from '../../server/src/storage/storage.ts';
import { sendAtRate } from './http-load.ts';

const SERVER = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url));
/** Orders that are recorded at the same time while the books are prepared. */
const ORDERS_AT_ONCE = 500;
const HALF_LOAD_MS = 3_000;

/** An order of cash whose notes are in the box, and the kiosk that is about to say so. */
export interface OrderToSettle {
  readonly orderId: string;
  readonly keyId: string;
  readonly privateKey: KeyObject;
}

/** Books with one open order in cash for each of so many households, spread over enrolled kiosks. */
export async function prepareBooks(
  url: string,
  stateDir: string,
  options: { readonly households: number; readonly kiosks: number },
): Promise<OrderToSettle[]> {
  const storage = await openStorage({ url });
  const now = systemClock.now();
  const estate = await seedTestEstate(storage, {
    households: options.households,
    newId,
    now,
    cardKey: loadCardKey(stateDir),
  });
  const fleet: EnrolledKiosk[] = [];
  for (let index = 1; index <= options.kiosks; index += 1) {
    fleet.push(await enrolledKiosk(storage, estate.communityId, kioskNumber(index), now));
  }
  const orders = await createCashOrders(storage, stateDir, estate, fleet);
  await storage.close();
  return orders;
}

interface EnrolledKiosk extends KioskIdentity {
  readonly keyId: string;
  readonly privateKey: KeyObject;
}

async function enrolledKiosk(
  storage: Storage,
  communityId: string,
  number: string,
  now: number,
): Promise<EnrolledKiosk> {
  const kioskId = newId();
  const kiosk = { kiosk_id: kioskId, number, community_id: communityId, location: number, created_at: now } as const;
  await storage.transact((tx) => insertRows(tx, 'kiosk', [{ ...kiosk, status: 'not-enrolled' }]));
  const { privateKey } = generateKeyPairSync('ed25519');
  const { code } = unwrap(await issueEnrolmentCode(storage, kioskId, now));
  const { keyId } = unwrap(await enrolKiosk(storage, { code, publicKey: rawPublicKey(privateKey) }, now, newId));
  return { kioskId, number, communityId, keyId, privateKey };
}

async function createCashOrders(
  storage: Storage,
  stateDir: string,
  { communityId, households }: TestEstate,
  fleet: readonly EnrolledKiosk[],
): Promise<OrderToSettle[]> {
  const now = systemClock.now();
  const tasks = households.map(({ roomId, billIds }, index) => {
    const kiosk = fleet[index % fleet.length];
    if (!kiosk) throw new Error('no kiosk');
    return { kiosk, roomId, billIds, sessionId: newId() };
  });
  const sessions = tasks.map(({ kiosk, roomId, billIds, sessionId }) => ({
    session_id: sessionId,
    kiosk_id: kiosk.kioskId,
    community_id: communityId,
    room_id: roomId,
    bills: JSON.stringify(billIds.map((billId) => ({ billId, itemName: '物业服务费', period: '2026年10月' }))),
    payer_masked: '张*',
    room_label: '3栋2单元*01',
    opened_at: now,
    expires_at: now + 3_600_000,
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
  const orders: OrderToSettle[] = [];
  while (orders.length < tasks.length) {
    const some = tasks.slice(orders.length, orders.length + ORDERS_AT_ONCE).map(async (task) => {
      const { kiosk, billIds, sessionId } = task;
      const amountFen = fen(DUE_FEN);
      const request = { orderId: newId(), sessionId, billIds: [...billIds], amountFen };
      const order = unwrap(await recordOrder(context, kiosk, { ...request, method: 'cash', purpose: 'bills' }));
      return { orderId: order.order_id, keyId: kiosk.keyId, privateKey: kiosk.privateKey };
    });
    orders.push(...(await Promise.all(some)));
  }
  return orders;
}

export interface ServerProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** A server as operators start it, in a process of its own. */
export async function startServerProcess(
  stateDir: string,
  name: string,
  settings: Partial<ServerSettings> = {},
): Promise<ServerProcess> {
  const config = join(stateDir, `${name}.json`);
  writeFileSync(config, JSON.stringify({ port: 0, stateDir, logLevel: 'warn', ...settings }));
  const child: ChildProcess = fork(SERVER, {
    env: { ...process.env, LOUTING_CONFIG: config },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [ready] = (await once(child, 'message')) as [{ url: string }];
  return {
    url: ready.url,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** A whole signed HTTP request with three notes. */
export function settlement(origin: string, { orderId, keyId, privateKey }: OrderToSettle): Buffer {
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

/** How many orders `p99AtHalfLoad` needs when so many bookings a second were reached. */
export function ordersForHalfLoad(perSecond: number): number {
  return Math.ceil((perSecond / 2) * (HALF_LOAD_MS / 1000));
}

/** Of 100 answers 99 come within so many milliseconds when bookings arrive at half the rate that was reached. */
export async function p99AtHalfLoad(origin: string, requests: readonly Buffer[], perSecond: number): Promise<number> {
  const latencies = (await sendAtRate(origin, requests, perSecond / 2)).sort((a, b) => a - b);
  return latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN;
}

export function rounded(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}
