import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { describeOnEachDatabase } from './test-storages.ts';
import { openStorage, type Storage } from './storage.ts';

async function addParty(storage: Storage, id: string): Promise<void> {
  await storage.transact((tx) => tx.insertInto('party').values({ party_id: id, name: id, phone: null }).execute());
}
async function partyIds(storage: Storage): Promise<string[]> {
  const rows = await storage.db.selectFrom('party').select('party_id').orderBy('party_id').execute();
  return rows.map((row) => row.party_id);
}

describeOnEachDatabase('storage', (open) => {
  test('a work that throws among others loses only its own writes', async () => {
    const storage = await open();
    const results = await Promise.allSettled([
      addParty(storage, 'a'),
      storage.transact(async (tx) => {
        await tx.insertInto('party').values({ party_id: 'b', name: 'b', phone: null }).execute();
        throw new Error('refused');
      }),
      addParty(storage, 'a2'),
      addParty(storage, 'a'),
    ]);
    expect(results.map((result) => result.status).slice(0, 3)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[3]?.status).toBe('rejected');
    expect(await partyIds(storage)).toEqual(['a', 'a2']);
  });

  test('what was told ahead stands, though a later work of the same commit throws', async () => {
    const storage = await open();
    const ahead = storage.writeAhead((tx) =>
      tx.insertInto('party').values({ party_id: 'ahead', name: '', phone: null }).execute(),
    );
    const refused = storage.transact(async (tx) => {
      await tx.insertInto('party').values({ party_id: 'b', name: 'b', phone: null }).execute();
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    await (
      await ahead
    ).committed;
    expect(await partyIds(storage)).toEqual(['ahead']);
  });

  test('a reader never sees what is not committed', async () => {
    const storage = await open();
    await storage.transact(async (tx) => {
      await tx.insertInto('party').values({ party_id: 'a', name: 'a', phone: null }).execute();
      expect(await partyIds(storage)).toEqual([]);
    });
    expect(await partyIds(storage)).toEqual(['a']);
  });

  test('forty writers that read before they write end as if one after another', async () => {
    const storage = await open();
    await addParty(storage, 'counter');
    await storage.transact((tx) => tx.updateTable('party').set({ name: '0' }).execute());
    await Promise.all(
      Array.from({ length: 40 }, () =>
        storage.transact(async (tx) => {
          const { name } = await tx.selectFrom('party').select('name').executeTakeFirstOrThrow();
          await tx
            .updateTable('party')
            .set({ name: String(Number(name) + 1) })
            .execute();
        }),
      ),
    );
    const { name } = await storage.db.selectFrom('party').select('name').executeTakeFirstOrThrow();
    expect(name).toBe('40');
  });

  test('power lost before the commit: every writer of it is told, nothing is kept', async () => {
    let cut = false;
    const failPoints = {
      hit: (name: string) => {
        if (cut && name === 'storage.commit.before') throw new Error('power lost');
      },
    };
    const storage = await open({ failPoints });
    await addParty(storage, 'kept');
    cut = true;
    const results = await Promise.allSettled([addParty(storage, 'a'), addParty(storage, 'b')]);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected']);
    cut = false;
    await addParty(storage, 'later');
    expect(await partyIds(storage)).toEqual(['kept', 'later']);
  });

  test('what was told ahead is void when power is lost before the commit', async () => {
    let cut = false;
    const failPoints = {
      hit: (name: string) => {
        if (cut && name === 'storage.commit.before') throw new Error('power lost');
      },
    };
    const storage = await open({ failPoints });
    const add = (id: string) =>
      storage.writeAhead((tx) =>
        tx.insertInto('party').values({ party_id: id, name: id, phone: null }).executeTakeFirst(),
      );
    await (
      await add('kept')
    ).committed;
    cut = true;
    const outcome = add('lost').then(({ committed }) => committed);
    await expect(outcome).rejects.toThrow('power lost');
    cut = false;
    expect(await partyIds(storage)).toEqual(['kept']);
  });

  test('a transaction inside a transaction is refused instead of waiting for ever', async () => {
    const storage = await open();
    await expect(storage.transact(() => addParty(storage, 'inner'))).rejects.toThrow('inside a transaction');
    await addParty(storage, 'after');
    expect(await partyIds(storage)).toEqual(['after']);
  });

  test('closing waits for those who are still writing', async () => {
    const storage = await open();
    const writing = Array.from({ length: 5 }, (_, index) => addParty(storage, `${index}`));
    await storage.close();
    expect((await Promise.allSettled(writing)).map((result) => result.status)).toEqual(Array(5).fill('fulfilled'));
  });

  test('sums of money come back as numbers', async () => {
    const storage = await open();
    const { rows } = await sql<{ total: number }>`
      select sum(amount) as total from (select cast(9007199254740990 as bigint) as amount) as one`.execute(storage.db);
    expect(rows).toEqual([{ total: 9_007_199_254_740_990 }]);
  });
});

test('books closed: everything stands in the one file, so that a copy of it is whole', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'louting-closed-'));
  const path = join(directory, 'books.sqlite');
  const storage = await openStorage({ url: `sqlite:${path}` });
  await addParty(storage, 'kept');
  await storage.close();
  expect(readdirSync(directory)).toEqual(['books.sqlite']);
  rmSync(directory, { recursive: true });
});

test('disk full: those of the same commit are told so, the others write on', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'louting-full-disk-'));
  const storage = await openStorage({ url: `sqlite:${join(directory, 'books.sqlite')}` });
  try {
    await addParty(storage, 'before');
    await storage.transact((tx) => sql`pragma max_page_count = 1`.execute(tx));
    const tooMuch = storage.transact((tx) =>
      tx
        .insertInto('party')
        .values({ party_id: 'big', name: 'x'.repeat(1_000_000), phone: null })
        .execute(),
    );
    await expect(tooMuch).rejects.toThrow('database or disk is full');
    await addParty(storage, 'after');
    expect(await partyIds(storage)).toEqual(['after', 'before']);
  } finally {
    await storage.close();
    rmSync(directory, { recursive: true });
  }
});
