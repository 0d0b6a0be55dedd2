import type { Selectable, Transaction } from 'kysely';
import type { Resolution } from '../../contract/exceptions-api.ts';
import type { Database } from '../../storage/database.ts';
import type { Storage } from '../../storage/storage.ts';
import type { PaymentTables } from '../payments/payments.tables.ts';

export type ExceptionRecord = Selectable<PaymentTables['payment_exception']>;

export async function findException(tx: Transaction<Database>, id: string): Promise<ExceptionRecord | undefined> {
  return tx.selectFrom('payment_exception').selectAll().where('exception_id', '=', id).executeTakeFirst();
}

/** @throws Error when it is resolved already: look before resolving */
export async function markResolved(
  tx: Transaction<Database>,
  exceptionId: string,
  resolved: {
    readonly resolution: Resolution;
    readonly by: string;
    readonly note: string;
    readonly at: number;
    /** Null: no money moved. */
    readonly entryId: string | null;
  },
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('payment_exception')
    .set({
      state: 'RESOLVED',
      resolution: resolved.resolution,
      resolved_by: resolved.by,
      resolved_at: resolved.at,
      note: resolved.note,
      entry_id: resolved.entryId,
    })
    .where('exception_id', '=', exceptionId)
    .where('state', '<>', 'RESOLVED')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`exception ${exceptionId} was resolved meanwhile`);
}

/** @param by `staff:<id>` */
export async function askToWriteOff(
  tx: Transaction<Database>,
  found: ExceptionRecord,
  by: string,
  at: number,
): Promise<ExceptionRecord> {
  const asked = { write_off_asked_by: by, write_off_asked_at: at };
  await tx
    .updateTable('payment_exception')
    .set(asked)
    .where('exception_id', '=', found.exception_id)
    .where('write_off_asked_by', 'is', null)
    .execute();
  return { ...found, ...asked };
}

/** @param staffId null lays the case down. @returns whether anything changed; a resolved case stays as it is */
export async function assignTo(
  tx: Transaction<Database>,
  exceptionId: string,
  staffId: string | null,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('payment_exception')
    .set({ assigned_to: staffId })
    .where('exception_id', '=', exceptionId)
    .where('state', '<>', 'RESOLVED')
    .where('assigned_to', staffId === null ? 'is not' : 'is distinct from', staffId)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Cases nobody has settled by their deadline. @returns how many were escalated now */
export async function escalateOverdue(storage: Storage, now: number): Promise<number> {
  const overdue = await storage.db
    .selectFrom('payment_exception')
    .select('exception_id')
    .where('state', '=', 'OPEN')
    .where('deadline_at', '<=', now)
    .limit(1)
    .executeTakeFirst();
  // Most of the time there is nothing: then nothing is written.
  if (!overdue) return 0;
  return storage.transact(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('payment_exception')
      .set({ state: 'ESCALATED', escalated_at: now })
      .where('state', '=', 'OPEN')
      .where('deadline_at', '<=', now)
      .executeTakeFirst();
    return Number(numUpdatedRows);
  });
}
