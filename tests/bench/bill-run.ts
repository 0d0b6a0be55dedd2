import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@louting/common/ids';
import BetterSqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { DEMO_COMMUNITIES } from '../../server/src/demo/communities.ts';
import { idsFrom, randomFrom } from '../../server/src/demo/random.ts';
import { seedChargeItems, seedCharges } from '../../server/src/demo/seed-charges.ts';
import { seedEstate } from '../../server/src/demo/seed-estate.ts';
import { runBills } from '../../server/src/modules/billing/bill-run.ts';
import type { Database } from '../../server/src/storage/database.ts';
import { openStorage, type Storage } from '../../server/src/storage/storage.ts';

const ROUNDS = 5;
const MONTH = '2026-11';
const clock = { now: () => Date.parse(`${MONTH}-01T09:00:00+08:00`) };
/** What a bill run writes, parents first. */
const WRITTEN = ['bill_run', 'bill', 'bill_line', 'ledger_entry', 'ledger_line', 'ledger_balance'] as const;

/**
 * A bill run of 2,000 households against the raw floor of the same machine: the same rows, already computed, written by
 * prepared single-row inserts in one durable transaction. `ratio` is floor time / run time. Of each the quickest of the
 * rounds counts: what else the machine does can only add time.
 */
export async function benchBillRun(): Promise<Readonly<Record<string, number>>> {
  const directory = mkdtempSync(join(tmpdir(), 'louting-bench-'));
  try {
    const seeded = join(directory, 'seeded.sqlite');
    const communityId = await seedCommunity(seeded);
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measure(directory, seeded, communityId));
    const runMs = Math.min(...rounds.map((round) => round.runMs));
    const rawMs = Math.min(...rounds.map((round) => round.rawMs));
    const { bills = 0, rows = 0 } = rounds[0] ?? {};
    return { bills, rows, runMs, rawMs, billsPerSecond: (bills * 1_000) / runMs, ratio: rawMs / runMs };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measure(directory: string, seeded: string, communityId: string) {
  const [runFile, rawFile] = [join(directory, 'run.sqlite'), join(directory, 'raw.sqlite')];
  for (const file of [runFile, rawFile]) copyFileSync(seeded, file);
  const storage = await openStorage({ url: `sqlite:${runFile}` });
  const request = { runId: newId(), communityId, month: MONTH, dryRun: false };
  const started = performance.now();
  const report = await runBills(storage, request, { clock, newId });
  const runMs = performance.now() - started;
  const rowsOf = await rowsWritten(storage);
  await storage.close();
  const rawMs = insertRaw(rawFile, rowsOf);
  const rows = [...rowsOf.values()].reduce((sum, written) => sum + written.length, 0);
  return { bills: report.bills, rows, runMs, rawMs };
}

/** A community with nothing billed yet. @returns its id */
async function seedCommunity(path: string): Promise<string> {
  const storage = await openStorage({ url: `sqlite:${path}` });
  const random = randomFrom('bench');
  const ids = idsFrom(random, 0);
  const [largest] = DEMO_COMMUNITIES;
  if (!largest) throw new Error('the demo has no community');
  await seedChargeItems(storage);
  const rooms = await seedEstate(storage, largest, { random, newId: ids, today: `${MONTH}-01` });
  await seedCharges(storage, largest, rooms, { random, newId: ids, month: MONTH });
  await storage.close();
  return rooms[0]?.communityId ?? '';
}

type Row = Record<string, unknown>;

async function rowsWritten(storage: Storage): Promise<Map<keyof Database, Row[]>> {
  const rows = new Map<keyof Database, Row[]>();
  for (const table of WRITTEN) {
    const result = await sql<Row>`select * from ${sql.table(table)}`.execute(storage.db);
    rows.set(table, result.rows);
  }
  return rows;
}

/** @returns milliseconds */
function insertRaw(path: string, rowsOf: ReadonlyMap<keyof Database, readonly Row[]>): number {
  const file = new BetterSqlite(path);
  file.pragma('journal_mode = WAL');
  file.pragma('synchronous = FULL');
  file.pragma('foreign_keys = ON');
  const started = performance.now();
  file.transaction(() => {
    for (const [table, rows] of rowsOf) {
      const columns = Object.keys(rows[0] ?? {});
      const marks = columns.map(() => '?').join(', ');
      const insert = file.prepare(`insert into ${table} (${columns.join(', ')}) values (${marks})`);
      for (const row of rows) insert.run(columns.map((column) => row[column]));
    }
  })();
  const elapsed = performance.now() - started;
  file.close();
  return elapsed;
}
