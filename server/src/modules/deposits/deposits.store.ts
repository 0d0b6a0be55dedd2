import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Deposit } from '../../contract/deposits-api.ts';
import type { Database } from '../../storage/database.ts';
import { cashAtOffice } from '../cash/deposits.store.ts';
import { ACCOUNTS, type LedgerLine } from '../ledger/ledger.ts';
import { postEntry } from '../ledger/ledger.store.ts';
import {
  type DeductAccount,
  depositReceiptNumber,
  type DepositKind,
  type DepositMethod,
  type DepositReturnState,
  mayGiveBack,
  MONEY_ACCOUNT,
  stateOf,
} from './deposits.ts';
import type { DepositTables } from './deposits.tables.ts';

interface Dependencies {
  readonly clock: Clock;
  readonly newId: NewId;
}

export interface TakeDeposit {
  /** Made by the sender: the same again answers the same receipt. */
  readonly depositId: string;
  readonly roomId: string;
  readonly kind: DepositKind;
  readonly amountFen: number;
  readonly method: DepositMethod;
  readonly note: string;
  /** `staff:<id>` or `kiosk:<id>` */
  readonly by: string;
  /** Its money came with a bill of this item, and stands among what is collected for others. */
  readonly paidByBill?: { readonly itemCode: string };
}

/** @returns the number of its receipt; LT-9002 no such room, LT-9001 the id is used for another deposit */
export async function takeDeposit(
  tx: Transaction<Database>,
  taken: TakeDeposit,
  { clock, newId }: Dependencies,
): Promise<Result<{ readonly receiptNumber: string }>> {
  const { depositId, roomId, kind, amountFen, method, note, by, paidByBill } = taken;
  const known = await depositRow(tx, depositId);
  if (known) {
    const same = known.room_id === roomId && known.amount_fen === amountFen && known.kind === kind;
    return same
      ? ok({ receiptNumber: known.receipt_number })
      : failed('LT-9001', 'this id is used for another deposit');
  }
  const room = await tx
    .selectFrom('room')
    .innerJoin('community', 'community.community_id', 'room.community_id')
    .where('room.room_id', '=', roomId)
    .select(['room.community_id', 'community.code'])
    .executeTakeFirst();
  if (!room) return failed('LT-9002');
  const receiptNumber = depositReceiptNumber(room.code, await nextNumber(tx, room.community_id));
  const entryId = newId();
  const now = clock.now();
  await postEntry(tx, {
    entryId,
    event: 'deposit.taken',
    occurredAt: now,
    communityId: room.community_id,
    reference: depositId,
    lines: [
      paidByBill
        ? { account: ACCOUNTS.collectedForOthers, ...paidByBill, debitFen: amountFen, creditFen: 0 }
        : { account: MONEY_ACCOUNT[method], debitFen: amountFen, creditFen: 0 },
      { account: ACCOUNTS.deposit, roomId, debitFen: 0, creditFen: amountFen },
    ],
  });
  await tx
    .insertInto('deposit')
    .values({
      deposit_id: depositId,
      community_id: room.community_id,
      room_id: roomId,
      kind,
      amount_fen: amountFen,
      returned_fen: 0,
      deducted_fen: 0,
      state: 'TAKEN',
      method,
      receipt_number: receiptNumber,
      note,
      entry_id: entryId,
      taken_at: now,
      taken_by: by,
    })
    .execute();
  return ok({ receiptNumber });
}

/** Given back with the transaction when it fails: the series has no gap. */
async function nextNumber(tx: Transaction<Database>, communityId: string): Promise<number> {
  const { last_number } = await tx
    .insertInto('deposit_series')
    .values({ community_id: communityId, last_number: 1 })
    .onConflict((conflict) =>
      conflict.column('community_id').doUpdateSet({ last_number: sql<number>`deposit_series.last_number + 1` }),
    )
    .returning('last_number')
    .executeTakeFirstOrThrow();
  return last_number;
}

export interface ReturnDeposit {
  readonly returnId: string;
  readonly depositId: string;
  readonly returnFen: number;
  readonly deductFen: number;
  readonly deductAccount: DeductAccount | null;
  readonly reason: string;
  readonly method: DepositMethod;
  readonly by: string;
}

