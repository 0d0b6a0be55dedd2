import { createHash } from 'node:crypto';
import type { FailureCode } from '@louting/common/failure-codes';
import type { Failure } from '@louting/common/result';
import { type Insertable, sql } from 'kysely';
import { insertRows } from '../../../storage/insert-rows.ts';
import { ordersOfCardSales } from '../../payments/acquirer-references.ts';
import { orderIdOf } from '../../payments/channel-orders.ts';
import { holdRun, type RunRow } from './channel-run.store.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import type { ReconciliationTables } from '../reconciliation.tables.ts';
import type { ChannelTrade, FileRow, FundMovement, RowProblem } from '../statement-rows.ts';

/** Rows of one transaction: other writers of SQLite wait no longer than for these. */
const CHUNK = 512;

export interface StagedFile {
  readonly rows: number;
  readonly problems: number;
  /** Why nothing of the file may be believed. */
  readonly fault?: Failure;
}

/** Faults of a file as a whole: another kind of file, a damaged archive, cut off, too long. What follows is not read. */
const OF_THE_FILE: ReadonlySet<FailureCode> = new Set(['LT-2703', 'LT-2704', 'LT-2705', 'LT-2711', 'LT-2734']);

export function faultOfFile({ code, detail }: RowProblem): Failure | undefined {
  return code !== undefined && OF_THE_FILE.has(code) ? { code, detail } : undefined;
}

/**
 * Brings a file's rows beside the books, so that the database can compare them as sets. Memory holds one chunk,
 * however long the file is.
 * @throws Error when another process has taken the run
 */
export async function stageFile(
  context: ReconciliationContext,
  run: RunRow,
  rows: AsyncIterable<FileRow<ChannelTrade | FundMovement>>,
): Promise<StagedFile> {
  let chunk: (ChannelTrade | FundMovement)[] = [];
  let problems: RowProblem[] = [];
  const staged = { rows: 0, problems: 0 };
  const lines = risingLines();
  let fault: Failure | undefined;
  const write = async () => {
    const trades = chunk.filter((row) => 'outTradeNo' in row);
    const movements = chunk.filter((row): row is FundMovement => !('outTradeNo' in row));
    await context.storage.transact(async (tx) => {
      await holdRun(tx, run, context.clock.now());
      const ofCards = await ordersOfCardSales(tx, trades);
      await insertRows(
        tx,
        'channel_trade',
        trades.map((row) => tradeRow(run, row, ofCards.get(row))),
      );
      await insertRows(
        tx,
        'fund_movement',
        movements.map((row) => movementRow(run, row)),
      );
      await insertRows(tx, 'file_problem', problemRows(run.run_id, problems, staged.problems));
    });
    staged.rows += chunk.length;
    staged.problems += problems.length;
    chunk = [];
    problems = [];
  };
  for await (const row of rows) {
    if ('problem' in row) {
      problems.push(row.problem);
      fault = faultOfFile(row.problem);
      if (fault) break;
    } else {
      chunk.push({ ...row.row, line: lines(row.row.line) });
    }
    if (chunk.length + problems.length >= CHUNK) await write();
  }
  await write();
  if (staged.rows > 0) await tellPlanner(context);
  // Where no row could be read, it is another file, whatever was wrong with each line.
  if (staged.rows === 0 && staged.problems > 0) fault ??= { code: 'LT-2703', detail: 'no row could be read' };
  return { ...staged, ...(fault && { fault }) };
}

/** PostgreSQL takes a table that has just grown for as small as it was, and would read all of it for each comparison. */
async function tellPlanner({ storage }: ReconciliationContext): Promise<void> {
  if (storage.dialect === 'postgres') await storage.transact((tx) => sql`analyze channel_trade`.execute(tx));
}

/** An archive may hold several files: lines of the next one go on counting, because a row is known by its line. */
function risingLines(): (line: number) => number {
  let before = 0;
  let last = 0;
  return (line) => {
    if (before + line <= last) before = last;
    last = before + line;
    return last;
  };
}

type Trade = Insertable<ReconciliationTables['channel_trade']>;

/** @param meant the order that a row without an order number means */
function tradeRow(run: RunRow, trade: ChannelTrade, meant: string | undefined): Trade {
  return {
    run_id: run.run_id,
    line: trade.line,
    kind: trade.kind,
    out_trade_no: trade.outTradeNo,
    order_id: orderIdOf(trade.outTradeNo) ?? meant ?? null,
    transaction_id: trade.transactionId,
    out_refund_no: trade.outRefundNo ?? '',
    // A refund number is a refund's id without its dashes, as an order's.
    refund_id: orderIdOf(trade.outRefundNo ?? '') ?? null,
    amount_fen: trade.amountFen,
    fee_fen: trade.feeFen,
    at: trade.at,
    state: trade.state,
    terminal: trade.terminal ?? '',
  };
}

function movementRow(run: RunRow, movement: FundMovement): Insertable<ReconciliationTables['fund_movement']> {
  return {
    run_id: run.run_id,
    line: movement.line,
    kind: movement.kind,
    serial: movement.serial,
    amount_fen: movement.amountFen,
    at: movement.at,
    remark: movement.remark.slice(0, 200),
  };
}

export function problemRows(
  ownerId: string,
  problems: readonly RowProblem[],
  before: number,
): Insertable<ReconciliationTables['file_problem']>[] {
  return problems.map(({ line, code, detail }, index) => ({
    owner_id: ownerId,
    line,
    ordinal: before + index,
    code: code ?? 'LT-2703',
    detail: detail.slice(0, 300),
  }));
}

/** Passes bytes on and tells their SHA-256 when all have passed. */
export function hashing(bytes: AsyncIterable<Uint8Array>): {
  readonly bytes: AsyncIterable<Uint8Array>;
  digest(): string;
} {
  const hash = createHash('sha256');
  return {
    bytes: (async function* () {
      for await (const chunk of bytes) {
        hash.update(chunk);
        yield chunk;
      }
    })(),
    digest: () => hash.digest('hex'),
  };
}
