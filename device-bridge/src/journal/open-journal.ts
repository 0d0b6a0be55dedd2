import Database from 'better-sqlite3';

/** A file of records each of which is on the disk before its call returns: power may go at any time after. */
export function openJournal(file: string, schema: string): Database.Database {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(schema);
  return database;
}
