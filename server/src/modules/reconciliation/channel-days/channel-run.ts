import { businessDate } from '@louting/common/clock';
import { type Failure, ok, type Result } from '@louting/common/result';
import { sql } from 'kysely';
import { claimRun, clearStaged, failRun, finishRun, type RunRequest, type RunRow } from './channel-run.store.ts';
import { compareTrades } from './compare-trades.ts';
import { type FoundDifference, recordDifferences } from '../differences/differences.store.ts';
import { bookMissing } from './missing-trades.store.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import { recordChannelDay, settle } from './settlements.store.ts';
import { hashing, type StagedFile, stageFile } from './stage-file.ts';
import type { ChannelTrade, FileRow, FundMovement } from '../statement-rows.ts';
import { sumsOfTrades, type TradeSum } from './trade-sums.ts';

/** What a channel has for a day: a file, or the word that there was nothing, which is an answer like any other. */
export type DayOfChannel =
  | {
      readonly bytes: AsyncIterable<Uint8Array>;
      readonly read: (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<FileRow<ChannelTrade | FundMovement>>;
    }
  | 'nothing';

/**
 * Compares one day of a channel with the books: the file is staged, compared as sets in the
 * database, what is missing here is asked for and booked, the rest becomes differences with owners. Whatever breaks it
 * off leaves a FAILED run that may begin again; of a file that is not whole or of another kind nothing is compared.
 * @returns LT-2721, LT-2722, LT-2723 as `claimRun`; LT-2703, LT-2705, LT-2711, LT-2734 for the file
 */
export async function runChannelDay(
  context: ReconciliationContext,
  request: RunRequest,
  day: DayOfChannel,
): Promise<Result<RunRow>> {
  const claimed = await claimRun(context, request);
  if (!claimed.ok) return claimed;
  const run = claimed.value;
  try {
    await clearStaged(context, run);
    const file = day === 'nothing' ? { rows: 0, problems: 0, hash: '' } : await stageDay(context, run, day);
    if (file.fault) {
      await failRun(context, run, file.fault.code);
      return { ok: false, error: file.fault };
    }
    return ok(run.kind === 'fund' ? await runFunds(context, run, file) : await runTrades(context, run, file));
  } catch (error) {
    await failRun(context, run, 'LT-9999');
    throw error;
  }
}

/** Writes down that a day could not be had, so that staff see it and it is tried again later. */
export async function recordFailedDay(
  context: ReconciliationContext,
  request: RunRequest,
  failure: Failure,
): Promise<void> {
  const claimed = await claimRun(context, request);
  if (claimed.ok) await failRun(context, claimed.value, failure.code);
}

/** Compares what is staged of a run's last file with the books as they are now. */
export async function compareStaged(
  context: ReconciliationContext,
  { channel, merchant, business_date: businessDate, kind, file_hash, row_count, problem_count }: RunRow,
  by: string,
): Promise<Result<RunRow>> {
  const request = { channel, merchant, businessDate, kind, by, force: true };
  const claimed = await claimRun(context, request, { file_hash, row_count, problem_count });
  if (!claimed.ok) return claimed;
  const run = claimed.value;
  const file = { rows: row_count, problems: problem_count, hash: file_hash };
  try {
    return ok(await (kind === 'fund' ? runFunds(context, run, file) : runTrades(context, run, file)));
  } catch (error) {
    await failRun(context, run, 'LT-9999');
    throw error;
  }
}

type File = StagedFile & { readonly hash: string };

async function stageDay(
  context: ReconciliationContext,
  run: RunRow,
  day: Exclude<DayOfChannel, 'nothing'>,
): Promise<File> {
  const hashed = hashing(day.bytes);
  const staged = await stageFile(context, run, day.read(hashed.bytes));
  return { ...staged, hash: hashed.digest() };
}

async function runTrades(context: ReconciliationContext, run: RunRow, file: File): Promise<RunRow> {
  const missing = { count: 0, fen: 0 };
  for await (const found of compareTrades(context, run)) {
    for (const each of found) {
      if (each.fileLine !== null) continue;
      missing.count += 1;
      missing.fen += each.localFen ?? 0;
    }
    await recordDifferences(context, run, found);
  }
  await bookMissing(context, run);
  const sums = await sumsOfTrades(context, run);
  await recordChannelDay(context, run, sums);
  const total = (of: (sum: TradeSum) => number) => sums.reduce((all, sum) => all + of(sum), 0);
  return finishRun(context, run, {
    matched_count: total((sum) => sum.matchedCount),
    matched_fen: total((sum) => sum.matchedFen),
    compared_count: total((sum) => sum.count) + missing.count,
    compared_fen: total((sum) => sum.fen) + missing.fen,
    ...fileFigures(file),
  });
}

/** Movements of funds: what the channel paid out is posted, and what it kept is held against its own trades. */
async function runFunds(context: ReconciliationContext, run: RunRow, file: File): Promise<RunRow> {
  const movements = await context.storage.db
    .selectFrom('fund_movement')
    .selectAll()
    .where('run_id', '=', run.run_id)
    .where('kind', '=', 'settlement')
    .orderBy('line')
    .execute();
  let settledFen = 0;
  let settledCount = 0;
  const found: FoundDifference[] = [];
  for (const movement of movements) {
    const amountFen = Math.abs(movement.amount_fen);
    const settlementId = await context.storage.transact((tx) =>
      settle(tx, context, {
        channel: run.channel,
        source: 'fund-bill',
        serial: movement.serial,
        amountFen,
        settledOn: businessDate(movement.at),
        at: movement.at,
      }),
    );
    if (settlementId === undefined) {
      const detail = `unsettled:${movement.serial}`;
      found.push(feeDifference(`settlement ${movement.serial}`, movement.serial, amountFen, null, detail));
    } else {
      settledFen += amountFen;
      settledCount += 1;
    }
  }
  found.push(...(await feesAgainstTrades(context, run)));
  await recordDifferences(context, run, found);
  return finishRun(context, run, {
    matched_count: settledCount,
    matched_fen: settledFen,
    compared_count: movements.length,
    compared_fen: movements.reduce((sum, movement) => sum + Math.abs(movement.amount_fen), 0),
    ...fileFigures(file),
  });
}

/** Named rule `fund bill = trade bill`: what a channel kept on a day is what its trades of the day say. */
async function feesAgainstTrades(context: ReconciliationContext, run: RunRow): Promise<FoundDifference[]> {
  const { rows } = await sql<{ kept: number; trades: number | null }>`
    select (select coalesce(-sum(amount_fen), 0) from fund_movement where run_id = ${run.run_id} and kind = 'fee') as kept,
      (select sum(fee_fen) from channel_day where channel = ${run.channel} and business_date = ${run.business_date})
        as trades`.execute(context.storage.db);
  const [sums] = rows;
  // Not every fund bill shows fees apart, and the trades of the day may not have been compared yet.
  if (!sums || sums.trades === null || sums.kept === 0 || sums.kept === sums.trades) return [];
  const subject = `fees of ${run.business_date}`;
  return [feeDifference(subject, '', sums.kept, sums.trades, 'fund-is-trade')];
}

function feeDifference(
  subject: string,
  transactionId: string,
  channelFen: number,
  localFen: number | null,
  detail: string,
): FoundDifference {
  return {
    kind: 'FEE_MISMATCH',
    subject,
    communityId: null,
    orderId: null,
    transactionId,
    outTradeNo: '',
    at: 0,
    channelFen,
    localFen,
    fileLine: null,
    detail,
    explainedBy: '',
  };
}

function fileFigures(file: File) {
  return { file_hash: file.hash, row_count: file.rows, problem_count: file.problems };
}
