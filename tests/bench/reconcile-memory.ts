import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { businessDate, businessTime } from '@louting/common/clock';
import { newId } from '@louting/common/ids';
import { fen, formatYuan } from '@louting/common/money';
import { seedTestEstate } from '../../server/src/app/testing/test-estate.ts';
import type { Staff } from '../../server/src/contract/admin-api.ts';
import type { Run } from '../../server/src/contract/reconciliation-api.ts';
import { seedDemoKiosks } from '../../server/src/modules/kiosks/kiosks.store.ts';
import { outTradeNoOf } from '../../server/src/modules/payments/channel-orders.ts';
import { hashPassword } from '../../server/src/modules/staff/password.ts';
import { insertStaff } from '../../server/src/modules/staff/staff.store.ts';
import { insertRows } from '../../server/src/storage/insert-rows.ts';
import { openStorage, type Storage } from '../../server/src/storage/storage.ts';
import { startDurablePostgres } from '../support/postgres.ts';
import { rounded } from './booking-load.ts';

const SERVER = join(import.meta.dirname, '../../server/src/main.ts');
const TELL_MEMORY = new URL('./tell-memory.ts', import.meta.url).href;
const LOGIN = { userName: 'bench', password: 'correct-horse-battery-7' };
/** Up to the middle one SQLite's page caches still fill (64 MB for reading and 64 MB for writing); then it is flat. */
const SMALL = 50_000;
const MIDDLE = 200_000;
/** LOUTING_BENCH_ROWS of them instead. */
const LARGE = Number(process.env.LOUTING_BENCH_ROWS ?? 500_000);
/** One trade of so many is unknown here. */
const ODD_ONE = 100;
const ON_POSTGRES = process.env.LOUTING_BENCH_DATABASE === 'postgres';
const CHUNK = 2_000;
const DAY = businessDate(Date.now() - 86_400_000);
const MORNING = Date.parse(`${DAY}T06:00:00+08:00`);

/**
 * A day's file of a channel through the whole way: uploaded over HTTP, staged, compared with as many payments, its
 * differences written. `peakMb…` is the most memory the server's process ever had, for files of three lengths, each in a
 * process of its own, with what V8 has not collected yet, which is the more the busier the machine is; `liveMb…` the most
 * that was in use right after a full collection; `idleMb` is the peak of a server that was only started, and
 * `othersP99Ms` how long others wait for an answer meanwhile. With LOUTING_BENCH_DATABASE=postgres on PostgreSQL.
 */
export async function benchReconcileMemory(): Promise<Readonly<Record<string, number>>> {
  const cluster = ON_POSTGRES ? await startDurablePostgres() : undefined;
  const newBooks: NewBooks = async (stateDir) =>
    (await cluster?.createDatabase()) ?? `sqlite:${join(stateDir, 'books.sqlite')}`;
  const idle = await measure(newBooks, 0);
  const small = await measure(newBooks, SMALL);
  const middle = await measure(newBooks, MIDDLE);
  const large = await measure(newBooks, LARGE);
  return {
    rows: LARGE,
    idleMb: rounded(idle.peakMb),
    peakMb50k: rounded(small.peakMb),
    peakMb200k: rounded(middle.peakMb),
    peakMb: rounded(large.peakMb),
    liveMb200k: rounded(middle.liveMb),
    liveMb: rounded(large.liveMb),
    seconds: rounded(large.seconds, 1),
    rowsPerSecond: rounded(LARGE / large.seconds),
    othersP99Ms: rounded(large.waitsMs),
  };
}

interface Measured {
  readonly peakMb: number;
  readonly liveMb: number;
  readonly seconds: number;
  /** Of 100 answers to others 99 come within so many milliseconds. */
  readonly waitsMs: number;
}

/** Address of empty books. */
type NewBooks = (stateDir: string) => Promise<string>;

