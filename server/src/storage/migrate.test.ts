import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompiledQuery, sql } from 'kysely';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { createDatabase } from '../../../tests/support/postgres.ts';
import { create, notes, settle, startPayments } from '../app/testing/test-payments.ts';
import type { Migration } from './migrate.ts';
import { MIGRATIONS } from './migrations.ts';
import { openStorage, type Storage } from './storage.ts';

const directory = mkdtempSync(join(tmpdir(), 'louting-migrations-'));
afterAll(() => rmSync(directory, { recursive: true }));

const postgres = inject('postgres');
let made = 0;
const databases: readonly (readonly [string, () => Promise<string>])[] = [
  [
    'sqlite',
    async () => {
      made += 1;
      return `sqlite:${join(directory, `${made}.sqlite`)}`;
    },
  ],
  ...(postgres ? [['postgres', () => createDatabase(postgres.clusterUrl)] as const] : []),
];

async function tablesOf(storage: Storage): Promise<string[]> {
  const { rows } =
    storage.dialect === 'sqlite'
      ? await sql<{ name: string }>`select name from sqlite_master where type = 'table' order by name`.execute(
          storage.db,
        )
      : await sql<{ name: string }>`select table_name as name from information_schema.tables
          where table_schema = 'public' order by table_name`.execute(storage.db);
  return rows.map((row) => row.name);
}

async function opened<T>(url: string, migrations: readonly Migration[], use: (storage: Storage) => Promise<T>) {
  const storage = await openStorage({ url, migrations });
  try {
    return await use(storage);
  } finally {
    await storage.close();
  }
}

describe.each(databases)('migrations (%s)', (_name, newUrl) => {
  test('books that go from version to version come to the same tables as new books', async () => {
    const newest = await opened(await newUrl(), MIGRATIONS, tablesOf);
    expect(newest).toContain('ledger_line');
    const url = await newUrl();
    for (let version = 1; version < MIGRATIONS.length; version += 1) {
      const older = await opened(url, MIGRATIONS.slice(0, version), tablesOf);
      expect(older).not.toEqual([]);
    }
    expect(await opened(url, MIGRATIONS, tablesOf)).toEqual(newest);
  });

  test('money booked before bookings were made lighter stands as it was', async () => {
    const url = await newUrl();
    const money = async ({ db }: Storage) => [
      await db.selectFrom('payment').selectAll().execute(),
      await db.selectFrom('allocation').selectAll().orderBy('bill_id').execute(),
    ];
    const heavier = MIGRATIONS.filter(({ name }) => name !== 'lighter-bookings');
    const before = await opened(url, heavier, async (storage) => {
      const { home, k1 } = await startPayments(storage);
      const { orderId } = await create(k1, home, 'cash');
      await settle(k1, orderId, { notes: notes(100, 50, 20, 20) });
      return money(storage);
    });
    expect(before.map((rows) => rows.length)).toEqual([1, 2]);
    expect(await opened(url, MIGRATIONS, money)).toEqual(before);
  });

  test('books of a newer version are refused', async () => {
    const url = await newUrl();
    const next: Migration = { number: 9_999, name: 'next', up: () => Promise.resolve() };
    await opened(url, [...MIGRATIONS, next], tablesOf);
    await expect(openStorage({ url })).rejects.toThrow('newer version');
  });

  test('a step that fails half-way leaves the books as they were', async () => {
    const url = await newUrl();
    const before = await opened(url, MIGRATIONS, tablesOf);
    const broken: Migration = {
      number: 9_999,
      name: 'broken',
      up: async (db) => {
        await db.executeQuery(CompiledQuery.raw('create table half (id text)'));
        await db.executeQuery(CompiledQuery.raw('create nonsense'));
      },
    };
    await expect(openStorage({ url, migrations: [...MIGRATIONS, broken] })).rejects.toThrow();
    expect(await opened(url, MIGRATIONS, tablesOf)).toEqual(before);
  });
});

test('an address of another kind is refused', async () => {
  await expect(openStorage({ url: 'mysql://x' })).rejects.toThrow('sqlite: or postgres://');
});

test.runIf(postgres)('two servers that start together migrate once (postgres)', async () => {
  const url = await createDatabase(postgres?.clusterUrl ?? '');
  const [first, second] = await Promise.all([openStorage({ url }), openStorage({ url })]);
  expect(await tablesOf(first)).toEqual(await tablesOf(second));
  await first.close();
  await second.close();
});
