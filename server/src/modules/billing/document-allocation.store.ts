import { type Fen, subtractFen, ZERO_FEN } from '@louting/common/money';
import { sql, type Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { applyToBill } from './billing.store.ts';
import type { AllocationKind, BillState } from './billing.tables.ts';

export interface DocumentAllocation {
  /** The document behind it: a use of prepayment, a bank line, a refund … A document touches a bill once. */
  readonly documentId: string;
  readonly kind: AllocationKind;
  readonly billId: string;
  /** Above zero, whichever way the money goes. */
  readonly amountFen: Fen;
  readonly at: number;
}

/**
 * Moves money of a document onto a bill; the caller posts the entry in the same transaction.
 * @throws Error when the bill is not open or would be paid more than it asks, or the document has touched it before
 */
export async function allocateToBill(tx: Transaction<Database>, allocation: DocumentAllocation): Promise<void> {
  await applyToBill(tx, allocation.billId, allocation.amountFen);
  await write(tx, allocation, allocation.amountFen);
}

/**
 * Takes money off a bill again, so that it asks for it anew: PARTIALLY_PAID, or PUBLISHED with the last fen.
 * @throws Error when less is on the bill, or the document has touched it before
 */
export async function takeFromBill(tx: Transaction<Database>, allocation: DocumentAllocation): Promise<void> {
  const { billId, amountFen } = allocation;
  if (amountFen <= 0) throw new Error(`cannot take ${amountFen} fen from a bill`);
  const { numUpdatedRows } = await tx
    .updateTable('bill')
    .set({
      paid_fen: sql<number>`paid_fen - ${amountFen}`,
      state: sql<BillState>`case when paid_fen = ${amountFen} then 'PUBLISHED' else 'PARTIALLY_PAID' end`,
    })
    .where('bill_id', '=', billId)
    .where('state', 'in', ['PARTIALLY_PAID', 'PAID'])
    .where('paid_fen', '>=', amountFen)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`bill ${billId} has no ${amountFen} fen to give back`);
  await write(tx, allocation, subtractFen(ZERO_FEN, amountFen));
}

async function write(tx: Transaction<Database>, allocation: DocumentAllocation, amountFen: Fen): Promise<void> {
  await tx
    .insertInto('document_allocation')
    .values({
      document_id: allocation.documentId,
      bill_id: allocation.billId,
      kind: allocation.kind,
      amount_fen: amountFen,
      allocated_at: allocation.at,
    })
    .execute();
}
