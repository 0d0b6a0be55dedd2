import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '@louting/common/clock';
import type { Insertable, Kysely, Transaction } from 'kysely';
import type { Database } from '../../../storage/database.ts';
import { insertRows } from '../../../storage/insert-rows.ts';
import type { Storage } from '../../../storage/storage.ts';
import { accountingMoment, monthOf } from '../accounting-month.ts';
import {
  canonicalForm,
  digestOf,
  lowestIdAt,
  NO_BLOCK_HASH,
  type PostedEntry,
  startBlockHash,
  timeOfId,
} from './block-hash.ts';
import { linesBetween } from './entry-pages.ts';
import { type SealKey, signBlock } from './seal-key.ts';

export interface SealingDependencies {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly key: SealKey;
}

const ENTRIES_PER_PAGE = 2_000;
/** A block's transaction holds every other writer of SQLite up for a few milliseconds. */
const ENTRIES_PER_BLOCK = 500;
/**
 * Commits become visible out of the order of ids. Each run looks this far back; the sweep looks at everything, so
 * that an entry which came later still is sealed within a day. Nothing is skipped by a counter that ran past it.
 */
const LOOK_BACK_MS = 120_000;

export type SealScope = 'recent' | 'everything';

/**
 * Seals entries that are committed and not sealed. Reading and hashing happen outside of transactions: entries are
 * immutable, and what another process sealed meanwhile is noticed before it would be sealed twice.
 * @returns how many entries were sealed
 */
export async function sealEntries(
  dependencies: SealingDependencies,
  scope: SealScope,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  const { db } = dependencies.storage;
  const newest = (await lastBlock(db))?.newest_id_at;
  let after = scope === 'everything' || newest === undefined ? '' : lowestIdAt(newest - LOOK_BACK_MS);
  let sealed = 0;
  while (!signal.aborted) {
    const page = await pageAfter(db, after);
    const last = page.at(-1);
    if (!last) break;
    const open = page.filter((row) => row.block_number === null).map((row) => row.entry_id);
    for (let first = 0; first < open.length; first += ENTRIES_PER_BLOCK) {
      sealed += await sealBlock(dependencies, open.slice(first, first + ENTRIES_PER_BLOCK));
    }
    after = last.entry_id;
    await nextTurn();
  }
  return sealed;
}

function pageAfter(db: Kysely<Database>, after: string) {
  return db
    .selectFrom('ledger_entry as entry')
    .leftJoin('ledger_sealed as sealed', 'sealed.entry_id', 'entry.entry_id')
    .where('entry.entry_id', '>', after)
    .orderBy('entry.entry_id')
    .limit(ENTRIES_PER_PAGE)
    .select(['entry.entry_id', 'sealed.block_number'])
    .execute();
}

/** Entries that are not sealed yet, except one that came more than two minutes late: the daily sweep finds that. */
export async function openTail(db: Kysely<Database>) {
  const newest = (await lastBlock(db))?.newest_id_at;
  return db
    .selectFrom('ledger_entry as entry')
    .where('entry.entry_id', '>', newest === undefined ? '' : lowestIdAt(newest - LOOK_BACK_MS))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('ledger_sealed')
            .select('block_number')
            .whereRef('ledger_sealed.entry_id', '=', 'entry.entry_id'),
        ),
      ),
    );
}

export type BlockRow = Database['ledger_block'];

export function lastBlock(db: Kysely<Database>): Promise<BlockRow | undefined> {
  return db.selectFrom('ledger_block').selectAll().orderBy('block_number', 'desc').limit(1).executeTakeFirst();
}

/** @param ids of posted entries that are not sealed, in order */
async function sealBlock(dependencies: SealingDependencies, ids: readonly string[]): Promise<number> {
  const { storage, clock, key } = dependencies;
  const entries = await postedEntries(storage.db, ids);
  for (;;) {
    const previous = await lastBlock(storage.db);
    const made = makeBlock(entries, previous, clock.now(), key);
    const written = await storage.transact((tx) => writeBlock(tx, made, previous));
    if (written === 'written') return entries.length;
    if (written === 'already-sealed') return 0;
  }
}

interface MadeBlock {
  readonly block: BlockRow;
  readonly sealed: Insertable<Database['ledger_sealed']>[];
  readonly turnover: Insertable<Database['ledger_turnover']>[];
}

