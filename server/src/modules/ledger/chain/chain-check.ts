import type { Hash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../../../storage/database.ts';
import { createBreaches, type Breaches } from '../breaches.ts';
import type { Anchor } from './anchors.ts';
import { canonicalForm, digestOf, NO_BLOCK_HASH, type PostedEntry, startBlockHash, timeOfId } from './block-hash.ts';
import type { EntryPage } from './entry-pages.ts';
import { signatureIsRight } from './seal-key.ts';
import { type BlockRow, lastBlock } from './sealing.store.ts';

export interface ChainTrust {
  /** Public keys in PEM by key id, from outside the books. Empty: signatures cannot be checked here. */
  readonly keys: ReadonlyMap<string, string>;
  /** Anchors that were kept elsewhere. */
  readonly anchors: readonly Anchor[];
}

export interface ChainState {
  readonly blocks: number;
  readonly sealedEntries: number;
  /** Posted since the last block. */
  readonly unsealedEntries: number;
  readonly last: Anchor | undefined;
  /** How many blocks were signed by a key that is known here; all of them, or none where no key is at hand. */
  readonly signaturesChecked: number;
  readonly anchorsChecked: number;
}

export interface ChainCheck {
  /** Pages in the order of their keys. */
  see(page: EntryPage): Promise<void>;
  end(): Promise<{ readonly state: ChainState; readonly breaches: ChainBreaches }>;
}

export type ChainBreaches = Readonly<Record<'changed' | 'chain' | 'backDated' | 'anchors', readonly string[]>>;

interface OpenBlock {
  readonly head: BlockRow;
  readonly hashing: Hash;
  /** Of all blocks before it. */
  readonly newestBefore: number;
  seen: number;
}

/** Longer than any transaction and any clock that is off: what is older than that was there, or was not. */
const LATE_MS = 15 * 60_000;
const BLOCKS_PER_PAGE = 1_000;

/**
 * Recomputes every block from the entries as they stand now. Blocks overlap in the order of ids, so several are open at
 * once, but only those around the current page.
 */
export function createChainCheck(db: Kysely<Database>, trust: ChainTrust): ChainCheck {
  const changed = createBreaches();
  const chain = createBreaches();
  const backDated = createBreaches();
  const anchors = createBreaches();
  const open = new Map<number, OpenBlock>();
  const finished = new Set<number>();
  let sealedEntries = 0;
  let unsealedEntries = 0;
  let newestOfAll: number | undefined;

  async function openBlocks(page: EntryPage): Promise<void> {
    const wanted = new Set<number>();
    for (const { block_number } of page.sealed.values()) {
      if (!open.has(block_number) && !finished.has(block_number)) wanted.add(block_number);
    }
    if (wanted.size === 0) return;
    const numbers = [...new Set([...wanted].flatMap((number) => [number - 1, number]))];
    const rows = await db.selectFrom('ledger_block').selectAll().where('block_number', 'in', numbers).execute();
    const heads = new Map(rows.map((row) => [row.block_number, row]));
    for (const number of wanted) {
      const head = heads.get(number);
      const newestBefore = heads.get(number - 1)?.newest_id_at ?? 0;
      if (head) open.set(number, { head, hashing: startBlockHash(head), newestBefore, seen: 0 });
    }
  }

  function seeSealed(posted: PostedEntry, seal: Database['ledger_sealed']): void {
    const { entry_id } = posted.entry;
    const block = open.get(seal.block_number);
    if (!block) {
      const why = finished.has(seal.block_number) ? 'was put into it afterwards' : 'is sealed in it, but it is gone';
      changed.add(`block ${seal.block_number}: entry ${entry_id} ${why}`);
      return;
    }
    sealedEntries += 1;
    const canonical = canonicalForm(posted);
    if (digestOf(canonical) !== seal.digest) {
      changed.add(`block ${seal.block_number}: entry ${entry_id} was changed after it was sealed`);
    }
    block.hashing.update(canonical);
    block.seen += 1;
    if (isLate(posted, block.newestBefore)) {
      backDated.add(`entry ${entry_id} came into block ${seal.block_number}, long after its own time`);
    }
    if (entry_id === block.head.last_entry_id) finish(block);
  }

  function finish(block: OpenBlock): void {
    const { block_number, entries, hash, first_entry_id, last_entry_id } = block.head;
    open.delete(block_number);
    finished.add(block_number);
    if (block.hashing.digest('hex') === hash && block.seen === entries) return;
    const range = `${first_entry_id} … ${last_entry_id}`;
    changed.add(
      `block ${block_number} (${range}): ${entries} entries were sealed, ${block.seen} are there, hash differs`,
    );
  }

  return {
    see: async (page) => {
      newestOfAll ??= (await lastBlock(db))?.newest_id_at ?? 0;
      await openBlocks(page);
      const gone = new Map(page.sealed);
      for (const posted of page.entries) {
        const { entry_id } = posted.entry;
        const seal = page.sealed.get(entry_id);
        gone.delete(entry_id);
        if (seal) {
          seeSealed(posted, seal);
        } else {
          unsealedEntries += 1;
          if (isLate(posted, newestOfAll)) backDated.add(`entry ${entry_id} is not sealed, though newer ones are`);
        }
      }
      for (const { entry_id, block_number } of gone.values()) {
        changed.add(`block ${block_number}: entry ${entry_id} was deleted`);
      }
    },
    end: async () => {
      for (const block of open.values()) finish(block);
      const walked = await walkChain(db, trust, { chain, anchors }, (number) => {
        if (!finished.has(number)) changed.add(`block ${number}: none of its entries is there`);
      });
      return {
        state: { ...walked, sealedEntries, unsealedEntries, anchorsChecked: trust.anchors.length },
        breaches: { changed: changed.found, chain: chain.found, backDated: backDated.found, anchors: anchors.found },
      };
    },
  };
}

/** Its id and its event are both older than what had been sealed long before: somebody put it into the past. */
function isLate({ entry }: PostedEntry, newest: number): boolean {
  const made = timeOfId(entry.entry_id);
  return made !== undefined && made < newest - LATE_MS && entry.occurred_at < newest - LATE_MS;
}

async function walkChain(
  db: Kysely<Database>,
  { keys, anchors }: ChainTrust,
  breaches: { readonly chain: Breaches; readonly anchors: Breaches },
  each: (block: number) => void,
): Promise<Pick<ChainState, 'blocks' | 'last' | 'signaturesChecked'>> {
  const anchorsOf = Map.groupBy(anchors, (anchor) => anchor.block);
  let last: BlockRow | undefined;
  let blocks = 0;
  let signaturesChecked = 0;
  for (;;) {
    const page = await blocksAfter(db, last?.block_number ?? 0);
    if (page.length === 0) break;
    for (const block of page) {
      const number = block.block_number;
      if (number !== (last?.block_number ?? 0) + 1)
        breaches.chain.add(`block ${number}: the blocks before it are gone`);
      if (block.previous_hash !== (last?.hash ?? NO_BLOCK_HASH)) {
        breaches.chain.add(`block ${number}: does not continue the block before it`);
      }
      if (keys.size > 0) {
        signaturesChecked += 1;
        const broken = signatureBreach(block, keys);
        if (broken) breaches.chain.add(`block ${number}: ${broken}`);
      }
      for (const anchor of anchorsOf.get(number) ?? []) checkAnchor(anchor, block, keys, breaches.anchors);
      anchorsOf.delete(number);
      each(number);
      blocks += 1;
      last = block;
    }
  }
  for (const missing of [...anchorsOf.values()].flat()) {
    breaches.anchors.add(`block ${missing.block} of ${timeWords(missing.time)} is gone from the books`);
  }
  return { blocks, signaturesChecked, last: last && anchorOf(last) };
}

function signatureBreach(block: BlockRow, keys: ReadonlyMap<string, string>): string | undefined {
  const publicKey = keys.get(block.key_id);
  if (publicKey === undefined) return `signed with key ${block.key_id}, which is not known here`;
  const signed = { block: block.block_number, hash: block.hash, sealedAt: block.sealed_at };
  return signatureIsRight(publicKey, signed, block.signature) ? undefined : 'its signature is not of its hash';
}

function checkAnchor(anchor: Anchor, block: BlockRow, keys: ReadonlyMap<string, string>, breaches: Breaches): void {
  const publicKey = keys.get(anchor.keyId);
  const signed = { block: anchor.block, hash: anchor.hash, sealedAt: anchor.time };
  if (publicKey === undefined || !signatureIsRight(publicKey, signed, anchor.signature)) {
    breaches.add(`the anchor of block ${anchor.block} is not signed by a known key`);
  } else if (anchor.hash !== block.hash || anchor.time !== block.sealed_at) {
    breaches.add(`block ${anchor.block}: rewritten after ${timeWords(anchor.time)}, the anchor has another hash`);
  }
}

export function blocksAfter(db: Kysely<Database>, after: number): Promise<BlockRow[]> {
  return db
    .selectFrom('ledger_block')
    .selectAll()
    .where('block_number', '>', after)
    .orderBy('block_number')
    .limit(BLOCKS_PER_PAGE)
    .execute();
}

export function anchorOf(block: BlockRow): Anchor {
  return {
    block: block.block_number,
    hash: block.hash,
    time: block.sealed_at,
    keyId: block.key_id,
    signature: block.signature,
  };
}

function timeWords(at: number): string {
  return new Date(at).toISOString();
}
