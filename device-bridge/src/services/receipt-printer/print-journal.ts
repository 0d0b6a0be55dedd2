import type Database from 'better-sqlite3';
import type { Clock } from '@louting/common/clock';
import type { PrinterCounters } from '../../drivers/roles.ts';
import type { PrintOutcome } from './print-outcome.ts';
import { openJournal } from '../../journal/open-journal.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS print_job (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    at           INTEGER NOT NULL,
    device       TEXT    NOT NULL,
    job_id       TEXT,
    sent         INTEGER NOT NULL DEFAULT 0 CHECK (sent IN (0, 1)),
    cuts         INTEGER NOT NULL DEFAULT 1,
    lines_before INTEGER,
    cuts_before  INTEGER,
    outcome      TEXT CHECK (outcome IN ('printed', 'notPrinted', 'unknown'))
  ) STRICT;
  CREATE INDEX IF NOT EXISTS print_job_by_id ON print_job (device, job_id);
  CREATE INDEX IF NOT EXISTS open_print_job ON print_job (device) WHERE outcome IS NULL;
`;

/** Jobs kept: years of a kiosk's receipts. */
const KEPT = 100_000;

export interface JournaledJob {
  readonly number: number;
  readonly sent: boolean;
  readonly cuts: number;
  readonly before: PrinterCounters | undefined;
  readonly outcome: PrintOutcome | undefined;
}

interface Row {
  readonly number: number;
  readonly sent: 0 | 1;
  readonly cuts: number;
  readonly lines_before: number | null;
  readonly cuts_before: number | null;
  readonly outcome: PrintOutcome | null;
}

/**
 * What was given to each printer, and what became of it: numbers and ids, never what was printed. Every call is on the
 * disk when it returns (WAL, synchronous=FULL).
 */
export class PrintJournal {
  readonly #database: Database.Database;
  readonly #clock: Clock;

  constructor(file: string, clock: Clock) {
    this.#clock = clock;
    this.#database = openJournal(file, SCHEMA);
    this.#database.prepare('DELETE FROM print_job WHERE number <= (SELECT max(number) FROM print_job) - ?').run(KEPT);
  }

  /** @param jobId made by whoever wants the job; absent for what nobody will ask about */
  begin(device: string, jobId: string | undefined): number {
    const { lastInsertRowid } = this.#database
      .prepare('INSERT INTO print_job (at, device, job_id) VALUES (?, ?, ?)')
      .run(this.#clock.now(), device, jobId ?? null);
    return Number(lastInsertRowid);
  }

  sending(number: number, before: PrinterCounters | undefined, cuts: number): void {
    this.#database
      .prepare('UPDATE print_job SET sent = 1, cuts = ?, lines_before = ?, cuts_before = ? WHERE number = ?')
      .run(cuts, before?.lines ?? null, before?.cuts ?? null, number);
  }

  settle(number: number, outcome: PrintOutcome): void {
    this.#database.prepare('UPDATE print_job SET outcome = ? WHERE number = ?').run(outcome, number);
  }

  /** Jobs of which nobody knows yet what became of them. */
  open(device: string): readonly JournaledJob[] {
    const rows = this.#database
      .prepare<[string], Row>('SELECT * FROM print_job WHERE device = ? AND outcome IS NULL ORDER BY number')
      .all(device);
    return rows.map(jobOf);
  }

  /** The newest first: a number on the wire comes round again. */
  recent(device: string, limit: number): readonly JournaledJob[] {
    const rows = this.#database
      .prepare<[string, number], Row>('SELECT * FROM print_job WHERE device = ? ORDER BY number DESC LIMIT ?')
      .all(device, limit);
    return rows.map(jobOf);
  }

  /** The last job of this id. */
  find(device: string, jobId: string): JournaledJob | undefined {
    const row = this.#database
      .prepare<[string, string], Row>(
        'SELECT * FROM print_job WHERE device = ? AND job_id = ? ORDER BY number DESC LIMIT 1',
      )
      .get(device, jobId);
    return row && jobOf(row);
  }

  close(): void {
    this.#database.close();
  }
}

function jobOf(row: Row): JournaledJob {
  const { number, sent, cuts, lines_before: lines, cuts_before: knife, outcome } = row;
  return {
    number,
    sent: sent === 1,
    cuts,
    before: lines === null || knife === null ? undefined : { lines, cuts: knife },
    outcome: outcome ?? undefined,
  };
}
