import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatYuan, fen } from '@louting/common/money';
import { z } from 'zod';
import { auditBooks, type BooksAudit } from './modules/ledger/ledger.audit.ts';
import { openStorage } from './storage/storage.ts';

/** The part of the server's configuration that says where the books are. */
const ConfigSchema = z.looseObject({ databaseUrl: z.string().optional(), stateDir: z.string() });

const SHOWN_BREACHES = 20;

/** EX_NOINPUT of sysexits.h */
const NO_BOOKS = 66;

/** Where the books are: the first argument, else the server's configuration, else the books of `npm start`. */
function booksUrl(): string {
  const [, , argument] = process.argv;
  if (argument !== undefined) return argument;
  const config = process.env.LOUTING_CONFIG;
  if (config === undefined) return 'sqlite:var/server/books.sqlite';
  const { databaseUrl, stateDir } = ConfigSchema.parse(JSON.parse(readFileSync(config, 'utf8')));
  return databaseUrl ?? `sqlite:${join(stateDir, 'books.sqlite')}`;
}

/** Prints every account and every rule. @returns the exit code: 0 sound, 1 not sound, 66 no books there. */
async function main(url: string): Promise<number> {
  // Opening would make new, empty and therefore sound books.
  if (url.startsWith('sqlite:') && !existsSync(url.slice('sqlite:'.length))) {
    process.stderr.write(`no books at ${url}\n`);
    return NO_BOOKS;
  }
  const storage = await openStorage({ url });
  try {
    const audit = await storage.db.transaction().setIsolationLevel('repeatable read').execute(auditBooks);
    process.stdout.write(renderAudit(audit));
    return audit.sound ? 0 : 1;
  } finally {
    await storage.close();
  }
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
  return [head, ...lines, '', ...rules, '', verdict, ''].join('\n');
}

function yuan(amount: number): string {
  return formatYuan(fen(amount)).padStart(18);
}

if (import.meta.main) process.exitCode = await main(booksUrl());
