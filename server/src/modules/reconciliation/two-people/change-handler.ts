import type { Result } from '@louting/common/result';
import type { Kysely, Transaction } from 'kysely';
import type { ChangeKind, ChangeOf } from '../../../contract/reconciliation-changes-api.ts';
import type { Database } from '../../../storage/database.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';

/** Who stands behind a change that is made now. */
export interface TwoPeople {
  readonly proposedBy: string;
  readonly confirmedBy: string;
  readonly reason: string;
  readonly at: number;
}

export interface AboutChange {
  /** Of one subject one change waits at a time. */
  readonly subject: string;
  /** Null: of the company, everybody's who sees any community. */
  readonly communityId: string | null;
}

/** What one kind of change is about, and how it is made. */
export interface ChangeHandler<Kind extends ChangeKind> {
  /** @returns LT-9002 no such thing, LT-2746 the books do not allow it */
  about(db: Kysely<Database>, change: ChangeOf<Kind>): Promise<Result<AboutChange>>;
  apply(
    tx: Transaction<Database>,
    context: ReconciliationContext,
    change: ChangeOf<Kind>,
    people: TwoPeople,
  ): Promise<Result<undefined>>;
}
