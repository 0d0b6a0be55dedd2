import { fen } from '@louting/common/money';
import { type Kysely, sql } from 'kysely';
import type { Channel, MonthReport, MonthRow } from '../../../contract/reconciliation-api.ts';
import type { Database } from '../../../storage/database.ts';
import { startOfMonth } from '../../ledger/accounting-month.ts';
import { ACCOUNTS } from '../../ledger/ledger.ts';
import { endOfMonth, movementsOf } from '../../ledger/trial-balance.ts';
import { bankLinesOfMonth, differencesOfMonth, filesOfMonth } from './month-counts.ts';
import { IN_TRANSIT } from '../reconciliation-context.ts';

/**
 * The month of every channel and of the bank, from the ledger and from what the files said. Of each channel
 * opening + received − refunded − fees − settled + other = closing: `other` is what moved the account and is none of the
 * four, so that nothing can hide between them.
 * @param communityIds not empty
 * @param month `YYYY-MM`
 */
export async function monthReport(
  db: Kysely<Database>,
  communityIds: readonly string[],
  month: string,
): Promise<MonthReport> {
  const balances = balancesOf(await movementsOf(db, communityIds), month);
  const settled = await settledInMonth(db, communityIds, month);
  const banked = await creditsOf(db, communityIds, month, 'cash.banked', [ACCOUNTS.cashAtOffice]);
  const refunded = await creditsOf(db, communityIds, month, 'refund.paid', [
    ...Object.values(IN_TRANSIT),
    ACCOUNTS.cashAtOffice,
  ]);
  const differences = await differencesOfMonth(db, communityIds, month);
  const files = await filesOfMonth(db, communityIds, month);

  const row = (channel: Channel): MonthRow => {
    const isCash = channel === 'kiosk-cash';
    const accounts = isCash ? [ACCOUNTS.cashInKiosk, ACCOUNTS.cashAtOffice] : [IN_TRANSIT[channel]];
    const account = (code: string) => balances.get(code) ?? NOTHING;
    const [first = ''] = accounts;
    const openingFen = sumOf(accounts, (code) => account(code).opening);
    const closingFen = sumOf(accounts, (code) => account(code).closing);
    // What comes into the office comes out of a kiosk: it is received once.
    const receivedFen = account(first).debit;
    const refundedFen = sumOf(accounts, (code) => refunded.get(code) ?? 0);
    const { feeFen, paidFen } = isCash
      ? { feeFen: 0, paidFen: banked.get(ACCOUNTS.cashAtOffice) ?? 0 }
      : (settled.get(channel) ?? { feeFen: 0, paidFen: 0 });
    const file = files.get(channel);
    const counted = differences.get(channel);
    return {
      channel,
      openingFen: fen(openingFen),
      receivedFen: fen(receivedFen),
      refundedFen: fen(refundedFen),
      feeFen: fen(feeFen),
      settledFen: fen(paidFen),
      otherFen: fen(closingFen - openingFen - receivedFen + refundedFen + feeFen + paidFen),
      closingFen: fen(closingFen),
      openDifferences: counted?.open ?? 0,
      closedDifferences: counted?.closed ?? 0,
      fileReceivedFen: fen(file?.receivedFen ?? 0),
      fileRefundedFen: fen(file?.refundedFen ?? 0),
      fileFeeFen: fen(file?.feeFen ?? 0),
    };
  };
  const bank = balances.get(ACCOUNTS.bank) ?? NOTHING;
  return {
    month,
    channels: (['wechat-pay', 'alipay', 'unionpay', 'pos', 'kiosk-cash'] as const).map(row),
    bank: {
      openingFen: fen(bank.opening),
      inFen: fen(bank.debit),
      outFen: fen(bank.credit),
      closingFen: fen(bank.closing),
      openDifferences: differences.get('bank')?.open ?? 0,
      closedDifferences: differences.get('bank')?.closed ?? 0,
      ...(await bankLinesOfMonth(db, communityIds, month)),
    },
  };
}

