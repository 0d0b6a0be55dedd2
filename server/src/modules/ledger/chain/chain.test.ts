import { newId } from '@louting/common/ids';
import { expect, test } from 'vitest';
import type { Storage } from '../../../storage/storage.ts';
import { describeOnEachDatabase } from '../../../storage/test-storages.ts';
import { testBooks } from '../../billing/test-books.ts';
import { auditBooks } from '../ledger.audit.ts';
import { postEntry } from '../ledger.store.ts';
import { canonicalForm, digestOf, lowestIdAt, NO_BLOCK_HASH, startBlockHash } from './block-hash.ts';
import { linesBetween } from './entry-pages.ts';
import { exportAnchors } from './export-anchors.ts';
import type { SealKey } from './seal-key.ts';
import { sealEntries } from './sealing.store.ts';
import { asDatabaseOwner, newSealKey, postAll, sales } from './test-chain.ts';

const key = newSealKey();
const keys = new Map([[key.keyId, key.publicKey]]);
/** Ids carry the time of the system. */
const clock = { now: () => Date.now() + 1_000 };

async function seal(storage: Storage, by: SealKey = key): Promise<number> {
  return sealEntries({ storage, clock, key: by }, 'everything');
}

async function broken(storage: Storage, anchors: Parameters<typeof auditBooks>[1] = { trust: { keys, anchors: [] } }) {
  const { invariants } = await auditBooks(storage.db, anchors);
  return Object.fromEntries(
    invariants.filter((rule) => rule.breaches.length > 0).map((rule) => [rule.name, [...rule.breaches]]),
  );
}

/** Three blocks of three entries. */
async function sealedBooks(storage: Storage) {
  const { communityId } = await testBooks(storage);
  for (const amounts of [
    [100, 200, 300],
    [400, 500, 600],
    [700, 800, 900],
  ]) {
    await postAll(storage, sales(communityId, amounts));
    expect(await seal(storage)).toBe(3);
  }
  const ids = (await storage.db.selectFrom('ledger_entry').select('entry_id').orderBy('entry_id').execute()).map(
    (row) => row.entry_id,
  );
  return { communityId, idAt: (index: number) => ids[index] ?? '' };
}

const CHANGED = 'sealed entries are as they were sealed';
const CHAIN = 'the chain of blocks is whole and signed';