/**
 * Gives a deposit back, whole or in part. Where something is kept of it, nothing moves until a second person approves.
 * @returns LT-2811 no such deposit, LT-2812 more than is held, LT-2313 the office has not so much cash
 */
export async function returnDeposit(
  tx: Transaction<Database>,
  wanted: ReturnDeposit,
  dependencies: Dependencies,
): Promise<Result<{ readonly state: DepositReturnState }>> {
  const known = await returnRow(tx, wanted.returnId);
  if (known) {
    const same = known.deposit_id === wanted.depositId && known.return_fen === wanted.returnFen;
    return same ? ok({ state: known.state }) : failed('LT-9001', 'this id is used for another return');
  }
  const deposit = await depositRow(tx, wanted.depositId);
  if (!deposit) return failed('LT-2811');
  const allowed = mayGiveBack(heldDeposit(deposit), await waitingFen(tx, wanted.depositId), wanted);
  if (!allowed.ok) return allowed;
  if (wanted.deductFen === 0 && !(await hasMoney(tx, deposit.community_id, wanted.method, wanted.returnFen))) {
    return failed('LT-2313');
  }
  const now = dependencies.clock.now();
  const row: Selectable<DepositTables['deposit_return']> = {
    return_id: wanted.returnId,
    deposit_id: wanted.depositId,
    return_fen: wanted.returnFen,
    deduct_fen: wanted.deductFen,
    deduct_account: wanted.deductAccount,
    reason: wanted.reason,
    method: wanted.method,
    state: 'REQUESTED',
    requested_at: now,
    requested_by: wanted.by,
    decided_at: null,
    decided_by: null,
    entry_id: null,
  };
  await tx.insertInto('deposit_return').values(row).execute();
  if (wanted.deductFen > 0) return ok({ state: 'REQUESTED' });
  await giveBack(tx, deposit, row, wanted.by, dependencies);
  return ok({ state: 'DONE' });
}

/**
 * The second person's word on a deduction.
 * @returns LT-2813 does not wait for one, LT-2814 the same person asked for it, LT-2313 as `returnDeposit`
 */
export async function decideReturn(
  tx: Transaction<Database>,
  decision: { readonly returnId: string; readonly approve: boolean; readonly by: string },
  dependencies: Dependencies,
): Promise<Result<{ readonly state: DepositReturnState }>> {
  const row = await returnRow(tx, decision.returnId);
  if (!row) return failed('LT-2811');
  if (row.state !== 'REQUESTED') return failed('LT-2813');
  if (row.requested_by === decision.by) return failed('LT-2814');
  const deposit = await depositRow(tx, row.deposit_id);
  if (!deposit) throw new Error(`return ${row.return_id} has no deposit`);
  if (decision.approve) {
    if (!(await hasMoney(tx, deposit.community_id, row.method, row.return_fen))) return failed('LT-2313');
    await giveBack(tx, deposit, row, decision.by, dependencies);
    return ok({ state: 'DONE' });
  }
  await tx
    .updateTable('deposit_return')
    .set({ state: 'REJECTED', decided_at: dependencies.clock.now(), decided_by: decision.by })
    .where('return_id', '=', row.return_id)
    .execute();
  return ok({ state: 'REJECTED' });
}

/** Nobody hands out cash that the office does not have by the books: a bag that was pulled is counted first. */
async function hasMoney(
  tx: Transaction<Database>,
  communityId: string,
  method: DepositMethod,
  amountFen: number,
): Promise<boolean> {
  return method !== 'cash' || amountFen <= (await cashAtOffice(tx, [communityId]));
}