interface Balance {
  readonly opening: number;
  readonly debit: number;
  readonly credit: number;
  readonly closing: number;
}
const NOTHING: Balance = { opening: 0, debit: 0, credit: 0, closing: 0 };

function balancesOf(movements: Awaited<ReturnType<typeof movementsOf>>, month: string): Map<string, Balance> {
  const balances = new Map<string, Balance>();
  for (const row of movements) {
    if (row.month > month) continue;
    const before = balances.get(row.account_code) ?? NOTHING;
    const moved = row.debit - row.credit;
    balances.set(
      row.account_code,
      row.month < month
        ? { ...before, opening: before.opening + moved, closing: before.closing + moved }
        : {
            opening: before.opening,
            debit: before.debit + row.debit,
            credit: before.credit + row.credit,
            closing: before.closing + moved,
          },
    );
  }
  return balances;
}

function sumOf(codes: readonly string[], of: (code: string) => number): number {
  return codes.reduce((sum, code) => sum + of(code), 0);
}

/** An entry counts in the month of its accounting moment. */
function inMonth(month: string) {
  const moment = sql`coalesce(entry.accounting_at, entry.occurred_at)`;
  return sql<boolean>`${moment} >= ${startOfMonth(month)} and ${moment} < ${endOfMonth(month)}`;
}

/** What the channels paid out and what they kept of it, by the entries of their settlements. */
async function settledInMonth(db: Kysely<Database>, communityIds: readonly string[], month: string) {
  const rows = await db
    .selectFrom('channel_settlement as settlement')
    .innerJoin('ledger_entry as entry', 'entry.reference', 'settlement.settlement_id')
    .innerJoin('ledger_line as line', 'line.entry_id', 'entry.entry_id')
    .where('entry.event', '=', 'channel.settled')
    .where('entry.community_id', 'in', communityIds)
    .where(inMonth(month))
    .where('line.account_code', 'in', [ACCOUNTS.bank, ACCOUNTS.channelFees])
    .groupBy(['settlement.channel', 'line.account_code'])
    .select(['settlement.channel', 'line.account_code'])
    .select((eb) => eb.fn.sum<number>(eb('line.debit_fen', '-', eb.ref('line.credit_fen'))).as('moved'))
    .execute();
  const settled = new Map<Channel, { feeFen: number; paidFen: number }>();
  for (const { channel, account_code, moved } of rows) {
    const sums = settled.get(channel) ?? { feeFen: 0, paidFen: 0 };
    if (account_code === ACCOUNTS.bank) sums.paidFen += moved;
    else sums.feeFen += moved;
    settled.set(channel, sums);
  }
  return settled;
}

/** What an event took from accounts, found by its documents and not by reading the month's entries. */
async function creditsOf(
  db: Kysely<Database>,
  communityIds: readonly string[],
  month: string,
  event: 'refund.paid' | 'cash.banked',
  accounts: readonly string[],
): Promise<Map<string, number>> {
  const documents =
    event === 'refund.paid'
      ? db
          .selectFrom('refund')
          .where('paid_entry_id', 'is not', null)
          .select((eb) => eb.ref('paid_entry_id').$castTo<string>().as('entry_id'))
          .where('community_id', 'in', communityIds)
      : db.selectFrom('cash_deposit').select('entry_id').where('community_id', 'in', communityIds);
  const rows = await db
    .selectFrom('ledger_entry as entry')
    .innerJoin('ledger_line as line', 'line.entry_id', 'entry.entry_id')
    .where('entry.entry_id', 'in', documents)
    .where('entry.event', '=', event)
    .where(inMonth(month))
    .where('line.account_code', 'in', accounts)
    .groupBy('line.account_code')
    .select('line.account_code')
    .select((eb) => eb.fn.sum<number>('line.credit_fen').as('credit'))
    .execute();
  return new Map(rows.map((row) => [row.account_code, row.credit]));
}
