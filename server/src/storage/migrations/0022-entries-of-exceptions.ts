import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';
import type { SqlDialect } from '../storage.ts';

/** The entry with which a case moved its money. Until now it had the id of the case itself. */
const COLUMN = [
  `alter table payment_exception add column entry_id text`,
  `create unique index payment_exception_entry on payment_exception (entry_id) where entry_id is not null`,
];
const FILL = `update payment_exception set entry_id = exception_id
  where exists (select 1 from ledger_entry where ledger_entry.entry_id = payment_exception.exception_id)`;

/** Resolved cases never change, except this once. */
function withoutRules(dialect: SqlDialect): { readonly off: string; readonly on: string } {
  if (dialect === 'postgres') {
    const rules = (word: string) => `alter table payment_exception ${word} trigger payment_exception_rules`;
    return { off: rules('disable'), on: rules('enable') };
  }
  return {
    off: `drop trigger payment_exception_rules`,
    on: `create trigger payment_exception_rules before update on payment_exception for each row
      when old.state = 'RESOLVED' begin select raise(abort, 'payment_exception: already resolved'); end`,
  };
}

export const entriesOfExceptions: Migration = {
  number: 22,
  name: 'entries-of-exceptions',
  up: async (db, dialect) => {
    const rules = withoutRules(dialect);
    for (const text of [...COLUMN, rules.off, FILL, rules.on]) await db.executeQuery(CompiledQuery.raw(text));
  },
};
