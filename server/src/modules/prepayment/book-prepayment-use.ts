import type { NewId } from '@louting/common/ids';
import { addFen, type Fen, subtractFen } from '@louting/common/money';
import type { Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { allocateToBill } from '../billing/document-allocation.store.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { postEntry } from '../ledger/ledger.store.ts';
import type { PrepaymentTables } from './prepayment.tables.ts';

export interface PrepaymentUseToBook {
  readonly useId: string;
  /** Whose prepayment it is. */
  readonly roomId: string;
  readonly communityId: string;
  readonly kind: PrepaymentTables['prepayment_use']['kind'];
  /** `agreement` or `staff:<id>` */
  readonly by: string;
  /** What it had before; the caller read it in this transaction. */
  readonly prepaidFen: Fen;
  /** What it pays, on whatever places in the books. */
  readonly parts: readonly {
    readonly billId: string;
    readonly roomId: string;
    readonly itemCode: string;
    readonly amountFen: Fen;
  }[];
}

export interface Used {
  readonly useId: string;
  readonly usedFen: Fen;
  readonly prepaidAfterFen: Fen;
}

/**
 * One use of prepayment: its allocations, one entry, and one notice to the household.
 * @throws Error when there is not enough: the caller looks in the same transaction
 */
export async function bookPrepaymentUse(
  tx: Transaction<Database>,
  { useId, roomId, communityId, kind, by, prepaidFen, parts }: PrepaymentUseToBook,
  { now, newId }: { readonly now: number; readonly newId: NewId },
): Promise<Used> {
  const usedFen = addFen(...parts.map(({ amountFen }) => amountFen));
  const prepaidAfterFen = subtractFen(prepaidFen, usedFen);
  if (prepaidAfterFen < 0) throw new Error(`room ${roomId} has no ${usedFen} fen of prepayment`);
  for (const { billId, amountFen } of parts) {
    await allocateToBill(tx, { documentId: useId, kind: 'prepayment-use', billId, amountFen, at: now });
  }
  const entryId = newId();
  await postEntry(tx, {
    entryId,
    event: 'prepayment.used',
    occurredAt: now,
    communityId,
    reference: useId,
    lines: [
      { account: ACCOUNTS.prepayment, roomId, debitFen: usedFen, creditFen: 0 },
      ...parts.map(({ roomId: ofRoom, itemCode, amountFen }) => ({
        account: ACCOUNTS.receivable,
        roomId: ofRoom,
        itemCode,
        debitFen: 0,
        creditFen: amountFen,
      })),
    ],
  });
  await tx
    .insertInto('prepayment_use')
    .values({
      use_id: useId,
      community_id: communityId,
      room_id: roomId,
      kind,
      amount_fen: usedFen,
      prepaid_after_fen: prepaidAfterFen,
      entry_id: entryId,
      used_at: now,
      used_by: by,
    })
    .execute();
  await tx
    .insertInto('room_notice')
    .values({
      notice_id: newId(),
      room_id: roomId,
      kind: 'prepayment-used',
      document_id: useId,
      amount_fen: usedFen,
      made_at: now,
    })
    .execute();
  return { useId, usedFen, prepaidAfterFen };
}
