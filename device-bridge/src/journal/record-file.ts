import type Database from 'better-sqlite3';
import type { Clock } from '@louting/common/clock';
import type { FailPoints } from '@louting/common/fail-points';
import { openJournal } from './open-journal.ts';

/**
 * An append-only file of records. Every append is on the disk when the call returns (WAL, synchronous=FULL), so a step
 * that follows it is never one the journal does not know.
 * @throws when the file is damaged or the disk is full: money must stop then.
 */
export class RecordFile {
  readonly database: Database.Database;
  readonly #table: string;
  readonly #clock: Clock;
  readonly #failPoints: FailPoints;

  /** @param schema makes the table, with a column `at` and those that are appended */
  constructor(
    { file, table, schema }: { readonly file: string; readonly table: string; readonly schema: string },
    clock: Clock,
    failPoints: FailPoints,
  ) {
    this.database = openJournal(file, schema);
    this.#table = table;
    this.#clock = clock;
    this.#failPoints = failPoints;
  }

  /** @param point of failure: power may go before it and after it */
  append(point: string, record: Readonly<Record<string, string | number | undefined>>): void {
    const row = Object.entries({ at: this.#clock.now(), ...record });
    const columns = row.map(([column]) => column).join(', ');
    const places = row.map(() => '?').join(', ');
    this.#failPoints.hit(`${point}.before`);
    this.database
      .prepare(`INSERT INTO ${this.#table} (${columns}) VALUES (${places})`)
      .run(row.map(([, value]) => value ?? null));
    this.#failPoints.hit(`${point}.after`);
  }

  get isOpen(): boolean {
    return this.database.open;
  }

  close(): void {
    this.database.close();
  }
}
