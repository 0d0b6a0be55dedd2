import { businessDate } from '@louting/common/clock';
import { failed, ok, type Result } from '@louting/common/result';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { postEntry } from '../ledger/ledger.store.ts';
import type { CashContext } from './cash-sessions.store.ts';
import { insertOnce } from './insert-once.ts';

/** Cash at the offices by the books, in fen: counted bags, less what was banked or paid out. */
export async function cashAtOffice(db: Kysely<Database>, communityIds: readonly string[]): Promise<number> {
  return balanceOf(db, ACCOUNTS.cashAtOffice, communityIds);
}

/** Debit balance of 1901, in fen: open shortages less open surpluses. */
export async function cashInSuspense(db: Kysely<Database>, communityIds: readonly string[]): Promise<number> {
  return balanceOf(db, ACCOUNTS.suspense, communityIds);
}

async function balanceOf(db: Kysely<Database>, account: string, communityIds: readonly string[]): Promise<number> {
  if (communityIds.length === 0) return 0;
  const { debit } = await db
    .selectFrom('ledger_balance')
    .select(sql<number>`coalesce(sum(debit_fen), 0) - coalesce(sum(credit_fen), 0)`.as('debit'))
    .where('room_id', '=', '')
    .where('account_code', '=', account)
    .where('community_id', 'in', communityIds)
    .executeTakeFirstOrThrow();
  return debit;
}

export interface NewDeposit {
  readonly depositId: string;
  readonly communityId: string;
  readonly slipNumber: string;
  /** `YYYY-MM-DD` */
  readonly depositedOn: string;
  readonly amountFen: number;
  /** Bags whose money it was; small change may stay at the office, so the amount need not be theirs. */
  readonly collectionIds: readonly string[];
  readonly staffId: string;
}

/**
 * Registers that cash went to the bank: 1002 from 1001.office. Sent again it is the same deposit.
 * @returns LT-2306 the day is still to come, LT-2313, LT-2314, LT-2322 a bag is not at the office, LT-2323
 */
export async function registerDeposit(
  tx: Transaction<Database>,
  context: CashContext,
  deposit: NewDeposit,
): Promise<Result<undefined>> {
  const { depositId, communityId, slipNumber, depositedOn, amountFen } = deposit;
  const known = await tx
    .selectFrom('cash_deposit')
    .select(['deposit_id', 'slip_number', 'amount_fen', 'deposited_on'])
    .where((eb) =>
      eb.or([
        eb('deposit_id', '=', depositId),
        eb.and([eb('community_id', '=', communityId), eb('slip_number', '=', slipNumber)]),
      ]),
    )
    .executeTakeFirst();
  if (known) {
    if (known.deposit_id !== depositId) return failed('LT-2314');
    const same = known.slip_number === slipNumber && known.amount_fen === amountFen;
    return same && known.deposited_on === depositedOn ? ok() : failed('LT-2323');
  }
  const at = context.clock.now();
  if (depositedOn > businessDate(at)) return failed('LT-2306');
  const collectionIds = [...new Set(deposit.collectionIds)];
  if (!(await allAtOffice(tx, communityId, collectionIds))) return failed('LT-2322');
  if (amountFen > (await cashAtOffice(tx, [communityId]))) return failed('LT-2313');

  const entryId = context.newId();
  await insertOnce(tx, 'cash_deposit', {
    deposit_id: depositId,
    community_id: communityId,
    slip_number: slipNumber,
    deposited_on: depositedOn,
    amount_fen: amountFen,
    entry_id: entryId,
    registered_by: deposit.staffId,
    registered_at: at,
  });
  const bags = collectionIds.map((collectionId) => ({ collection_id: collectionId, deposit_id: depositId }));
  await insertRows(tx, 'cash_deposit_collection', bags);
  await postEntry(tx, {
    entryId,
    event: 'cash.banked',
    occurredAt: at,
    communityId,
    reference: depositId,
    lines: [
      { account: ACCOUNTS.bank, debitFen: amountFen, creditFen: 0 },
      { account: ACCOUNTS.cashAtOffice, debitFen: 0, creditFen: amountFen },
    ],
  });
  return ok();
}

async function allAtOffice(
  tx: Transaction<Database>,
  communityId: string,
  collectionIds: readonly string[],
): Promise<boolean> {
  if (collectionIds.length === 0) return true;
  const bags = await tx
    .selectFrom('cash_collection as pull')
    .leftJoin('cash_deposit_collection as banked', 'banked.collection_id', 'pull.collection_id')
    .select('pull.collection_id')
    .where('pull.collection_id', 'in', collectionIds)
    .where('pull.community_id', '=', communityId)
    .where('pull.settled_at', 'is not', null)
    .where('banked.deposit_id', 'is', null)
    .execute();
  return bags.length === collectionIds.length;
}

export interface CashDeposit {
  readonly depositId: string;
  readonly communityId: string;
  readonly slipNumber: string;
  readonly depositedOn: string;
  readonly amountFen: number;
  readonly collectionIds: readonly string[];
}

/** Deposits by the day on the bank's slip, to be found on the bank statement. @param from,to `YYYY-MM-DD`, inclusive */
export async function cashDeposits(db: Kysely<Database>, from: string, to: string): Promise<CashDeposit[]> {
  const rows = await db
    .selectFrom('cash_deposit as deposit')
    .leftJoin('cash_deposit_collection as bag', 'bag.deposit_id', 'deposit.deposit_id')
    .select(['deposit.deposit_id', 'community_id', 'slip_number', 'deposited_on', 'amount_fen', 'bag.collection_id'])
    .where('deposited_on', '>=', from)
    .where('deposited_on', '<=', to)
    .orderBy('deposited_on')
    .orderBy('deposit.deposit_id')
    .orderBy('bag.collection_id')
    .execute();
  return [...Map.groupBy(rows, (row) => row.deposit_id)].flatMap(([depositId, bags]) => {
    const [deposit] = bags;
    if (!deposit) return [];
    return {
      depositId,
      communityId: deposit.community_id,
      slipNumber: deposit.slip_number,
      depositedOn: deposit.deposited_on,
      amountFen: deposit.amount_fen,
      collectionIds: bags.flatMap((bag) => bag.collection_id ?? []),
    };
  });
}

export interface CashTrade {
  readonly collectionId: string;
  readonly communityId: string;
  readonly kioskId: string;
  readonly sessionNumber: number;
  readonly pulledAt: number;
  readonly settledAt: number;
  /** Notes by the books, the cash box's side of the trades. */
  readonly bookedFen: number;
  /** What was in the bag, the "channel's" side. */
  readonly countedFen: number;
}

/** Counted pulls, the cash channel's bill for reconciliation. @param from,to milliseconds of the count; `to` exclusive */
export async function cashTrades(db: Kysely<Database>, from: number, to: number): Promise<CashTrade[]> {
  const rows = await db
    .selectFrom('cash_collection')
    .selectAll()
    .where('settled_at', '>=', from)
    .where('settled_at', '<', to)
    .orderBy('settled_at')
    .orderBy('collection_id')
    .execute();
  return rows.map((row) => ({
    collectionId: row.collection_id,
    communityId: row.community_id,
    kioskId: row.kiosk_id,
    sessionNumber: row.session_number,
    pulledAt: row.pulled_at,
    settledAt: row.settled_at ?? 0,
    bookedFen: row.booked_fen ?? 0,
    countedFen: row.counted_fen ?? 0,
  }));
}
