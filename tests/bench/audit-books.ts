import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { loadSealKey } from '../../server/src/modules/ledger/chain/seal-key.ts';
import { sealEntries } from '../../server/src/modules/ledger/chain/sealing.store.ts';
import { trialBalance } from '../../server/src/modules/ledger/trial-balance.ts';
import { openStorage } from '../../server/src/storage/storage.ts';
import { fillLedger } from '../support/fill-ledger.ts';

const AUDIT = join(import.meta.dirname, '../../server/src/audit-books.ts');
/** Written at its end by the audit's own process. */
const TELL_MEMORY = `data:text/javascript,process.on('exit',()=>process.stderr.write('maxrss '+process.resourceUsage().maxRSS))`;
const DEFAULT_ENTRIES = 100_000;

/**
 * `npm run audit-books` on books of many entries, LOUTING_BENCH_ENTRIES of them: seconds, entries a second and the most
 * memory its process ever had. Also what sealing them takes, and one trial balance of the sealed books.
 */
export async function benchAuditBooks(): Promise<Readonly<Record<string, number>>> {
  const entries = Number(process.env.LOUTING_BENCH_ENTRIES ?? DEFAULT_ENTRIES);
  const directory = mkdtempSync(join(tmpdir(), 'louting-bench-'));
  const path = join(directory, 'books.sqlite');
  try {
    const storage = await openStorage({ url: `sqlite:${path}` });
    const [communityId, fillSeconds] = await timed(() => fillLedger(storage, entries));
    const key = loadSealKey(directory);
    const [, sealSeconds] = await timed(() => sealEntries({ storage, clock: { now: Date.now }, key }, 'everything'));
    const month = new Date().toISOString().slice(0, 7);
    const [, trialSeconds] = await timed(() => trialBalance(storage.db, communityId, month));
    await storage.close();
    const [megabytes, auditSeconds] = await timed(() => audit(`sqlite:${path}`));
    const perSecond = entries / auditSeconds;
    const fileMegabytes = statSync(path).size / 2 ** 20;
    const trialMs = trialSeconds * 1_000;
    return { entries, fileMegabytes, fillSeconds, sealSeconds, trialMs, auditSeconds, perSecond, megabytes };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const started = performance.now();
  const value = await work();
  return [value, (performance.now() - started) / 1_000];
}

async function audit(url: string): Promise<number> {
  const child = spawn(process.execPath, ['--import', TELL_MEMORY, AUDIT, url], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, told] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (!out.includes('The books are sound.')) throw new Error(`the audit did not find sound books:\n${out}\n${told}`);
  return Number(/maxrss (\d+)/.exec(told)?.[1]) / 1_024;
}