function makeBlock(
  entries: readonly PostedEntry[],
  previous: BlockRow | undefined,
  now: number,
  key: SealKey,
): MadeBlock {
  const head = {
    block_number: (previous?.block_number ?? 0) + 1,
    previous_hash: previous?.hash ?? NO_BLOCK_HASH,
    entries: entries.length,
    // An id of the future, from a clock that runs ahead, must not move the look-back past what is to come.
    newest_id_at: entries.reduce(
      (newest, { entry }) => Math.max(newest, Math.min(timeOfId(entry.entry_id) ?? 0, now)),
      previous?.newest_id_at ?? 0,
    ),
    sealed_at: now,
  };
  const hashing = startBlockHash(head);
  const sealed: Insertable<Database['ledger_sealed']>[] = [];
  const turnover = new Map<string, Insertable<Database['ledger_turnover']>>();
  for (const posted of entries) {
    const canonical = canonicalForm(posted);
    hashing.update(canonical);
    const { entry_id } = posted.entry;
    sealed.push({ entry_id, block_number: head.block_number, digest: digestOf(canonical) });
    addTurnover(turnover, posted);
  }
  const hash = hashing.digest('hex');
  const block = {
    ...head,
    hash,
    first_entry_id: entries.at(0)?.entry.entry_id ?? '',
    last_entry_id: entries.at(-1)?.entry.entry_id ?? '',
    key_id: key.keyId,
    signature: signBlock(key, { block: head.block_number, hash, sealedAt: now }),
  };
  return { block, sealed, turnover: [...turnover.values()] };
}

function addTurnover(turnover: Map<string, Insertable<Database['ledger_turnover']>>, posted: PostedEntry): void {
  const { community_id } = posted.entry;
  const month = monthOf(accountingMoment(posted.entry));
  for (const { account_code, debit_fen, credit_fen } of posted.lines) {
    const row = turnover.get(`${community_id} ${month} ${account_code}`);
    if (row) {
      row.debit_fen += debit_fen;
      row.credit_fen += credit_fen;
    } else {
      turnover.set(`${community_id} ${month} ${account_code}`, {
        community_id,
        month,
        account_code,
        debit_fen,
        credit_fen,
      });
    }
  }
}

async function writeBlock(
  tx: Transaction<Database>,
  { block, sealed, turnover }: MadeBlock,
  previous: BlockRow | undefined,
): Promise<'written' | 'already-sealed' | 'overtaken'> {
  const ids = sealed.map((row) => row.entry_id);
  const known = await tx
    .selectFrom('ledger_sealed')
    .select('entry_id')
    .where('entry_id', 'in', ids)
    .limit(1)
    .executeTakeFirst();
  if (known) return 'already-sealed';
  if ((await lastBlock(tx))?.block_number !== previous?.block_number) return 'overtaken';
  await insertRows(tx, 'ledger_block', [block]);
  await insertRows(tx, 'ledger_sealed', sealed);
  await insertRows(
    tx,
    'ledger_turnover',
    turnover,
    `on conflict (community_id, month, account_code) do update set
     debit_fen = ledger_turnover.debit_fen + excluded.debit_fen,
     credit_fen = ledger_turnover.credit_fen + excluded.credit_fen`,
  );
  const months = new Map(
    turnover.map(({ community_id, month }) => [`${community_id} ${month}`, { community_id, month }]),
  );
  const blockMonths = [...months.values()].map((row) => ({ ...row, block_number: block.block_number }));
  await insertRows(tx, 'ledger_block_month', blockMonths);
  return 'written';
}

async function postedEntries(db: Kysely<Database>, ids: readonly string[]): Promise<PostedEntry[]> {
  const rows = await db
    .selectFrom('ledger_entry')
    .selectAll()
    .where('entry_id', 'in', ids)
    .orderBy('entry_id')
    .execute();
  const [first, last] = [ids.at(0), ids.at(-1)];
  if (first === undefined || last === undefined) return [];
  const lines = Map.groupBy(await linesBetween(db, first, last), (line) => line.entry_id);
  return rows.map((entry) => ({ entry, lines: lines.get(entry.entry_id) ?? [] }));
}
