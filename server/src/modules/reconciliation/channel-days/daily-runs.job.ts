import { businessDate } from '@louting/common/clock';
import type { BillSource } from '../../../channels/bill-source.ts';
import type { PaymentChannel } from '../../../channels/payment-channel.ts';
import type { FileLayout } from '../../../contract/reconciliation-api.ts';
import type { Job } from '../../../jobs/job-runner.ts';
import type { PaymentsContext } from '../../payments/payments-context.ts';
import { endDeadImports } from '../bank-lines/bank-import.ts';
import { matchWaitingLines } from '../bank-lines/bank-matching.ts';
import { cashDaysToCompare, compareCashDay, explainedCash, followCashBooks } from './cash-days.store.ts';
import { readChannelFile } from '../channel-files/channel-file.ts';
import { recordFailedDay, runChannelDay } from './channel-run.ts';
import { daysToHave, type DueDay, dueDays, type KnownRun } from './due-days.ts';
import { reconciliationContext } from './learn-trade.ts';
import { channelsWithBills } from './merchants.ts';
import { askAgain } from './missing-trades.store.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';

const EVERY_MS = 60_000;
const LAYOUTS: Readonly<Record<PaymentChannel['name'], Readonly<Record<DueDay['kind'], FileLayout>>>> = {
  'wechat-pay': { trade: 'wechat-trade', fund: 'wechat-fund' },
  alipay: { trade: 'alipay-trade', fund: 'alipay-fund' },
};

type ChannelWithBills = PaymentChannel & BillSource;

/**
 * Compares yesterday with every channel that gives bills, from 10:30 on, and the cash that was counted. Days that
 * were missed are made up for as long as the channel keeps them; a day that failed is tried again, ever less often.
 */
export function dailyRunsJob(payments: PaymentsContext): Job {
  const context = reconciliationContext(payments);
  const channels = channelsWithBills(payments.channels);
  const { clock } = payments;
  let quietUntil = 0;
  return {
    name: 'reconcile-channels',
    everyMs: EVERY_MS,
    hasWork: async () => {
      if (clock.now() < quietUntil) return false;
      if (await somethingIsDue(context, channels)) return true;
      quietUntil = clock.now() + EVERY_MS;
      return false;
    },
    run: async (signal) => {
      const { from, to } = daysToHave(clock.now());
      await askAgain(context, to, signal);
      for (const channel of channels) await makeUp(context, channel, signal);
      for (const day of await cashDaysToCompare(context.storage.db, from, to)) {
        if (signal.aborted) return;
        await compareCashDay(context, day);
      }
      await followCashBooks(context);
      if (!signal.aborted) await explainBankLines(context);
    },
  };
}

/**
 * Bank lines that are not on the books yet: they wait for a settlement or a deposit that was compared just now, or the
 * process that brought them died before they were looked at.
 */
async function explainBankLines(context: ReconciliationContext): Promise<void> {
  await endDeadImports(context);
  const waiting = await context.storage.db
    .selectFrom('bank_line')
    .select('community_id')
    .distinct()
    .where('state', '=', 'WAITING')
    .where('entry_id', 'is', null)
    .execute();
  for (const { community_id: communityId } of waiting) await matchWaitingLines(context, communityId);
}

async function somethingIsDue(context: ReconciliationContext, channels: readonly ChannelWithBills[]): Promise<boolean> {
  const { db } = context.storage;
  for (const channel of channels) if ((await dueOf(context, channel)).length > 0) return true;
  const { from, to } = daysToHave(context.clock.now());
  if ((await cashDaysToCompare(db, from, to)).length > 0) return true;
  return (await explainedCash(db).executeTakeFirst()) !== undefined;
}

async function makeUp(context: ReconciliationContext, channel: ChannelWithBills, signal: AbortSignal): Promise<void> {
  const tried = new Set<string>();
  // Asked anew after each file: the funds of a day come up once its trades are here.
  for (;;) {
    const due = (await dueOf(context, channel)).find(({ date, kind }) => !tried.has(`${kind} ${date}`));
    if (!due || signal.aborted) return;
    tried.add(`${due.kind} ${due.date}`);
    await compareDay(context, channel, due);
  }
}

async function compareDay(context: ReconciliationContext, channel: ChannelWithBills, due: DueDay): Promise<void> {
  const { logger } = context;
  const request = {
    channel: channel.name,
    merchant: channel.merchant,
    businessDate: due.date,
    kind: due.kind,
    by: 'system',
    force: false,
  } as const;
  const bill = await (due.kind === 'trade' ? channel.downloadTrades(due.date) : channel.downloadFunds(due.date));
  if (!bill.ok) {
    await recordFailedDay(context, request, bill.error);
    logger.warn({ channel: channel.name, ...due, code: bill.error.code }, 'a day of a channel is not to be had yet');
    return;
  }
  const layout = LAYOUTS[channel.name][due.kind];
  const day =
    bill.value.kind === 'none'
      ? 'nothing'
      : {
          bytes: bill.value.bytes,
          read: (bytes: AsyncIterable<Uint8Array>) => readChannelFile(layout, bytes),
        };
  try {
    const run = await runChannelDay(context, request, day);
    const result = run.ok ? run.value.state : run.error.code;
    logger.info({ channel: channel.name, ...due, result }, 'a day of a channel was compared');
  } catch (error) {
    // It is written down as failed and tried again; the other days go on.
    logger.error({ err: error, channel: channel.name, ...due }, 'a day of a channel could not be compared');
  }
}

async function dueOf(context: ReconciliationContext, channel: ChannelWithBills): Promise<DueDay[]> {
  const { storage, clock } = context;
  const first = await storage.db
    .selectFrom('payment_order')
    .select('created_at')
    .orderBy('order_id')
    .limit(1)
    .executeTakeFirst();
  if (!first) return [];
  const rows = await storage.db
    .selectFrom('channel_run')
    .select(['business_date', 'kind', 'state', 'attempt', 'lease_until', 'finished_at'])
    .where('channel', '=', channel.name)
    .where('merchant', '=', channel.merchant)
    .where('business_date', '>=', daysToHave(clock.now()).from)
    .execute();
  const runs = rows.flatMap((row): KnownRun[] =>
    row.kind === 'cash' || row.kind === 'statement'
      ? []
      : [
          {
            businessDate: row.business_date,
            kind: row.kind,
            state: row.state,
            attempt: row.attempt,
            leaseUntil: row.lease_until,
            finishedAt: row.finished_at ?? 0,
          },
        ],
  );
  return dueDays(runs, businessDate(first.created_at), clock.now());
}
