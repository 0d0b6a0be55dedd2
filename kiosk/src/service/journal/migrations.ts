import type { Database } from 'better-sqlite3';

/** Forward only, in order, each in one transaction; `user_version` counts them. A released step is never edited. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE intents (
     id TEXT PRIMARY KEY,
     kind TEXT NOT NULL,
     subject TEXT NOT NULL,
     payload TEXT NOT NULL CHECK (json_valid(payload)),
     opened_at INTEGER NOT NULL,
     outcome TEXT CHECK (outcome IS NULL OR json_valid(outcome)),
     outcome_at INTEGER,
     CHECK ((outcome IS NULL) = (outcome_at IS NULL))
   ) STRICT;
   CREATE INDEX intents_by_subject ON intents (subject, opened_at, id);
   CREATE INDEX intents_open ON intents (opened_at, id) WHERE outcome IS NULL;
   CREATE TRIGGER intents_are_never_deleted BEFORE DELETE ON intents
     BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
   CREATE TRIGGER intents_are_closed_once BEFORE UPDATE ON intents
     WHEN OLD.outcome IS NOT NULL OR NEW.outcome IS NULL OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind
       OR NEW.subject <> OLD.subject OR NEW.payload <> OLD.payload OR NEW.opened_at <> OLD.opened_at
     BEGIN SELECT RAISE(ABORT, 'an intent is closed once and never changed'); END;
   CREATE TABLE health (id INTEGER PRIMARY KEY CHECK (id = 1), written_at INTEGER NOT NULL) STRICT;`,
  `CREATE INDEX intents_offline_cash ON intents (opened_at) WHERE kind = 'offline-cash';`,
];

/** @throws Error when the file was written by a newer version of the kiosk. */
export function migrate(database: Database): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > MIGRATIONS.length) throw new Error(`journal has version ${version}, newer than this kiosk`);
  MIGRATIONS.slice(version).forEach((sql, index) => {
    database
      .transaction(() => {
        database.exec(sql);
        database.pragma(`user_version = ${version + index + 1}`);
      })
      .immediate();
  });
}
