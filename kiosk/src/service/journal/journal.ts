import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import { failed, ok, type Result } from '@louting/common/result';
import Database from 'better-sqlite3';
import { readIntent, type IntentClosing, type IntentRow, type NewIntent, type StoredIntent } from './intents.ts';
import { migrate } from './migrations.ts';

export interface JournalChange {
  readonly open?: readonly NewIntent[];
  readonly close?: readonly IntentClosing[];
}

/** The kiosk's memory across a power cut. A `write` that answered ok is on the disk. */
export interface Journal {
  /**
   * All of the change in one transaction, or nothing. Closing an intent again changes nothing: the first outcome counts.
   * LT-5003 when the disk takes no more, LT-5002 when the file is damaged.
   */
  write(change: JournalChange): Result<undefined>;
  /** All intents of one payment order, oldest first. */
  intentsOf(subject: string): readonly StoredIntent[];
  openIntents(): readonly StoredIntent[];
  /** Orders whose cash was taken off line since then, oldest first; milliseconds since the epoch. */
  offlineCashSince(at: number): readonly Extract<StoredIntent, { kind: 'offline-cash' }>[];
  /** Tries a small write; says whether the disk takes writes again. */
  probe(): Result<undefined>;
  close(): void;
}

export interface JournalOptions {
  readonly stateDirectory: string;
  readonly clock: Clock;
  readonly failPoints: FailPoints;
  /** The journal's own quota, in pages of 4 KiB; without it the disk is the limit. */
  readonly limitPages?: number;
}

/**
 * Opens the journal of this kiosk, or makes it on the very first start. A file that is torn, emptied or gone is LT-5002:
 * what is there is moved aside untouched, and no new journal is begun until staff remove the marker beside it, because
 * an empty journal would forget money.
 */
export function openJournal({ stateDirectory, clock, failPoints, limitPages }: JournalOptions): Result<Journal> {
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
  const file = join(stateDirectory, 'journal.db');
  const marker = join(stateDirectory, 'journal.begun');

  if (existsSync(marker) || existsSync(file)) {
    if (!existsSync(file)) return failed('LT-5002', 'journal file is missing');
    const damage = findDamage(file);
    if (damage !== undefined) {
      setAside(stateDirectory, clock);
      return failed('LT-5002', damage);
    }
  }

  let database: Database.Database | undefined;
  try {
    database = new Database(file);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    migrate(database);
    if (limitPages !== undefined) database.pragma(`max_page_count = ${limitPages}`);
    if (!existsSync(marker)) writeFileSync(marker, '', { flush: true });
  } catch (error) {
    database?.close();
    const failure = storageFailure(error);
    if (!failure) throw error;
    return failure;
  }
  return ok(journalOn(database, clock, failPoints));
}

/** Reads without writing: opening a file for writing could change the very evidence. */
function findDamage(file: string): string | undefined {
  if (statSync(file).size === 0) return 'journal file is empty';
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { readonly: true });
    const answer = String(database.pragma('integrity_check(1)', { simple: true }));
    if (answer !== 'ok') return answer;
    const rows = database.prepare<[], IntentRow>('SELECT * FROM intents').iterate();
    for (const row of rows) readIntent(row);
    return undefined;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : 'unreadable';
  } finally {
    database?.close();
  }
}

function setAside(stateDirectory: string, clock: Clock): void {
  const aside = join(stateDirectory, `journal-damaged-${clock.now()}`);
  mkdirSync(aside, { mode: 0o700 });
  for (const name of ['journal.db', 'journal.db-wal', 'journal.db-shm']) {
    const from = join(stateDirectory, name);
    if (existsSync(from)) renameSync(from, join(aside, name));
  }
  // A file without marker would let the next start begin anew.
  writeFileSync(join(stateDirectory, 'journal.begun'), '', { flush: true });
}

function journalOn(database: Database.Database, clock: Clock, failPoints: FailPoints): Journal {
  const insert = database.prepare<[string, string, string, string, number]>(
    'INSERT INTO intents (id, kind, subject, payload, opened_at) VALUES (?, ?, ?, ?, ?)',
  );
  const update = database.prepare<[string, number, string, string]>(
    'UPDATE intents SET outcome = ?, outcome_at = ? WHERE id = ? AND kind = ? AND outcome IS NULL',
  );
  const bySubject = database.prepare<[string], IntentRow>(
    'SELECT * FROM intents WHERE subject = ? ORDER BY opened_at, rowid',
  );
  const open = database.prepare<[], IntentRow>('SELECT * FROM intents WHERE outcome IS NULL ORDER BY opened_at, rowid');
  const offline = database.prepare<[number], IntentRow>(
    "SELECT * FROM intents WHERE kind = 'offline-cash' AND opened_at >= ? ORDER BY opened_at, rowid",
  );
  const touch = database.prepare<[number]>(
    'INSERT INTO health VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET written_at = excluded.written_at',
  );

  const commit = database.transaction((change: JournalChange) => {
    const now = clock.now();
    for (const { id, kind, outcome } of change.close ?? []) update.run(JSON.stringify(outcome), now, id, kind);
    for (const { id, kind, subject, payload } of change.open ?? []) {
      insert.run(id, kind, subject, JSON.stringify(payload), now);
    }
  });

  return {
    write: (change) => {
      const name = nameOf(change);
      failPoints.hit(`${name}.before`);
      const result = guarded(() => commit.immediate(change));
      failPoints.hit(`${name}.after`);
      return result;
    },
    intentsOf: (subject) => bySubject.all(subject).map(readIntent),
    openIntents: () => open.all().map(readIntent),
    offlineCashSince: (at) =>
      offline
        .all(at)
        .map(readIntent)
        .filter((intent) => intent.kind === 'offline-cash'),
    probe: () => guarded(() => touch.run(clock.now())),
    close: () => void database.close(),
  };
}

/** `journal.stack-opened`, `journal.order-closed`: the first intent of the change names the write. */
function nameOf(change: JournalChange): string {
  const closing = change.close?.[0];
  if (closing) return `journal.${closing.kind}-closed`;
  return `journal.${change.open?.[0]?.kind ?? 'nothing'}-opened`;
}

function guarded(write: () => void): Result<undefined> {
  try {
    write();
    return ok();
  } catch (error) {
    const failure = storageFailure(error);
    if (!failure) throw error;
    return failure;
  }
}

function storageFailure(error: unknown): ReturnType<typeof failed> | undefined {
  if (!(error instanceof Database.SqliteError)) return undefined;
  const { code } = error;
  if (code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR') || code === 'SQLITE_READONLY') {
    return failed('LT-5003', code);
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return failed('LT-5002', code);
  return undefined;
}
