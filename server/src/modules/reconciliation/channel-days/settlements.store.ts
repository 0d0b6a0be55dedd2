import type { Transaction } from 'kysely';
import type { RunChannel } from '../../../contract/reconciliation-api.ts';
import type { Database } from '../../../storage/database.ts';
import { insertRows } from '../../../storage/insert-rows.ts';
import { ACCOUNTS, type LedgerLine } from '../../ledger/ledger.ts';
import { postEntry } from '../../ledger/ledger.store.ts';
import type { RunRow } from './channel-run.store.ts';
import { dayAfter, IN_TRANSIT, type ReconciliationContext } from '../reconciliation-context.ts';
import { daysOfSettlement } from './settle-days.ts';
import type { TradeSum } from './trade-sums.ts';

/** What a day's trades came to, by community; days that are settled stay as they were posted. */
export async function recordChannelDay(
  context: ReconciliationContext,
  run: RunRow,
  sums: readonly TradeSum[],
): Promise<void> {
  const { channel } = run;
  if (channel === 'bank') return;
  await context.storage.transact(async (tx) => {
    await tx
      .deleteFrom('channel_day')
      .where('channel', '=', channel)
      .where('business_date', '=', run.business_date)
      .where('settlement_id', 'is', null)
      .execute();
    const days = sums.map((sum) => ({
      channel,
      business_date: run.business_date,
      community_id: sum.communityId,
      received_fen: sum.receivedFen,
      refunded_fen: sum.refundedFen,
      fee_fen: sum.feeFen,
      settlement_id: null,
    }));
    await insertRows(tx, 'channel_day', days, 'on conflict (channel, business_date, community_id) do nothing');
  });
}

export interface Settlement {
  readonly channel: RunChannel;
  readonly source: 'fund-bill' | 'bank-line';
  /** The channel's own number, or the bank line's id. */
  readonly serial: string;
  readonly amountFen: number;
  readonly settledOn: string;
  readonly at: number;
  readonly bankLineId?: string;
}

/** Days looked back for what a settlement pays out. */
const MOST_OPEN_DAYS = 40;

/**
 * Posts a settlement once, whoever tells of it: Dr 1002 + 6603 ← Cr 1012, an entry a community.
 * @returns the settlement's id, or undefined when no unsettled days add up to it: then nothing is posted
 */
export async function settle(
  tx: Transaction<Database>,
  context: ReconciliationContext,
  settlement: Settlement,
): Promise<string | undefined> {
  const { channel, serial } = settlement;
  if (channel === 'kiosk-cash' || channel === 'bank') return undefined;
  const known = await tx
    .selectFrom('channel_settlement')
    .select('settlement_id')
    .where('channel', '=', channel)
    .where('serial', '=', serial)
    .executeTakeFirst();
  const told = known ?? (await toldByTheBank(tx, settlement));
  if (told) return told.settlement_id;
  const open = await tx
    .selectFrom('channel_day')
    .selectAll()
    .where('channel', '=', channel)
    .where('settlement_id', 'is', null)
    .where('business_date', '<', settlement.settledOn)
    .orderBy('business_date', 'desc')
    .limit(MOST_OPEN_DAYS)
    .execute();
  const byDate = [...Map.groupBy(open, (row) => row.business_date)].map(([date, rows]) => ({
    date,
    rows,
    netFen: rows.reduce((sum, row) => sum + row.received_fen - row.refunded_fen - row.fee_fen, 0),
  }));
  const oldestFirst = byDate.toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const days = daysOfSettlement(settlement.amountFen, oldestFirst, settlement.settledOn);
  const [first, last] = [days?.[0], days?.at(-1)];
  if (!first || !last) return undefined;

  const rows = oldestFirst.filter(({ date }) => date >= first.date && date <= last.date).flatMap((day) => day.rows);
  const settlementId = context.newId();
  await tx
    .insertInto('channel_settlement')
    .values({
      settlement_id: settlementId,
      channel,
      source: settlement.source,
      serial,
      settled_on: settlement.settledOn,
      amount_fen: settlement.amountFen,
      fee_fen: rows.reduce((sum, row) => sum + row.fee_fen, 0),
      from_date: first.date,
      to_date: last.date,
      bank_line_id: settlement.bankLineId ?? null,
      recorded_at: context.clock.now(),
    })
    .execute();
  await tx
    .updateTable('channel_day')
    .set({ settlement_id: settlementId })
    .where('channel', '=', channel)
    .where('business_date', '>=', first.date)
    .where('business_date', '<=', last.date)
    .where('settlement_id', 'is', null)
    .execute();
  for (const [communityId, ofCommunity] of Map.groupBy(rows, (row) => row.community_id)) {
    // Trades that no order explains are on nobody's books yet: their money waits as an open difference.
    if (communityId === '') continue;
    const grossFen = ofCommunity.reduce((sum, row) => sum + row.received_fen - row.refunded_fen, 0);
    const feeFen = ofCommunity.reduce((sum, row) => sum + row.fee_fen, 0);
    const lines = [
      line(ACCOUNTS.bank, grossFen - feeFen),
      line(ACCOUNTS.channelFees, feeFen),
      line(IN_TRANSIT[channel], -grossFen),
    ].filter((each) => each !== undefined);
    if (lines.length < 2) continue;
    await postEntry(tx, {
      entryId: context.newId(),
      event: 'channel.settled',
      occurredAt: settlement.at,
      communityId,
      reference: settlementId,
      lines,
    });
  }
  return settlementId;
}

/** A bank shows money up to so many days after the channel has sent it. */
const BANK_SHOWS_WITHIN_DAYS = 3;

/** The bank's statement may tell of a settlement before the channel's file does: from then on it has the channel's number. */
async function toldByTheBank(
  tx: Transaction<Database>,
  { channel, source, serial, amountFen, settledOn }: Settlement,
): Promise<{ readonly settlement_id: string } | undefined> {
  if (source !== 'fund-bill' || channel === 'bank') return undefined;
  const known = await tx
    .selectFrom('channel_settlement')
    .select('settlement_id')
    .where('channel', '=', channel)
    .where('source', '=', 'bank-line')
    .whereRef('serial', '=', 'bank_line_id')
    .where('amount_fen', '=', amountFen)
    .where('settled_on', '>=', dayAfter(settledOn, -1))
    .where('settled_on', '<=', dayAfter(settledOn, BANK_SHOWS_WITHIN_DAYS))
    .orderBy('settled_on')
    .executeTakeFirst();
  if (!known) return undefined;
  await tx.updateTable('channel_settlement').set({ serial }).where('settlement_id', '=', known.settlement_id).execute();
  return known;
}

/** @param debitFen below zero it is a credit */
function line(account: string, debitFen: number): LedgerLine | undefined {
  if (debitFen === 0) return undefined;
  return { account, debitFen: Math.max(debitFen, 0), creditFen: Math.max(-debitFen, 0) };
}
