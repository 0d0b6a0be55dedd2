import type { Migration } from './migrate.ts';
import { booksOfTheEstate } from './migrations/0001-books-of-the-estate.ts';

/** Every step of the tables, oldest first. */
export const MIGRATIONS: readonly Migration[] = [booksOfTheEstate];
