import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@louting/common/clock';
import { newId } from '@louting/common/ids';
import BetterSqlite from 'better-sqlite3';
import { DUE_FEN } from '../../server/src/app/testing/test-estate.ts';
import type { Figures } from './bench.ts';
import {
  ordersForHalfLoad,
  p99AtHalfLoad,
  prepareBooks,
  rounded,
  type ServerProcess,
  settlement,
  startServerProcess,
} from './booking-load.ts';
import { sendAll } from './http-load.ts';

/** A server that has run for a minute, not one that was started just now. */
const WARM_UP = 8_000;
const ROUNDS = 5;
const BOOKINGS_A_ROUND = 2_000;
const AT_HALF_LOAD = 6_000;
const RAW_ROUND_MS = 750;
/** Kiosks that wait for their answer at the same time. */
const CONNECTIONS = 192;

/**
 * Cash bookings a second: each is one request over real HTTP to a server process, with a real signature and a body of
 * three notes, answered after its durable commit with the receipt. Beside it, in turns and on the same disk, how many
 * durable commits of one row SQLite makes one after the other. Orders are created and requests signed beforehand.
 */
export async function benchPaymentsSqlite(): Promise<Figures> {
  const stateDir = mkdtempSync(join(tmpdir(), 'louting-bench-'));
  let server: ServerProcess | undefined;
  try {
    const orders = await prepareBooks(`sqlite:${join(stateDir, 'books.sqlite')}`, stateDir, {
      households: WARM_UP + ROUNDS * BOOKINGS_A_ROUND + AT_HALF_LOAD,
      kiosks: CONNECTIONS,
    });
    const { url } = (server = await startServerProcess(stateDir, 'server'));
    const requests = orders.map((order) => settlement(url, order));
    const raw = rawCommits(stateDir);
    await sendAll(url, requests.splice(0, WARM_UP), CONNECTIONS);
    const booking = { done: 0, ms: 0 };
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      raw.runFor(RAW_ROUND_MS);
      const round = requests.splice(0, BOOKINGS_A_ROUND);
      const before = performance.now();
      await sendAll(url, round, CONNECTIONS);
      booking.ms += performance.now() - before;
      booking.done += round.length;
    }
    const perSecond = (booking.done / booking.ms) * 1000;
    const rawPerSecond = raw.perSecond();
    const half = requests.splice(0, ordersForHalfLoad(perSecond));
    return {
      perSecond: rounded(perSecond),
      rawPerSecond: rounded(rawPerSecond),
      ratio: rounded(perSecond / rawPerSecond, 2),
      p99HalfLoadMs: rounded(await p99AtHalfLoad(url, half, perSecond), 1),
    };
  } finally {
    await server?.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
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
