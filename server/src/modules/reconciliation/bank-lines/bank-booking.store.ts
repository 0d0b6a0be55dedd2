import { fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { Selectable, Transaction } from 'kysely';
import type { BankPart } from '../../../contract/reconciliation-api.ts';
import type { Database } from '../../../storage/database.ts';
import { allocateToBill, takeFromBill } from '../../billing/document-allocation.store.ts';
import { lockOpenBills } from '../../billing/billing.store.ts';
import { ACCOUNTS, type LedgerLine } from '../../ledger/ledger.ts';
import { postEntry, prepaidOfRoom } from '../../ledger/ledger.store.ts';
import { accountKey } from '../matching/normalise.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import type { ReconciliationTables } from '../reconciliation.tables.ts';

export type BankLineEntity = Selectable<ReconciliationTables['bank_line']>;
export type BankMatchEntity = Selectable<ReconciliationTables['bank_match']>;

/** Noon of its business day, where the statement tells no time. */
export function momentOf(line: Pick<BankLineEntity, 'at' | 'booked_on'>): number {
  return line.at ?? Date.parse(`${line.booked_on}T12:00:00+08:00`);
}

export function partsOf(match: Pick<BankMatchEntity, 'parts'>): BankPart[] {
  return JSON.parse(match.parts) as BankPart[];
}

/** It names a room that owes nothing, and would leave the money unclaimed as it is: no explanation at all. */
export function paysNothing(match: Pick<BankMatchEntity, 'parts' | 'rest_room_id'>): boolean {
  return partsOf(match).length === 0 && match.rest_room_id === null;
}

/** Brings money that nobody has explained yet onto the books: Dr 1002 ← Cr 2241.unclaimed. Done once for a line. */
export async function bookArrival(
  tx: Transaction<Database>,
  context: ReconciliationContext,
  line: BankLineEntity,
): Promise<BankLineEntity> {
  if (line.entry_id !== null) return line;
  const entryId = context.newId();
  await postEntry(tx, {
    entryId,
    event: 'bank.received',
    occurredAt: momentOf(line),
    communityId: line.community_id,
    reference: line.line_id,
    lines: [
      { account: ACCOUNTS.bank, debitFen: line.amount_fen, creditFen: 0 },
      { account: ACCOUNTS.unclaimed, debitFen: 0, creditFen: line.amount_fen },
    ],
  });
  const change = { entry_id: entryId, placed_account: ACCOUNTS.unclaimed };
  await tx.updateTable('bank_line').set(change).where('line_id', '=', line.line_id).execute();
  return { ...line, ...change };
}

/**
 * Books a match: the bank, or what lay unclaimed, against the receivables by bill; what no bill takes becomes the named
 * room's prepayment or stays unclaimed; what a named rule says that the bank kept is the company's fee. Idempotent: a
 * line is matched once, and the match is its document.
 * @param match not yet in the table, or SUGGESTED or PROPOSED there
 * @returns LT-2729 the line is explained already, LT-2731 a bill no longer asks for that much, or nothing would be paid
 */
export async function bookMatch(
  tx: Transaction<Database>,
  context: ReconciliationContext,
  line: BankLineEntity,
  match: BankMatchEntity,
): Promise<Result<undefined>> {
  const current = await tx
    .selectFrom('bank_line')
    .select(['state', 'entry_id'])
    .where('line_id', '=', line.line_id)
    .executeTakeFirst();
  if (!current || !['WAITING', 'SUGGESTED', 'PROPOSED'].includes(current.state)) return failed('LT-2729');
  const parts = partsOf(match);
  if (paysNothing(match)) return failed('LT-2731', 'nothing is open, and the rest is not to be kept');
  const bills = new Map(
    (
      await lockOpenBills(
        tx,
        parts.map(({ billId }) => billId),
      )
    ).map((bill) => [bill.billId, bill]),
  );
  for (const part of parts) {
    const bill = bills.get(part.billId);
    const open =
      bill && (bill.state === 'PUBLISHED' || bill.state === 'PARTIALLY_PAID') ? bill.amountFen - bill.paidFen : 0;
    if (part.amountFen > open) return failed('LT-2731');
  }
  const now = context.clock.now();
  for (const part of parts) {
    await allocateToBill(tx, {
      documentId: match.match_id,
      kind: 'bank-transfer',
      billId: part.billId,
      amountFen: fen(part.amountFen),
      at: now,
    });
  }
  const arrived = current.entry_id !== null;
  const restUnclaimed = match.rest_room_id === null ? match.rest_fen : 0;
  const restPrepaid = match.rest_fen - restUnclaimed;
  const lines = [
    arrived ? side(ACCOUNTS.unclaimed, line.amount_fen - restUnclaimed) : side(ACCOUNTS.bank, line.amount_fen),
    side(ACCOUNTS.channelFees, match.fee_fen),
    ...parts.map((part) =>
      side(ACCOUNTS.receivable, 0 - part.amountFen, {
        roomId: part.roomId,
        itemCode: bills.get(part.billId)?.itemCode ?? '',
      }),
    ),
    ...(restPrepaid > 0 ? [side(ACCOUNTS.prepayment, -restPrepaid, { roomId: match.rest_room_id ?? '' })] : []),
    ...(arrived || restUnclaimed === 0 ? [] : [side(ACCOUNTS.unclaimed, -restUnclaimed)]),
  ].filter((each) => each !== undefined);
  const entryId = context.newId();
  await postEntry(tx, {
    entryId,
    event: 'bank.matched',
    occurredAt: arrived ? now : momentOf(line),
    communityId: line.community_id,
    reference: match.match_id,
    lines,
  });
  const booked = { ...match, state: 'BOOKED' as const, entry_id: entryId };
  await tx
    .insertInto('bank_match')
    .values(booked)
    .onConflict((conflict) => conflict.column('match_id').doUpdateSet(booked))
    .execute();
  await tx
    .updateTable('bank_line')
    .set({ state: 'BOOKED', ...(arrived ? {} : { entry_id: entryId, placed_account: ACCOUNTS.unclaimed }) })
    .where('line_id', '=', line.line_id)
    .execute();
  await learnPayer(
    tx,
    line,
    match.match_id,
    parts.length > 0 ? parts.map(({ roomId }) => roomId) : [match.rest_room_id ?? ''],
  );
  return ok();
}

/** This account has paid for these rooms: known again until the room has another owner. */
async function learnPayer(
  tx: Transaction<Database>,
  line: BankLineEntity,
  matchId: string,
  rooms: readonly string[],
): Promise<void> {
  const key = accountKey(line.counterparty_account, line.counterparty_name);
  if (key === undefined) return;
  for (const roomId of new Set(rooms)) {
    if (roomId === '') continue;
    const learnt = { learnt_on: line.booked_on, match_id: matchId };
    await tx
      .insertInto('payer_account')
      .values({ account_key: key, room_id: roomId, ...learnt })
      .onConflict((conflict) => conflict.columns(['account_key', 'room_id']).doUpdateSet(learnt))
      .execute();
  }
}

/**
 * Takes a booked match back by a reversal entry; the money lies unclaimed again, and what was learnt from it is forgotten.
 * @returns LT-2732 not booked, LT-2736 the prepayment it became was used
 */
export async function undoMatch(
  tx: Transaction<Database>,
  context: ReconciliationContext,
  match: BankMatchEntity,
  undone: { readonly by: string; readonly reason: string },
): Promise<Result<undefined>> {
  const line = await tx.selectFrom('bank_line').selectAll().where('line_id', '=', match.line_id).executeTakeFirst();
  if (!line || match.state !== 'BOOKED') return failed('LT-2732');
  const parts = partsOf(match);
  const restRoom = match.rest_room_id;
  const restPrepaid = restRoom === null ? 0 : match.rest_fen;
  if (restRoom !== null && (await prepaidOfRoom(tx, restRoom)) < restPrepaid) return failed('LT-2736');
  const now = context.clock.now();
  const undoId = context.newId();
  const bills = new Map(
    (
      await lockOpenBills(
        tx,
        parts.map(({ billId }) => billId),
      )
    ).map((bill) => [bill.billId, bill]),
  );
  for (const part of parts) {
    await takeFromBill(tx, {
      documentId: undoId,
      kind: 'bank-transfer',
      billId: part.billId,
      amountFen: fen(part.amountFen),
      at: now,
    });
  }
  const lines = [
    ...parts.map((part) =>
      side(ACCOUNTS.receivable, part.amountFen, {
        roomId: part.roomId,
        itemCode: bills.get(part.billId)?.itemCode ?? '',
      }),
    ),
    ...(restPrepaid > 0 ? [side(ACCOUNTS.prepayment, restPrepaid, { roomId: restRoom ?? '' })] : []),
    side(ACCOUNTS.channelFees, -match.fee_fen),
    side(ACCOUNTS.unclaimed, -(line.amount_fen - (match.rest_fen - restPrepaid))),
  ].filter((each) => each !== undefined);
  await postEntry(tx, {
    entryId: undoId,
    event: 'bank.match-undone',
    occurredAt: now,
    communityId: line.community_id,
    reference: match.match_id,
    lines,
  });
  await tx
    .updateTable('bank_match')
    .set({ state: 'UNDONE', undo_entry_id: undoId, undone_by: undone.by, undone_at: now, undo_reason: undone.reason })
    .where('match_id', '=', match.match_id)
    .execute();
  await tx.updateTable('bank_line').set({ state: 'WAITING' }).where('line_id', '=', line.line_id).execute();
  await tx.deleteFrom('payer_account').where('match_id', '=', match.match_id).execute();
  return ok();
}

/** @param debitFen below zero it is a credit */
function side(
  account: string,
  debitFen: number,
  of: { readonly roomId?: string; readonly itemCode?: string } = {},
): LedgerLine | undefined {
  if (debitFen === 0) return undefined;
  return { account, ...of, debitFen: Math.max(debitFen, 0), creditFen: Math.max(-debitFen, 0) };
}