async function measure(newBooks: NewBooks, rows: number): Promise<Measured> {
  const stateDir = mkdtempSync(join(tmpdir(), 'louting-bench-'));
  try {
    const url = await newBooks(stateDir);
    const storage = await openStorage({ url });
    await fillBooks(storage, rows);
    await storage.close();
    const server = await startTelling(stateDir, ON_POSTGRES ? url : undefined);
    const started = performance.now();
    const others = othersWait(server.url);
    if (rows > 0) await upload(server.url, rows);
    const seconds = (performance.now() - started) / 1_000;
    const waitsMs = await others.end();
    return { ...(await server.stop()), seconds, waitsMs };
  } finally {
    rmSync(stateDir, { recursive: true, force: true });
  }
}

const PROBE_EVERY_MS = 25;

/** Somebody else's requests, one after the other, while the file is compared. */
function othersWait(url: string) {
  const waits: number[] = [];
  const ended = new AbortController();
  const probing = (async () => {
    while (!ended.signal.aborted) {
      const asked = performance.now();
      await (await fetch(`${url}/health`)).arrayBuffer();
      waits.push(performance.now() - asked);
      await sleep(PROBE_EVERY_MS);
    }
  })();
  return {
    end: async () => {
      ended.abort();
      await probing;
      return waits.sort((a, b) => a - b)[Math.floor(waits.length * 0.99)] ?? Number.NaN;
    },
  };
}

/** The server as operators start it, on these books. */
async function startTelling(stateDir: string, databaseUrl: string | undefined) {
  const config = join(stateDir, 'config.json');
  writeFileSync(config, JSON.stringify({ port: 0, stateDir, logLevel: 'warn', databaseUrl }));
  const child = spawn(process.execPath, ['--import', TELL_MEMORY, SERVER], {
    env: { ...process.env, LOUTING_CONFIG: config },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let memory = { peakMb: Number.NaN, liveMb: Number.NaN };
  if (!child.stderr) throw new Error('the server has no place to tell its memory');
  createInterface({ input: child.stderr }).on('line', (line) => {
    const [, most, live] = /^maxrss (\d+) live (\d+)$/.exec(line) ?? [];
    if (most === undefined) process.stderr.write(`${line}\n`);
    else memory = { peakMb: Number(most) / 1_024, liveMb: Number(live) / 1_024 };
  });
  const [ready] = (await once(child, 'message')) as [{ url: string }];
  return {
    url: ready.url,
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'close');
      return memory;
    },
  };
}

const orderIdOf = (row: number) => `01920000-0000-7000-8000-${row.toString(16).padStart(12, '0')}`;
/** Amounts from 0.01 to 999.99, scattered. */
const amountOf = (row: number) => ((row * 7_919) % 99_999) + 1;
const timeOf = (row: number) => MORNING + ((row * 97) % 43_200_000);

/** A payment for each row of the file but the odd ones. */
async function fillBooks(storage: Storage, rows: number): Promise<void> {
  const now = Date.now();
  const cardKey = Buffer.alloc(32, 1);
  const { communityId, households } = await seedTestEstate(storage, { households: 1, newId, now, cardKey });
  const [kiosk] = await seedDemoKiosks(storage, newId, now);
  const roomId = households[0]?.roomId ?? '';
  const kioskId = kiosk?.kioskId ?? '';
  const passwordHash = await hashPassword(LOGIN.password);
  const person = { staffId: newId(), userName: LOGIN.userName, name: 'bench', roles: ['finance-auditor' as const] };
  await storage.transact((tx) =>
    insertStaff(tx, { ...person, communityIds: [communityId], passwordHash, createdAt: now }),
  );
  for (let from = 0; from < rows; from += CHUNK) {
    const some = Array.from({ length: Math.min(CHUNK, rows - from) }, (_, index) => from + index).filter(
      (row) => row % ODD_ONE !== 0,
    );
    await storage.transact(async (tx) => {
      await insertRows(
        tx,
        'payment_order',
        some.map((row) => orderRow(row, { kioskId, communityId, roomId })),
      );
      await insertRows(
        tx,
        'payment',
        some.map((row) => paymentRow(row, roomId)),
      );
    });
  }
}