async function giveBack(
  tx: Transaction<Database>,
  deposit: Selectable<DepositTables['deposit']>,
  row: Selectable<DepositTables['deposit_return']>,
  by: string,
  { clock, newId }: Dependencies,
): Promise<void> {
  const { return_fen: returnFen, deduct_fen: deductFen, deduct_account: deductAccount } = row;
  const lines: LedgerLine[] = [
    { account: ACCOUNTS.deposit, roomId: deposit.room_id, debitFen: returnFen + deductFen, creditFen: 0 },
  ];
  if (returnFen > 0) lines.push({ account: MONEY_ACCOUNT[row.method], debitFen: 0, creditFen: returnFen });
  if (deductFen > 0) lines.push({ account: deductAccount ?? ACCOUNTS.otherIncome, debitFen: 0, creditFen: deductFen });
  const entryId = newId();
  const now = clock.now();
  await postEntry(tx, {
    entryId,
    event: 'deposit.returned',
    occurredAt: now,
    communityId: deposit.community_id,
    reference: row.return_id,
    lines,
  });
  await tx
    .updateTable('deposit_return')
    .set({ state: 'DONE', decided_at: now, decided_by: by, entry_id: entryId })
    .where('return_id', '=', row.return_id)
    .execute();
  const held = heldDeposit(deposit);
  const after = {
    ...held,
    returnedFen: held.returnedFen + returnFen,
    deductedFen: held.deductedFen + deductFen,
  };
  await tx
    .updateTable('deposit')
    .set({ returned_fen: after.returnedFen, deducted_fen: after.deductedFen, state: stateOf(after) })
    .where('deposit_id', '=', deposit.deposit_id)
    .execute();
}

function heldDeposit(row: Selectable<DepositTables['deposit']>) {
  return { amountFen: row.amount_fen, returnedFen: row.returned_fen, deductedFen: row.deducted_fen };
}

function depositRow(db: Kysely<Database>, depositId: string) {
  return db.selectFrom('deposit').selectAll().where('deposit_id', '=', depositId).executeTakeFirst();
}

function returnRow(db: Kysely<Database>, returnId: string) {
  return db.selectFrom('deposit_return').selectAll().where('return_id', '=', returnId).executeTakeFirst();
}

async function waitingFen(db: Kysely<Database>, depositId: string): Promise<number> {
  const { waiting } = await db
    .selectFrom('deposit_return')
    .where('deposit_id', '=', depositId)
    .where('state', '=', 'REQUESTED')
    .select(sql<number>`coalesce(sum(return_fen + deduct_fen), 0)`.as('waiting'))
    .executeTakeFirstOrThrow();
  return waiting;
}

/** Community of the deposit behind a return or a deposit, to check who may see it. */
export async function communityOfDeposit(
  db: Kysely<Database>,
  of: { readonly depositId: string } | { readonly returnId: string },
): Promise<string | undefined> {
  const depositId = 'depositId' in of ? of.depositId : (await returnRow(db, of.returnId))?.deposit_id;
  return depositId === undefined ? undefined : (await depositRow(db, depositId))?.community_id;
}

/** Deposits of a room, newest first. @param viewer `staff:<id>` */
export async function depositsOfRoom(db: Kysely<Database>, roomId: string, viewer: string): Promise<Deposit[]> {
  const rows = await db
    .selectFrom('deposit')
    .selectAll()
    .where('room_id', '=', roomId)
    .orderBy('taken_at', 'desc')
    .execute();
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.deposit_id);
  const returns = await db
    .selectFrom('deposit_return')
    .selectAll()
    .where('deposit_id', 'in', ids)
    .orderBy('requested_at')
    .execute();
  const returnsOf = Map.groupBy(returns, (row) => row.deposit_id);
  const staff = await db.selectFrom('staff').select(['staff_id', 'name']).execute();
  const names = new Map(staff.map((row) => [`staff:${row.staff_id}`, row.name]));
  const nameOf = (by: string) => names.get(by) ?? by;
  return rows.map((row) => ({
    depositId: row.deposit_id,
    kind: row.kind,
    amountFen: fen(row.amount_fen),
    returnedFen: fen(row.returned_fen),
    deductedFen: fen(row.deducted_fen),
    state: row.state,
    method: row.method,
    receiptNumber: row.receipt_number,
    note: row.note,
    takenAt: row.taken_at,
    takenBy: nameOf(row.taken_by),
    returns: (returnsOf.get(row.deposit_id) ?? []).map((made) => ({
      returnId: made.return_id,
      returnFen: fen(made.return_fen),
      deductFen: fen(made.deduct_fen),
      ...(made.deduct_account !== null && { deductAccount: made.deduct_account as DeductAccount }),
      reason: made.reason,
      method: made.method,
      state: made.state,
      requestedAt: made.requested_at,
      requestedBy: nameOf(made.requested_by),
      ...(made.decided_at !== null && { decidedAt: made.decided_at }),
      ...(made.decided_by !== null && { decidedBy: nameOf(made.decided_by) }),
      own: made.requested_by === viewer,
    })),
  }));
}
