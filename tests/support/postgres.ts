import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from './free-ports.ts';
import { scratchDirectory } from './scratch.ts';

const INSTALLED = '/usr/lib/postgresql';
const USER = 'louting';

export interface PostgresCluster {
  /** Where its programs are, `pgbench` for one. */
  readonly bin: string;
  /** Address of the database that is always there. */
  readonly url: string;
  /**
   * Makes a new database and answers its `postgres://` address.
   * @param template address of a database that nobody uses, to copy; absent: the new one is empty
   */
  createDatabase(template?: string): Promise<string>;
}

export function postgresIsInstalled(): boolean {
  return binaries() !== undefined;
}

/** A throw-away cluster on loopback, without durability. It ends and is removed with the process that started it. */
export function startPostgres(): Promise<PostgresCluster> {
  return start(NOT_DURABLE, scratchDirectory());
}

/** For benchmarks: a cluster as an operator runs it, every commit on the disk before it is answered. */
export function startDurablePostgres(): Promise<PostgresCluster> {
  return start(DURABLE, tmpdir());
}

/** The log is as short as it can be: a copy of the books goes through it. */
const NOT_DURABLE = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'wal_init_zero=off',
  'autovacuum=off',
  'max_connections=300',
];
const DURABLE = [
  'fsync=on',
  'synchronous_commit=on',
  'full_page_writes=on',
  'max_connections=300',
  'shared_buffers=512MB',
  'max_wal_size=4GB',
];

async function start(settings: readonly string[], parent: string): Promise<PostgresCluster> {
  const bin = binaries();
  if (bin === undefined) throw new Error('PostgreSQL is not installed');
  const directory = mkdtempSync(join(parent, 'louting-pg-'));
  const owner = databaseOwner();
  if (owner) chownSync(directory, owner.uid, owner.gid);
  chmodSync(directory, 0o700);
  const data = join(directory, 'data');
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', USER, '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'],
    { ...owner, cwd: directory, stdio: 'pipe' },
  );
  const port = await freePort();
  endWithThisProcess(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), '-k', directory, ...asOptions(settings)],
    directory,
    owner,
  );
  const url = (database: string) => `postgres://${USER}@127.0.0.1:${port}/${database}`;
  await untilItAnswers(url('postgres'));
  return { bin, url: url('postgres'), createDatabase: (template) => createDatabase(url('postgres'), template) };
}

/** As `createDatabase` of the cluster at that address, for other processes than the one that started it. */
export async function createDatabase(clusterUrl: string, template?: string): Promise<string> {
  const name = `louting_${randomUUID().replaceAll('-', '')}`;
  const copied = template === undefined ? 'template1' : nameOf(template);
  await query(clusterUrl, `create database ${name} template ${copied} strategy file_copy`);
  return new URL(name, clusterUrl).href;
}

export async function dropDatabase(clusterUrl: string, database: string): Promise<void> {
  await query(clusterUrl, `drop database ${nameOf(database)} with (force)`);
}

function nameOf(database: string): string {
  return new URL(database).pathname.slice(1);
}

function asOptions(settings: readonly string[]): string[] {
  return ['listen_addresses=127.0.0.1', ...settings].flatMap((setting) => ['-c', setting]);
}

function binaries(): string | undefined {
  if (!existsSync(INSTALLED)) return undefined;
  const versions = readdirSync(INSTALLED).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(INSTALLED, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

/** PostgreSQL refuses to run as root. */
function databaseOwner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** The shell waits on a pipe that the kernel closes when this process ends, however it ends. */
function endWithThisProcess(
  program: string,
  args: readonly string[],
  directory: string,
  owner: { uid: number; gid: number } | undefined,
): void {
  const script = '"$@" </dev/null & child=$!; read -r _; kill -QUIT $child; wait $child; rm -rf "$0"';
  const shell: ChildProcess = spawn('/bin/sh', ['-c', script, directory, program, ...args], {
    ...owner,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  shell.unref();
  const pipe = shell.stdin;
  if (pipe && 'unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
}

async function untilItAnswers(url: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await query(url, 'select 1');
      return;
    } catch (error) {
      if (attempt === 200) throw error;
      await delay(50);
    }
  }
}

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
