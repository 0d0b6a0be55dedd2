import { CompiledQuery } from 'kysely';
import type { Migration } from '../migrate.ts';

/**
 * A table without rows, whose lock says whose turn it is among the server processes on one PostgreSQL. The lock of a
 * table, unlike all others, can be waited for before a transaction has its snapshot.
 */
export const oneAtATime: Migration = {
  number: 23,
  name: 'one-at-a-time',
  up: async (db) => {
    await db.executeQuery(CompiledQuery.raw('create table writing_turn (turn integer)'));
  },
};
