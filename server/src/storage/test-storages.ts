import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { startPostgres, postgresIsInstalled } from '../../../tests/support/postgres.ts';
import { openStorage, type Storage, type StorageOptions } from './storage.ts';

/** Making a cluster takes a second; on a machine that does much else at once, many. */
const CLUSTER_START_MS = 120_000;

export type OpenEmptyBooks = (options?: Omit<StorageOptions, 'url'>) => Promise<Storage>;

/**
 * The same tests on SQLite and on PostgreSQL. Each `open` answers new, empty books; all are closed after the suite.
 * Where PostgreSQL is not installed its half stands in the report as skipped, with the reason.
 */
export function describeOnEachDatabase(name: string, tests: (open: OpenEmptyBooks) => void): void {
  describe(`${name} (sqlite)`, () => {
    const directory = mkdtempSync(join(tmpdir(), 'louting-books-'));
    let made = 0;
    const opened = closeAfterSuite(() => rmSync(directory, { recursive: true, force: true }));
    tests(async (options) => {
      made += 1;
      return opened(await openStorage({ ...options, url: `sqlite:${join(directory, `${made}.sqlite`)}` }));
    });
  });
  if (!postgresIsInstalled()) {
    describe(`${name} (postgres)`, () => {
      test.skip('PostgreSQL is not installed here: no initdb below /usr/lib/postgresql', () => undefined);
    });
    return;
  }
  describe(`${name} (postgres)`, () => {
    beforeAll(async () => {
      await startPostgres();
    }, CLUSTER_START_MS);
    const opened = closeAfterSuite(() => undefined);
    tests(async (options) => {
      return opened(await openStorage({ ...options, url: await newPostgresBooks() }));
    });
  });
}

let template: Promise<string> | undefined;

/** Copying a migrated database is quicker than migrating each. */
async function newPostgresBooks(): Promise<string> {
  const cluster = await startPostgres();
  template ??= cluster.createDatabase().then(async (url) => {
    const storage = await openStorage({ url });
    await storage.close();
    return url;
  });
  return cluster.createDatabase(await template);
}

function closeAfterSuite(thenRemove: () => void): (storage: Storage) => Storage {
  const open: Storage[] = [];
  afterAll(async () => {
    for (const storage of open) await storage.close();
    thenRemove();
  });
  return (storage) => {
    open.push(storage);
    return storage;
  };
}
