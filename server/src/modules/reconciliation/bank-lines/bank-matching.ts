import { businessDate } from '@louting/common/clock';
import type { Transaction } from 'kysely';
import type { Database } from '../../../storage/database.ts';
import { bookArrival, bookMatch, momentOf, type BankLineEntity, type BankMatchEntity } from './bank-booking.store.ts';
import { householdsToMatch } from './households.store.ts';
import { type Candidate } from '../matching/candidates.ts';
import { settlingChannel } from '../matching/classify.ts';
import { indexHouseholds } from '../matching/household-index.ts';
import { type MatchDecision, matchTransfers } from '../matching/match-transfers.ts';
import { normaliseText } from '../matching/normalise.ts';
import { referencesIn } from '../matching/references.ts';
import { dayAfter, type ReconciliationContext } from '../reconciliation-context.ts';
import { type PostingRules, postingRules } from '../rules/rules-in-force.ts';
import { settle } from '../channel-days/settlements.store.ts';
import { placeLine } from './bank-posting.store.ts';
import { explainOtherLines } from './other-lines.ts';
import { proposeBySlips } from '../transfer-slips/transfer-slips.store.ts';

export interface MatchedLines {
  readonly booked: number;
  readonly suggested: number;
  readonly waiting: number;
}

/** Bookings of one transaction; other writers of SQLite wait no longer than for these. */
const CHUNK = 64;
/** A bank shows money some days after it was sent. */
const NEAR_DAYS = 3;

/**
 * Explains all waiting lines of a community: what owners brought slips of and what documents of ours
 * explain first, what no owner pays by its rule, then owners' transfers all together. What stays unexplained is on the
 * books as unclaimed money. Safe to repeat at any time: a line that somebody has decided meanwhile is left alone.
 */
export async function matchWaitingLines(context: ReconciliationContext, communityId: string): Promise<MatchedLines> {
  const { storage, clock } = context;
  await proposeBySlips(context, communityId);
  const lines = await storage.db
    .selectFrom('bank_line')
    .selectAll()
    .where('community_id', '=', communityId)
    .where('state', 'in', ['WAITING', 'SUGGESTED'])
    .orderBy('booked_on')
    .orderBy('line_id')
    .execute();
  const transfers = lines.filter((line) => line.class === 'owner-transfer');
  const accountOf = await postingRules(storage.db, communityId);
  for (const line of lines) if (line.class !== 'owner-transfer') await explainByDocument(context, line, accountOf);
  await explainOtherLines(context, communityId);

  const households = await householdsToMatch(storage.db, communityId, businessDate(clock.now()));
  const rules = await storage.db
    .selectFrom('bank_fee_rule')
    .select(['name', 'from_date', 'fee_fen'])
    .where('community_id', '=', communityId)
    .orderBy('fee_fen')
    .execute();
  const referenced = await roomsByReference(context, communityId, transfers);
  const decisions = matchTransfers(
    transfers.map((line) => ({
      lineId: line.line_id,
      date: line.booked_on,
      amountFen: line.amount_fen,
      counterpartyName: line.counterparty_name,
      counterpartyAccount: line.counterparty_account,
      remark: line.remark,
      referencedRoomId: referenced.get(line.line_id),
    })),
    indexHouseholds(households),
    rules.map(({ name, from_date, fee_fen }) => ({ name, fromDate: from_date, feeFen: fee_fen })),
  );
  const counted = { booked: 0, suggested: 0, waiting: 0 };
  for (let from = 0; from < transfers.length; from += CHUNK) {
    const results = await storage.transact(async (tx) => {
      const done: (keyof MatchedLines)[] = [];
      for (let at = from; at < Math.min(from + CHUNK, transfers.length); at += 1) {
        const [line, decision] = [transfers[at], decisions[at]];
        if (line && decision) done.push(await follow(tx, context, line, decision));
      }
      return done;
    });
    for (const result of results) counted[result] += 1;
  }
  return counted;
}

/** Books what may be booked by the machine, and writes down what it suggests for the rest. */
async function follow(
  tx: Transaction<Database>,
  context: ReconciliationContext,
  read: BankLineEntity,
  decision: MatchDecision,
): Promise<keyof MatchedLines> {
  const line = await tx.selectFrom('bank_line').selectAll().where('line_id', '=', read.line_id).executeTakeFirst();
  if (!line || (line.state !== 'WAITING' && line.state !== 'SUGGESTED')) return 'waiting';
  const rejected = await roomsRejected(tx, line.line_id);
  const [best] = decision.candidates.filter(({ roomIds }) => !rejected.has(roomIds.join()));
  await tx.deleteFrom('bank_match').where('line_id', '=', line.line_id).where('state', '=', 'SUGGESTED').execute();
  // What a person has said no to, the machine does not book by another reading.
  if (decision.kind === 'auto' && best && rejected.size === 0) {
    const booked = await bookMatch(tx, context, line, matchOf(context, line, best));
    if (booked.ok) return 'booked';
  }
  await bookArrival(tx, context, line);
  const suggests = best !== undefined && best === decision.candidates[0] && decision.kind !== 'manual';
  if (suggests) {
    await tx
      .insertInto('bank_match')
      .values(matchOf(context, line, best))
      .execute();
  }
  const state = suggests ? 'SUGGESTED' : 'WAITING';
  await tx.updateTable('bank_line').set({ state }).where('line_id', '=', line.line_id).execute();
  return suggests ? 'suggested' : 'waiting';
}

