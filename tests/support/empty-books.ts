import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openStorage } from '../../server/src/storage/storage.ts';
import { postgresIsInstalled, startPostgres } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Path of migrated, empty SQLite books, to copy. */
    readonly emptySqliteBooks: string;
    /** The cluster of this run, and in it migrated, empty books; nothing where PostgreSQL is not installed. */
    readonly postgres: { readonly clusterUrl: string; readonly emptyBooks: string } | undefined;
  }
}

/**
 * Once a run of the tests: books are migrated here and copied by each test. One cluster for all files, because the
 * first copies in a new one take ten times as long as those in one that is warm.
 */
export async function setup(project: TestProject): Promise<() => void> {
  if (project.vitest.projects.every(({ name }) => name === 'browser')) return () => undefined;
  const directory = mkdtempSync(join(tmpdir(), 'louting-empty-books-'));
  const sqlite = join(directory, 'books.sqlite');
  await migrated(`sqlite:${sqlite}`);
  project.provide('emptySqliteBooks', sqlite);
  if (postgresIsInstalled()) {
    const cluster = await startPostgres();
    const emptyBooks = await cluster.createDatabase();
    await migrated(emptyBooks);
    project.provide('postgres', { clusterUrl: cluster.url, emptyBooks });
  }
  return () => rmSync(directory, { recursive: true });
}

async function migrated(url: string): Promise<void> {
  const storage = await openStorage({ url });
  await storage.close();
}
