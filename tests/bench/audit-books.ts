import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import { loadSealKey } from '../../server/src/modules/ledger/chain/seal-key.ts';
import { sealEntries } from '../../server/src/modules/ledger/chain/sealing.store.ts';
import { prepaidOfRoom } from '../../server/src/modules/ledger/ledger.store.ts';
import { trialBalance } from '../../server/src/modules/ledger/trial-balance.ts';
import { openStorage, type Storage } from '../../server/src/storage/storage.ts';
import { fillLedger } from '../support/fill-ledger.ts';
import { startDurablePostgres } from '../support/postgres.ts';

const AUDIT = join(import.meta.dirname, '../../server/src/audit-books.ts');
/** Written at its end by the audit's own process. */
const TELL_MEMORY = `data:text/javascript,process.on('exit',()=>process.stderr.write('maxrss '+process.resourceUsage().maxRSS))`;
const DEFAULT_ENTRIES = 100_000;
const ENTRIES_BEFORE = 2_000;
const ROOMS_ASKED = 1_000;

/**
 * `npm run audit-books` on books of many entries, LOUTING_BENCH_ENTRIES of them: seconds, entries a second and the most
 * memory its process ever had. Also what sealing them takes, one trial balance of the sealed books, and the balance of
 * a room before and after. With LOUTING_BENCH_DATABASE=postgres on a durable PostgreSQL.
 */
export async function benchAuditBooks(): Promise<Readonly<Record<string, number>>> {
  const entries = Number(process.env.LOUTING_BENCH_ENTRIES ?? DEFAULT_ENTRIES);
  const directory = mkdtempSync(join(tmpdir(), 'louting-bench-'));
  try {
    const url = await emptyBooks(directory);
    const storage = await openStorage({ url });
    await fillLedger(storage, ENTRIES_BEFORE);
    const balanceMsBefore = await msOfBalances(storage);
    const [communityId, fillSeconds] = await timed(() => fillLedger(storage, entries));
    const balanceMs = await msOfBalances(storage);
    const key = loadSealKey(directory);
    const [, sealSeconds] = await timed(() => sealEntries({ storage, clock: { now: Date.now }, key }, 'everything'));
    const month = new Date().toISOString().slice(0, 7);
    const [, trialSeconds] = await timed(() => trialBalance(storage.db, communityId, month));
    const fileMegabytes = (await bytesOf(storage)) / 2 ** 20;
    await storage.close();
    const [megabytes, auditSeconds] = await timed(() => audit(url, directory));
    const perSecond = entries / auditSeconds;
    const trialMs = trialSeconds * 1_000;
    const size = { entries, fileMegabytes, fillSeconds, sealSeconds };
    return { ...size, balanceMsBefore, balanceMs, trialMs, auditSeconds, perSecond, megabytes };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function emptyBooks(directory: string): Promise<string> {
  if (process.env.LOUTING_BENCH_DATABASE !== 'postgres') return `sqlite:${join(directory, 'books.sqlite')}`;
  return (await startDurablePostgres()).createDatabase();
}

/** What a kiosk and a cashier ask: prepayment of rooms. @returns milliseconds for each of many rooms */
async function msOfBalances(storage: Storage): Promise<number> {
  const [, seconds] = await timed(async () => {
    for (let room = 0; room < ROOMS_ASKED; room += 1) await prepaidOfRoom(storage.db, `room-${room}`);
  });
  return (seconds * 1_000) / ROOMS_ASKED;
}

async function bytesOf({ db, dialect }: Storage): Promise<number> {
  const size =
    dialect === 'sqlite'
      ? sql<{ bytes: number }>`select page_count * page_size as bytes from pragma_page_count, pragma_page_size`
      : sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`;
  return (await size.execute(db)).rows[0]?.bytes ?? Number.NaN;
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const started = performance.now();
  const value = await work();
  return [value, (performance.now() - started) / 1_000];
}

async function audit(url: string, stateDir: string): Promise<number> {
  const args = ['--import', TELL_MEMORY, AUDIT, url, '--state-dir', stateDir];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, told] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (!out.includes('The books are sound.')) throw new Error(`the audit did not find sound books:\n${out}\n${told}`);
  return Number(/maxrss (\d+)/.exec(told)?.[1]) / 1_024;
}