describeOnEachDatabase('sealed ledger', (open) => {
  test('what is posted is sealed once, block by block, and the audit follows the chain', async () => {
    const storage = await open();
    await sealedBooks(storage);
    expect(await seal(storage)).toBe(0);
    const { chain, sound } = await auditBooks(storage.db, { trust: { keys, anchors: [] } });
    expect(chain).toMatchObject({ blocks: 3, sealedEntries: 9, unsealedEntries: 0, signaturesChecked: 3 });
    expect(sound).toBe(true);
  });

  test('a commit becomes visible after younger ones were sealed: it is not skipped', async () => {
    const storage = await open();
    const { communityId } = await testBooks(storage);
    const [early, ...later] = sales(communityId, [1, 2, 3]);
    await postAll(storage, later);
    expect(await sealEntries({ storage, clock, key }, 'recent')).toBe(2);
    if (early) await postAll(storage, [early]);
    expect(await sealEntries({ storage, clock, key }, 'recent')).toBe(1);
    expect(await broken(storage)).toEqual({});
  });

  test('two processes seal at once: every entry is in one block', async () => {
    const storage = await open();
    const { communityId } = await testBooks(storage);
    await postAll(storage, sales(communityId, [1, 2, 3, 4]));
    const sealed = await Promise.allSettled([seal(storage), seal(storage), seal(storage)]);
    expect(sealed.some((result) => result.status === 'fulfilled' && result.value === 4)).toBe(true);
    expect((await auditBooks(storage.db)).chain).toMatchObject({ sealedEntries: 4, unsealedEntries: 0 });
    expect(await broken(storage)).toEqual({});
  });

  test('a line is altered with all sums adjusted to it: the audit names the entry', async () => {
    const storage = await open();
    const { idAt } = await sealedBooks(storage);
    await asDatabaseOwner(storage, [
      `update ledger_line set debit_fen = debit_fen * 2, credit_fen = credit_fen * 2 where entry_id = '${idAt(4)}'`,
      `update ledger_balance set debit_fen = debit_fen + 500 where account_code = '1002' and slot = (select min(slot)
        from ledger_balance where account_code = '1002')`,
      `update ledger_balance set credit_fen = credit_fen + 500 where account_code = '6001' and slot = (select min(slot)
        from ledger_balance where account_code = '6001')`,
      `update ledger_turnover set debit_fen = debit_fen + 500 where account_code = '1002'`,
      `update ledger_turnover set credit_fen = credit_fen + 500 where account_code = '6001'`,
    ]);
    const found = await broken(storage);
    expect(Object.keys(found)).toEqual([CHANGED]);
    expect(found[CHANGED]?.[0]).toContain(`block 2: entry ${idAt(4)} was changed`);
  });

  test('an entry is deleted: the audit names it and its block', async () => {
    const storage = await open();
    const { idAt } = await sealedBooks(storage);
    const gone = idAt(8);
    await asDatabaseOwner(storage, [
      `delete from ledger_line where entry_id = '${gone}'`,
      `delete from ledger_entry where entry_id = '${gone}'`,
    ]);
    expect((await broken(storage))[CHANGED]?.[0]).toBe(`block 3: entry ${gone} was deleted`);
  });

  test('an entry is inserted into the past, before and after the next sealing: both times found', async () => {
    const storage = await open();
    const { communityId } = await sealedBooks(storage);
    const past = Date.now() - 30 * 86_400_000;
    const forged = `${lowestIdAt(past)}-7${newId().slice(15)}`;
    const lines = sales(communityId, [5], past).map((entry) => ({ ...entry, entryId: forged }));
    await postAll(storage, lines);
    expect((await broken(storage))['no entry was put into the past']?.[0]).toContain(forged);
    expect(await seal(storage)).toBe(1);
    expect((await broken(storage))['no entry was put into the past']).toEqual([
      `entry ${forged} came into block 4, long after its own time`,
    ]);
  });

  test('the chain is written anew without the key: every new block is found, and the old anchor tells since when', async () => {
    const storage = await open();
    const { idAt } = await sealedBooks(storage);
    const { anchors } = await exportAnchors(storage.db, keys);
    await asDatabaseOwner(storage, [
      `update ledger_line set debit_fen = debit_fen * 2, credit_fen = credit_fen * 2 where entry_id = '${idAt(4)}'`,
      ...(await rewrittenChain(storage, idAt(4))),
    ]);
    const found = await broken(storage, { trust: { keys, anchors } });
    expect(found[CHANGED]).toBeUndefined();
    expect(found[CHAIN]).toEqual([
      'block 2: its signature is not of its hash',
      'block 3: its signature is not of its hash',
    ]);
    expect(found['the blocks are those of the anchors']?.[0]).toContain('block 3: rewritten after');
  });

  test('the chain is written anew and signed with a key of their own: that key is not known', async () => {
    const storage = await open();
    await sealedBooks(storage);
    const { anchors } = await exportAnchors(storage.db, keys);
    const thief = newSealKey();
    await asDatabaseOwner(storage, [
      'delete from ledger_sealed',
      'delete from ledger_block',
      'delete from ledger_block_month',
      'delete from ledger_turnover',
    ]);
    expect(await seal(storage, thief)).toBe(9);
    const found = await broken(storage, { trust: { keys, anchors } });
    expect(found[CHAIN]).toEqual([`block 1: signed with key ${thief.keyId}, which is not known here`]);
    expect(found['the blocks are those of the anchors']?.[0]).toContain('block 3');
  });

  test('the last block is cut off with its entries: the anchor misses it', async () => {
    const storage = await open();
    const { idAt } = await sealedBooks(storage);
    const { anchors } = await exportAnchors(storage.db, keys);
    const cut = `entry_id >= '${idAt(6)}'`;
    await asDatabaseOwner(storage, [
      `delete from ledger_sealed where ${cut}`,
      `delete from ledger_line where ${cut}`,
      `delete from ledger_entry where ${cut}`,
      'delete from ledger_block where block_number = 3',
    ]);
    const found = await broken(storage, { trust: { keys, anchors } });
    expect(found[CHAIN]).toBeUndefined();
    expect(found['the blocks are those of the anchors']?.[0]).toContain('block 3');
  });

  test('a posting that is rolled back is never sealed', async () => {
    const storage = await open();
    const { communityId } = await testBooks(storage);
    const [entry] = sales(communityId, [1]);
    await expect(
      storage.transact(async (tx) => {
        if (entry) await postEntry(tx, entry);
        throw new Error('power cut');
      }),
    ).rejects.toThrow('power cut');
    expect(await seal(storage)).toBe(0);
  });
});

/** All that can be computed without the key: digests and hashes. */
async function rewrittenChain(storage: Storage, changedId: string): Promise<string[]> {
  const blocks = await storage.db.selectFrom('ledger_block').selectAll().orderBy('block_number').execute();
  const statements: string[] = [];
  let previous = NO_BLOCK_HASH;
  for (const block of blocks) {
    const head = { ...block, previous_hash: previous };
    const hashing = startBlockHash(head);
    const { first_entry_id: first, last_entry_id: last } = block;
    const lines = Map.groupBy(await linesBetween(storage.db, first, last), (line) => line.entry_id);
    const entries = await storage.db
      .selectFrom('ledger_entry')
      .selectAll()
      .where('entry_id', '>=', first)
      .where('entry_id', '<=', last)
      .orderBy('entry_id')
      .execute();
    for (const entry of entries) {
      const own = lines.get(entry.entry_id) ?? [];
      const doubled = own.map((line) => ({
        ...line,
        debit_fen: line.debit_fen * 2,
        credit_fen: line.credit_fen * 2,
      }));
      const canonical = canonicalForm({ entry, lines: entry.entry_id === changedId ? doubled : own });
      hashing.update(canonical);
      statements.push(
        `update ledger_sealed set digest = '${digestOf(canonical)}' where entry_id = '${entry.entry_id}'`,
      );
    }
    const hash = hashing.digest('hex');
    statements.push(
      `update ledger_block set previous_hash = '${previous}', hash = '${hash}' where block_number = ${block.block_number}`,
    );
    previous = hash;
  }
  return statements;
}
