import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../tests/support/postgres.ts';
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
    const opened = closeAfterSuite(async () => rmSync(directory, { recursive: true, force: true }));
    tests(async (options) => {
      made += 1;
      const path = join(directory, `${made}.sqlite`);
      copyFileSync(inject('emptySqliteBooks'), path);
      return opened(await openStorage({ ...options, url: `sqlite:${path}` }));
    });
  });
  const postgres = inject('postgres');
  if (!postgres) {
    describe(`${name} (postgres)`, () => {
      test.skip('PostgreSQL is not installed here: no initdb below /usr/lib/postgresql', () => undefined);
    });
    return;
  }
  describe(`${name} (postgres)`, () => {
    const made: string[] = [];
    const opened = closeAfterSuite(async () => {
      for (const url of made) await dropDatabase(postgres.clusterUrl, url);
    });
    tests(async (options) => {
      const url = await createDatabase(postgres.clusterUrl, postgres.emptyBooks);
      made.push(url);
      return opened(await openStorage({ ...options, url }));
    });
  });
}

function closeAfterSuite(thenRemove: () => Promise<void>): (storage: Storage) => Storage {
  const open: Storage[] = [];
  afterAll(async () => {
    for (const storage of open) await storage.close();
    await thenRemove();
  });
  return (storage) => {
    open.push(storage);
    return storage;
  };
}
