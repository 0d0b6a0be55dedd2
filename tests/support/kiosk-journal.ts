import { join } from 'node:path';
import Database from 'better-sqlite3';

/** The kiosk's journal, read by another process than the one that writes it. */
export class KioskJournal {
  private readonly database: Database.Database;

  constructor(kioskStateDir: string) {
    this.database = new Database(join(kioskStateDir, 'journal.db'), { readonly: true });
  }

  /** Kinds of the intents whose outcome is not yet known. */
  openIntents(): string[] {
    const rows = this.database.prepare('select kind from intents where outcome is null').all() as { kind: string }[];
    return rows.map(({ kind }) => kind);
  }

  close(): void {
    this.database.close();
  }
}
