import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, test } from 'vitest';
import { startPostgres, postgresIsInstalled } from '../../../tests/support/postgres.ts';
import { openStorage, type Storage, type StorageOptions } from './storage.ts';

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
    const opened = closeAfterSuite(() => undefined);
    tests(async (options) => {
      const cluster = await startPostgres();
      return opened(await openStorage({ ...options, url: await cluster.createDatabase() }));
    });
  });
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