function matchOf(context: ReconciliationContext, line: BankLineEntity, candidate: Candidate): BankMatchEntity {
  const { plan } = candidate;
  return {
    match_id: context.newId(),
    line_id: line.line_id,
    state: 'SUGGESTED',
    made_by: 'system',
    made_at: context.clock.now(),
    score_permille: Math.floor(candidate.score * 1_000),
    reasons: JSON.stringify(candidate.reasons),
    rooms: JSON.stringify(candidate.roomIds),
    parts: JSON.stringify(plan.parts),
    rest_fen: plan.restFen,
    rest_room_id: null,
    fee_name: plan.fee?.name ?? '',
    fee_fen: plan.fee?.feeFen ?? 0,
    note: '',
    decided_by: null,
    decided_at: null,
    entry_id: null,
    undo_entry_id: null,
    undone_by: null,
    undone_at: null,
    undo_reason: '',
  };
}

async function roomsRejected(tx: Transaction<Database>, lineId: string): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('bank_match')
    .select('rooms')
    .where('line_id', '=', lineId)
    .where('state', 'in', ['REJECTED', 'UNDONE'])
    .execute();
  return new Set(rows.map((row) => (JSON.parse(row.rooms) as string[]).join()));
}

/** A settlement, a cash deposit, a fee or interest: another document has posted it, or it is its own. */
async function explainByDocument(
  context: ReconciliationContext,
  read: BankLineEntity,
  accountOf: PostingRules,
): Promise<void> {
  await context.storage.transact(async (tx) => {
    const line = await tx.selectFrom('bank_line').selectAll().where('line_id', '=', read.line_id).executeTakeFirst();
    // Money that already lies unclaimed is moved by a person, so that nothing is on 1002 twice.
    if (line?.state !== 'WAITING' || line.entry_id !== null) return;
    const document =
      line.class === 'channel-settlement'
        ? await settlementOf(tx, context, line)
        : line.class === 'cash-deposit'
          ? await cashDepositOf(tx, line)
          : undefined;
    if (document === undefined) {
      const account =
        line.class === 'fee' || line.class === 'interest' ? accountOf(line.class, line.booked_on) : undefined;
      if (account === undefined) return;
      await placeLine(tx, context, line, account);
      await tx.updateTable('bank_line').set({ state: 'EXPLAINED' }).where('line_id', '=', line.line_id).execute();
      return;
    }
    await tx
      .updateTable('bank_line')
      .set({ state: 'EXPLAINED', explained_by: document })
      .where('line_id', '=', line.line_id)
      .execute();
  });
}

async function settlementOf(
  tx: Transaction<Database>,
  context: ReconciliationContext,
  line: BankLineEntity,
): Promise<string | undefined> {
  const channel = settlingChannel({ counterpartyName: line.counterparty_name, remark: line.remark });
  if (!channel) return undefined;
  const known = await tx
    .selectFrom('channel_settlement')
    .select('settlement_id')
    .where('channel', '=', channel)
    .where('amount_fen', '=', line.amount_fen)
    .where('settled_on', '>=', dayAfter(line.booked_on, -NEAR_DAYS))
    .where('settled_on', '<=', dayAfter(line.booked_on, 1))
    .where('bank_line_id', 'is', null)
    .orderBy('settled_on')
    .executeTakeFirst();
  if (known) {
    const { settlement_id } = known;
    await tx
      .updateTable('channel_settlement')
      .set({ bank_line_id: line.line_id })
      .where('settlement_id', '=', settlement_id)
      .execute();
    return settlement_id;
  }
  return settle(tx, context, {
    channel,
    source: 'bank-line',
    serial: line.line_id,
    amountFen: line.amount_fen,
    settledOn: line.booked_on,
    at: momentOf(line),
    bankLineId: line.line_id,
  });
}

/** What the cash books have brought to the bank: one deposit, or one that the slip number in the remark names. */
async function cashDepositOf(tx: Transaction<Database>, line: BankLineEntity): Promise<string | undefined> {
  const deposits = await tx
    .selectFrom('cash_deposit')
    .leftJoin('bank_line', 'bank_line.explained_by', 'cash_deposit.deposit_id')
    .select(['cash_deposit.deposit_id', 'cash_deposit.slip_number'])
    .where('cash_deposit.community_id', '=', line.community_id)
    .where('cash_deposit.amount_fen', '=', line.amount_fen)
    .where('cash_deposit.deposited_on', '>=', dayAfter(line.booked_on, -NEAR_DAYS))
    .where('cash_deposit.deposited_on', '<=', line.booked_on)
    .where('bank_line.line_id', 'is', null)
    .orderBy('cash_deposit.deposited_on')
    .execute();
  const named = deposits.filter(({ slip_number }) => slip_number !== '' && line.remark.includes(slip_number));
  const meant = named.length > 0 ? named : deposits;
  return meant.length === 1 ? meant[0]?.deposit_id : undefined;
}

/** Orders and bills of ours whose number a payer has written into the remark; numbers of other communities are none. */
async function roomsByReference(
  context: ReconciliationContext,
  communityId: string,
  lines: readonly BankLineEntity[],
): Promise<Map<string, string>> {
  const rooms = new Map<string, string>();
  for (const line of lines) {
    const { orderReferences, ids } = referencesIn(normaliseText(line.remark));
    if (orderReferences.length === 0 && ids.length === 0) continue;
    const { db } = context.storage;
    const order = await db
      .selectFrom('payment_order')
      .select('room_id')
      .where('community_id', '=', communityId)
      .where((eb) => eb.or([eb('reference', 'in', [...orderReferences, '']), eb('order_id', 'in', [...ids, ''])]))
      .executeTakeFirst();
    const bill = order
      ? undefined
      : await db
          .selectFrom('bill')
          .select('room_id')
          .where('community_id', '=', communityId)
          .where('bill_id', 'in', [...ids, ''])
          .executeTakeFirst();
    const found = order?.room_id ?? bill?.room_id;
    if (found !== undefined) rooms.set(line.line_id, found);
  }
  return rooms;
}
