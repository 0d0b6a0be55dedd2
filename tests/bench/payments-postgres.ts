import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type PostgresCluster, startDurablePostgres } from '../support/postgres.ts';
import type { Figures } from './bench.ts';
import {
  type OrderToSettle,
  ordersForHalfLoad,
  p99AtHalfLoad,
  prepareBooks,
  rounded,
  type ServerProcess,
  settlement,
  startServerProcess,
} from './booking-load.ts';
import { sendAll } from './http-load.ts';

/** Kiosks that wait for their answer at the same time, and clients of pgbench. */
const CLIENTS = 96;
const WARM_UP = 4_000;
const ROUNDS = 4;
const BOOKINGS_A_ROUND = 2_000;
const THREE_WARM_UP = 3_000;
const THREE_ROUND = 6_000;
const AT_HALF_LOAD = 6_000;
const PGBENCH_ROUND_S = 3;

/**
 * Cash bookings a second on PostgreSQL, each one signed HTTP request answered after its durable commit, beside the
 * TPC-B of pgbench (standard script, prepared statements, as many clients, and as many branches, so that its clients do
 * not wait for each other's rows more than they must) on the same durable cluster, in turns. Then the same with three
 * server processes on these books.
 */
export async function benchPaymentsPostgres(): Promise<Figures> {
  const stateDir = mkdtempSync(join(tmpdir(), 'louting-bench-'));
  const servers: ServerProcess[] = [];
  try {
    const cluster = await startDurablePostgres();
    const databaseUrl = await cluster.createDatabase();
    const raw = await pgbench(cluster);
    const orders = await prepareBooks(databaseUrl, stateDir, {
      households: WARM_UP + ROUNDS * BOOKINGS_A_ROUND + THREE_WARM_UP + THREE_ROUND + AT_HALF_LOAD,
      kiosks: CLIENTS,
    });
    const start = async (name: string) => {
      const server = await startServerProcess(stateDir, name, { databaseUrl });
      servers.push(server);
      return server.url;
    };
    const first = await start('one');
    const signedFor = (urls: readonly string[], count: number) =>
      orders.splice(0, count).map((order, index) => settlementAt(urls, index, order));

    await sendAll(first, signedFor([first], WARM_UP).map(requestOf), CLIENTS);
    await vacuumAnalyze(databaseUrl);
    const one = { done: 0, ms: 0 };
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      raw.run();
      const requests = signedFor([first], BOOKINGS_A_ROUND);
      one.ms += await send(requests);
      one.done += requests.length;
    }
    const perSecond = (one.done / one.ms) * 1000;
    const half = signedFor([first], Math.min(AT_HALF_LOAD, ordersForHalfLoad(perSecond)));
    const p99HalfLoadMs = await p99AtHalfLoad(first, half.map(requestOf), perSecond);

    const three = [first, await start('two'), await start('three')];
    await send(signedFor(three, THREE_WARM_UP));
    const together = signedFor(three, THREE_ROUND);
    const threePerSecond = (together.length / (await send(together))) * 1000;
    return {
      perSecond: rounded(perSecond),
      rawPerSecond: rounded(raw.perSecond()),
      ratio: rounded(perSecond / raw.perSecond(), 2),
      p99HalfLoadMs: rounded(p99HalfLoadMs, 1),
      threeOverOne: rounded(threePerSecond / perSecond, 2),
    };
  } finally {
    for (const server of servers) await server.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

interface Addressed {
  readonly origin: string;
  readonly request: Buffer;
}

function settlementAt(origins: readonly string[], index: number, order: OrderToSettle): Addressed {
  const origin = origins[index % origins.length] ?? '';
  return { origin, request: settlement(origin, order) };
}

function requestOf({ request }: Addressed): Buffer {
  return request;
}

/** As autovacuum does within a minute, and as pgbench does to its own tables. */
async function vacuumAnalyze(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('vacuum analyze');
  await client.end();
}

/** @returns milliseconds until all are answered, by whichever server each is addressed to */
async function send(requests: readonly Addressed[]): Promise<number> {
  const byOrigin = Map.groupBy(requests, ({ origin }) => origin);
  const before = performance.now();
  await Promise.all(
    [...byOrigin].map(([origin, some]) => sendAll(origin, some.map(requestOf), CLIENTS / byOrigin.size)),
  );
  return performance.now() - before;
}

async function pgbench(cluster: PostgresCluster): Promise<{ run(): void; perSecond(): number }> {
  const { hostname, port, username, pathname } = new URL(await cluster.createDatabase());
  const place = ['-h', hostname, '-p', port, '-U', username, pathname.slice(1)];
  const run = (...args: string[]) =>
    execFileSync(join(cluster.bin, 'pgbench'), [...args, ...place], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  run('-i', '-q', '-I', 'dtGvp', '-s', String(CLIENTS));
  const rates: number[] = [];
  const tps = () => {
    const output = run('-n', '-M', 'prepared', '-c', String(CLIENTS), '-j', '2', '-T', String(PGBENCH_ROUND_S));
    const rate = /tps = ([\d.]+)/.exec(output)?.[1];
    if (rate === undefined) throw new Error(`pgbench did not say its rate: ${output}`);
    return Number(rate);
  };
  tps();
  return {
    run: () => rates.push(tps()),
    perSecond: () => rates.reduce((sum, rate) => sum + rate, 0) / rates.length,
  };
}