function orderRow(row: number, place: { kioskId: string; communityId: string; roomId: string }) {
  return {
    order_id: orderIdOf(row),
    kiosk_id: place.kioskId,
    session_id: orderIdOf(row),
    community_id: place.communityId,
    room_id: place.roomId,
    payer_masked: '张*',
    room_label: '3栋2单元*01',
    method: 'wechat-qr' as const,
    channel: 'wechat-pay' as const,
    bills: '[]',
    amount_fen: amountOf(row),
    reference: `B${row}`,
    state: 'SUCCEEDED' as const,
    qr_content: null,
    expires_at: timeOf(row),
    created_at: timeOf(row),
    charged_at: null,
    payer_code_hash: null,
    close_requested_at: null,
    failure_code: null,
    failure_detail: null,
    channel_transaction_id: `42${row}`,
    paid_at: timeOf(row),
    resolve_at: null,
    resolve_attempts: 0,
    claimed_until: null,
    manual_by: null,
    purpose: 'bills' as const,
    taken_offline_at: null,
  };
}

function paymentRow(row: number, roomId: string) {
  return {
    order_id: orderIdOf(row),
    room_id: roomId,
    received_fen: amountOf(row),
    allocated_fen: amountOf(row),
    to_prepayment_fen: 0,
    unclaimed_fen: 0,
    entry_id: orderIdOf(row),
    receipt_number: `B${row}`,
    paid_at: timeOf(row),
    booked_at: timeOf(row),
  };
}

const BOUNDARY = 'louting-bench-form';

async function upload(url: string, rows: number): Promise<void> {
  const login = await fetch(`${url}/admin/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(LOGIN),
  });
  const { csrfToken } = (await login.json()) as Staff;
  const answer = await fetch(`${url}/admin/v1/reconciliation/runs`, {
    method: 'POST',
    headers: {
      cookie: String(login.headers.get('set-cookie')).split(';')[0] ?? '',
      'x-csrf-token': csrfToken,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    },
    body: ReadableStream.from(form(rows)),
    duplex: 'half',
    signal: AbortSignal.timeout(1_800_000),
  });
  const run = (await answer.json()) as Run;
  const odd = rows / ODD_ONE;
  const right = run.rows === rows && run.matchedCount === rows - odd && run.openDifferences === odd;
  if (!right) throw new Error(`the day was not compared as it should be: ${JSON.stringify(run)}`);
}

async function* form(rows: number): AsyncGenerator<Uint8Array> {
  const fields = { channel: 'wechat-pay', businessDate: DAY, kind: 'trade', layout: 'wechat-trade', force: 'false' };
  for (const [name, value] of Object.entries(fields)) {
    yield Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  }
  yield Buffer.from(
    `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="day.csv"\r\ncontent-type: text/csv\r\n\r\n`,
  );
  yield Buffer.from(
    '交易时间,微信订单号,商户订单号,交易状态,应结订单金额,微信退款单号,商户退款单号,退款金额,退款状态,手续费,订单金额,申请退款金额\r\n',
  );
  let sumFen = 0;
  for (let from = 0; from < rows; from += CHUNK) {
    let text = '';
    for (let row = from; row < Math.min(from + CHUNK, rows); row += 1) {
      const amount = formatYuan(fen(amountOf(row)));
      sumFen += amountOf(row);
      text += `\`${businessTime(timeOf(row))},\`42${row},\`${outTradeNoOf(orderIdOf(row))},\`SUCCESS,\`${amount},\`0,\`0,\`0.00,\`,\`0.00000,\`${amount},\`0.00\r\n`;
    }
    yield Buffer.from(text);
  }
  const sum = formatYuan(fen(sumFen));
  yield Buffer.from(
    `总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r\n\`${rows},\`${sum},\`0.00,\`0.00,\`0.00000,\`${sum},\`0.00\r\n`,
  );
  yield Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
}
