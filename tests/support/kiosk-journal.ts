import { join } from 'node:path';
import Database from 'better-sqlite3';

/** The kiosk's journal, read by another process than the one that writes it. */
export class KioskJournal {
  private readonly database: Database.Database;

  constructor(kioskStateDir: string) {
    this.database = new Database(join(kioskStateDir, 'journal.db'), { readonly: true });
  }

  openIntents(): number {
    return (this.database.prepare('select count(*) as n from intents where outcome is null').get() as { n: number }).n;
  }

  close(): void {
    this.database.close();
  }
}
