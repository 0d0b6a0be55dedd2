import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { insertRows } from './insert-rows.ts';
import { statement } from './statement.ts';
import { describeOnEachDatabase } from './test-storages.ts';

const byName = statement((db, values: { name: string; least: string }) =>
  db.selectFrom('party').selectAll().where('name', '=', values.name).where('party_id', '>=', values.least),
);

describeOnEachDatabase('prepared statements', (open) => {
  test.each([0, 1, 257, 1_001])('%i rows are written, each once', async (count) => {
    const storage = await open();
    const rows = Array.from({ length: count }, (_, index) => ({
      party_id: `${index}`,
      name: `n${index}`,
      phone: null,
    }));
    await storage.transact((tx) => insertRows(tx, 'party', rows));
    const written = await storage.db.selectFrom('party').selectAll().execute();
    expect(new Set(written.map((row) => row.name)).size).toBe(count);
  });

  test('a statement binds the values of each call', async () => {
    const storage = await open();
    const rows = ['a', 'b'].map((id) => ({ party_id: id, name: 'same', phone: null }));
    await storage.transact((tx) => insertRows(tx, 'party', rows));
    expect(await byName(storage.db, { name: 'same', least: 'a' })).toHaveLength(2);
    expect(await byName(storage.db, { name: 'same', least: 'b' })).toEqual([rows[1]]);
    expect(await byName(storage.db, { name: 'none', least: 'a' })).toEqual([]);
  });

  test('a newer server adds a column: what was prepared before goes on', async () => {
    const storage = await open();
    const look = () => storage.transact((tx) => byName(tx, { name: 'same', least: 'a' }));
    await storage.transact((tx) => insertRows(tx, 'party', [{ party_id: 'a', name: 'same', phone: null }]));
    await Promise.all([look(), look()]);
    await storage.transact((tx) => sql`alter table party add column nickname text`.execute(tx));
    expect(await look()).toEqual([{ party_id: 'a', name: 'same', phone: null, nickname: null }]);
  });
});
