import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatYuan, fen } from '@louting/common/money';
import { z } from 'zod';
import { readAnchorFile } from './modules/ledger/chain/anchors.ts';
import type { ChainState, ChainTrust } from './modules/ledger/chain/chain-check.ts';
import { exportAnchors } from './modules/ledger/chain/export-anchors.ts';
import { sealKeyThere } from './modules/ledger/chain/seal-key.ts';
import { NEWEST_ANCHOR_FILE } from './modules/ledger/chain/sealing.job.ts';
import { type AuditOptions, auditBooks, type BooksAudit } from './modules/ledger/ledger.audit.ts';
import { openStorage } from './storage/storage.ts';

/** The part of the server's configuration that says where the books are. */
const ConfigSchema = z.looseObject({ databaseUrl: z.string().optional(), stateDir: z.string() });

const SHOWN_BREACHES = 20;

/** EX_NOINPUT and EX_USAGE of sysexits.h */
const NO_BOOKS = 66;
const USAGE = 64;

const HELP = `npm run audit-books -- [books] [options]
  books                  sqlite:<path> or postgres://…; else those of the server's configuration
  --state-dir <folder>   the server's state folder with its seal key; else found with the books
  --json                 the whole audit as JSON
  --anchors <file>       also writes the signed anchors of the ledger, to be kept elsewhere
  --against <file>       also compares with anchors that were kept elsewhere
`;

interface Books {
  readonly url: string;
  readonly stateDir: string | undefined;
}

/** Where the books are: as asked, else the server's configuration, else the books of `npm start`. */
function findBooks(url: string | undefined): Books {
  if (url !== undefined) return { url, stateDir: sqlitePath(url) && dirname(sqlitePath(url) ?? '') };
  const config = process.env.LOUTING_CONFIG;
  if (config === undefined) return findBooks('sqlite:var/server/books.sqlite');
  const { databaseUrl, stateDir } = ConfigSchema.parse(JSON.parse(readFileSync(config, 'utf8')));
  return { url: databaseUrl ?? `sqlite:${join(stateDir, 'books.sqlite')}`, stateDir };
}

function sqlitePath(url: string): string | undefined {
  return url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : undefined;
}

/** Prints every account and every rule. @returns the exit code: 0 sound, 1 not sound, 64 wrong use, 66 no books there. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      anchors: { type: 'string' },
      against: { type: 'string' },
      'state-dir': { type: 'string' },
    },
  });
  if (values.help || positionals.length > 1) {
    process.stderr.write(HELP);
    return values.help ? 0 : USAGE;
  }
  const books = findBooks(positionals[0]);
  const path = sqlitePath(books.url);
  // Opening would make new, empty and therefore sound books.
  if (path !== undefined && !existsSync(path)) {
    process.stderr.write(`no books at ${books.url}\n`);
    return NO_BOOKS;
  }
  const trust = readTrust(values['state-dir'] ?? books.stateDir, values.against);
  const storage = await openStorage({ url: books.url });
  try {
    const audit = await storage.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((tx) => auditBooks(tx, { trust, onProgress: showProgress() }));
    process.stdout.write(values.json ? `${JSON.stringify(audit, undefined, 2)}\n` : renderAudit(audit));
    if (values.anchors !== undefined) {
      const file = await exportAnchors(storage.db, trust.keys);
      writeFileSync(values.anchors, `${JSON.stringify(file, undefined, 1)}\n`);
      process.stderr.write(`${file.anchors.length} anchors written to ${values.anchors}\n`);
    }
    return audit.sound ? 0 : 1;
  } finally {
    await storage.close();
  }
}

/** Keys come from the state folder and from the file the auditor kept, never from the books themselves. */
function readTrust(stateDir: string | undefined, against: string | undefined): ChainTrust {
  const own = stateDir === undefined ? undefined : sealKeyThere(stateDir);
  const newest = stateDir === undefined ? undefined : join(stateDir, NEWEST_ANCHOR_FILE);
  const paths = [newest, against].filter((path) => path !== undefined && (path === against || existsSync(path)));
  const files = paths.map((path) => readAnchorFile(readFileSync(path ?? '', 'utf8')));
  const keys = [...(own ? [own] : []), ...files.flatMap((file) => file.keys)];
  return {
    keys: new Map(keys.map(({ keyId, publicKey }) => [keyId, publicKey])),
    anchors: files.flatMap((file) => file.anchors),
  };
}

const QUIET_MS = 1_000;

/** On stderr, and only once it takes longer than a second. */
function showProgress(): NonNullable<AuditOptions['onProgress']> {
  const startedAt = Date.now();
  let toldAt = startedAt;
  return ({ entries, rule }) => {
    const now = Date.now();
    if (now - startedAt < QUIET_MS || (rule === undefined && now - toldAt < QUIET_MS)) return;
    toldAt = now;
    const seconds = ((now - startedAt) / 1_000).toFixed(1);
    process.stderr.write(`${seconds.padStart(7)} s  ${entries} entries${rule === undefined ? '' : `, ${rule}`}\n`);
  };
}

export function renderAudit(audit: BooksAudit): string {
  const lines = audit.accounts.map((account) =>
    [
      account.accountCode.padEnd(16),
      yuan(account.debitFen),
      yuan(account.creditFen),
      yuan(account.balanceFen),
      `  ${account.nameZh} ${account.nameEn}`,
    ].join(''),
  );
  const rules = audit.invariants.flatMap(({ name, breaches }) => [
    `${breaches.length === 0 ? 'ok    ' : 'BROKEN'} ${name}`,
    ...breaches.slice(0, SHOWN_BREACHES).map((breach) => `         ${breach}`),
    ...(breaches.length > SHOWN_BREACHES ? [`         … ${breaches.length - SHOWN_BREACHES} more`] : []),
  ]);
  const head = `${'account'.padEnd(16)}${'debit'.padStart(18)}${'credit'.padStart(18)}${'balance'.padStart(18)}`;
  const verdict = audit.sound ? 'The books are sound.' : 'THE BOOKS ARE NOT SOUND.';
  return [head, ...lines, '', ...rules, '', chainWords(audit.chain), verdict, ''].join('\n');
}

function chainWords(chain: ChainState): string {
  const { blocks, sealedEntries, unsealedEntries, last, signaturesChecked, anchorsChecked } = chain;
  if (!last) return `sealed: nothing yet, ${unsealedEntries} entries wait`;
  const signatures = signaturesChecked === blocks ? 'all signatures checked' : 'NO KEY HERE TO CHECK THE SIGNATURES';
  return [
    `sealed: ${sealedEntries} entries in ${blocks} blocks, ${unsealedEntries} wait; ${signatures}, ${anchorsChecked} anchors`,
    `last block ${last.block} of ${new Date(last.time).toISOString()}: ${last.hash}`,
  ].join('\n');
}

function yuan(amount: number): string {
  return formatYuan(fen(amount)).padStart(18);
}

if (import.meta.main) process.exitCode = await main();
