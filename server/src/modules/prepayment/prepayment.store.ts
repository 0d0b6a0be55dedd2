import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { PrepaymentMovement } from '../../contract/deposits-api.ts';
import type { Database } from '../../storage/database.ts';
import { agreementOfRoom } from '../agreements/agreements.store.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { prepaidOfRoom } from '../ledger/ledger.store.ts';
import { bookPrepaymentUse, type Used } from './book-prepayment-use.ts';
import { type BillToUse, spreadPrepayment } from './prepayment.ts';
import type { PrepaymentTables } from './prepayment.tables.ts';

export interface PrepaymentUse {
  readonly useId: string;
  readonly roomId: string;
  readonly kind: PrepaymentTables['prepayment_use']['kind'];
  /** `agreement` or `staff:<id>` */
  readonly by: string;
}

/**
 * Puts a room's prepayment on its open bills, oldest due first, and never more than there is: both are read in the
 * transaction that moves them. One entry, one notice. The same id again answers the same use.
 * @returns LT-2821 nothing to use or nothing to use it on, LT-2822 what is open is being paid at this moment
 */
export async function usePrepayment(
  tx: Transaction<Database>,
  use: PrepaymentUse,
  { clock, newId }: { readonly clock: Clock; readonly newId: NewId },
): Promise<Result<Used>> {
  const { useId, roomId, kind, by } = use;
  const known = await tx.selectFrom('prepayment_use').selectAll().where('use_id', '=', useId).executeTakeFirst();
  if (known) {
    if (known.room_id !== roomId) return failed('LT-9001', 'this id is used for another room');
    return ok({ useId, usedFen: fen(known.amount_fen), prepaidAfterFen: fen(known.prepaid_after_fen) });
  }
  // The owner may have taken the agreement back since the job looked.
  if (kind === 'auto' && !(await agreementOfRoom(tx, roomId)).autoUsePrepayment) return failed('LT-2821');
  const now = clock.now();
  const prepaid = await prepaidOfRoom(tx, roomId);
  const bills = prepaid > 0 ? await openBills(tx, roomId, now) : [];
  const parts = spreadPrepayment(prepaid, bills);
  const [first] = bills;
  if (parts.length === 0 || !first) {
    return failed(prepaid > 0 && bills.some((bill) => bill.locked) ? 'LT-2822' : 'LT-2821');
  }
  const { communityId } = first;
  const used = await bookPrepaymentUse(
    tx,
    { useId, roomId, communityId, kind, by, prepaidFen: prepaid, parts: parts.map((part) => ({ ...part, roomId })) },
    { now, newId },
  );
  return ok(used);
}

async function openBills(
  tx: Transaction<Database>,
  roomId: string,
  now: number,
): Promise<(BillToUse & { readonly communityId: string })[]> {
  const rows = await tx
    .selectFrom('bill')
    .leftJoin('bill_lock', (join) =>
      join.onRef('bill_lock.bill_id', '=', 'bill.bill_id').on('bill_lock.expires_at', '>', now),
    )
    .where('bill.room_id', '=', roomId)
    .where('bill.state', 'in', ['PUBLISHED', 'PARTIALLY_PAID'])
    .orderBy('bill.due_date')
    .orderBy('bill.period_from')
    .orderBy('bill.item_code')
    .select(['bill.bill_id', 'bill.item_code', 'bill.community_id', 'amount_fen', 'paid_fen', 'bill_lock.order_id'])
    .execute();
  return rows.map((row) => ({
    billId: row.bill_id,
    itemCode: row.item_code,
    communityId: row.community_id,
    openFen: row.amount_fen - row.paid_fen,
    locked: row.order_id !== null,
  }));
}

/** Rooms that agreed, have prepayment and something open. @param after room id of the page before */
export async function roomsToUse(db: Kysely<Database>, after: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('room_agreement as agreement')
    .where('agreement.auto_use_prepayment', '=', 1)
    .where('agreement.room_id', '>', after)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('bill')
          .select('bill.bill_id')
          .whereRef('bill.room_id', '=', 'agreement.room_id')
          .where('bill.state', 'in', ['PUBLISHED', 'PARTIALLY_PAID']),
      ),
    )
    .where(
      sql<boolean>`(select coalesce(sum(credit_fen - debit_fen), 0) from ledger_balance
        where ledger_balance.room_id = agreement.room_id and account_code = ${ACCOUNTS.prepayment}) > 0`,
    )
    .orderBy('agreement.room_id')
    .limit(limit)
    .select('agreement.room_id')
    .execute();
  return rows.map((row) => row.room_id);
}

/** What happened to a room's prepayment, newest first, with the balance after each. */
export async function prepaymentMovements(db: Kysely<Database>, roomId: string): Promise<PrepaymentMovement[]> {
  const lines = await db
    .selectFrom('ledger_line as line')
    .innerJoin('ledger_entry as entry', 'entry.entry_id', 'line.entry_id')
    .where('line.room_id', '=', roomId)
    .where('line.account_code', '=', ACCOUNTS.prepayment)
    .orderBy('line.entry_id')
    .select(['entry.entry_id', 'entry.occurred_at', 'entry.event', 'entry.reference', 'debit_fen', 'credit_fen'])
    .execute();
  const paid = Map.groupBy(await billsOfUses(db, roomId), (row) => row.document_id);
  let balance = 0;
  const movements = lines.map((line) => {
    const amount = line.credit_fen - line.debit_fen;
    balance += amount;
    return {
      entryId: line.entry_id,
      at: line.occurred_at,
      event: line.event,
      amountFen: fen(amount),
      balanceFen: fen(balance),
      reference: line.reference,
      bills: (paid.get(line.reference) ?? []).map((row) => ({
        billId: row.bill_id,
        itemName: row.name_zh,
        period: row.period_from.slice(0, 7),
        amountFen: fen(row.amount_fen),
      })),
    };
  });
  return movements.toReversed();
}

function billsOfUses(db: Kysely<Database>, roomId: string) {
  return db
    .selectFrom('prepayment_use as used')
    .innerJoin('document_allocation as part', 'part.document_id', 'used.use_id')
    .innerJoin('bill', 'bill.bill_id', 'part.bill_id')
    .innerJoin('charge_item as item', 'item.item_code', 'bill.item_code')
    .where('used.room_id', '=', roomId)
    .orderBy('bill.due_date')
    .select(['part.document_id', 'part.amount_fen', 'bill.bill_id', 'bill.period_from', 'item.name_zh'])
    .execute();
}
