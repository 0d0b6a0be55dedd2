import type { RawBuilder } from 'kysely';

/** A rule of the books as one query. */
export interface Invariant {
  readonly name: string;
  /** Answers one row a breach, with a text that says where. */
  readonly breaches: RawBuilder<{ breach: string }>;
}
