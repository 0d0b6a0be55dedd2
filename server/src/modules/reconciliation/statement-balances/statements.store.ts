import type { Kysely } from 'kysely';
import type { Database } from '../../../storage/database.ts';
import { claimRun, failRun, finishRun } from '../channel-days/channel-run.store.ts';
import { type FoundDifference, recordDifferences } from '../differences/differences.store.ts';
import type { ImportRow } from '../bank-lines/bank-import.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import { sumOfLines } from './sum-of-lines.ts';
import { type Chained, type ChainFinding, chainFindings } from './statement-chain.ts';
import type { StatementFigures } from './statement-figures.ts';

/**
 * Keeps what a file says of each account, and chains it: this statement and those that come after it are compared anew.
 * The same statement brought again is known.
 */
export async function recordStatements(
  context: ReconciliationContext,
  brought: ImportRow,
  statements: readonly StatementFigures[],
): Promise<void> {
  for (const figures of statements) {
    await context.storage.transact(async (tx) => {
      const same = await tx
        .selectFrom('bank_statement')
        .select('statement_id')
        .where('account_id', '=', figures.accountId)
        .where('from_date', '=', figures.fromDate)
        .where('to_date', '=', figures.toDate)
        .where('closing_fen', figures.closingFen === null ? 'is' : '=', figures.closingFen)
        .where('sum_fen', '=', figures.sumFen)
        .executeTakeFirst();
      if (same) return;
      await tx
        .insertInto('bank_statement')
        .values({
          statement_id: context.newId(),
          import_id: brought.import_id,
          community_id: brought.community_id,
          account_id: figures.accountId,
          from_date: figures.fromDate,
          to_date: figures.toDate,
          opening_fen: figures.openingFen,
          closing_fen: figures.closingFen,
          sum_fen: figures.sumFen,
          line_count: figures.lineCount,
          recorded_at: context.clock.now(),
        })
        .execute();
    });
    await compareStatements(context, figures.accountId, figures.fromDate, brought.started_by);
  }
}

type StatementRow = Chained & { readonly communityId: string; readonly lineCount: number };

/** Compares the statements of an account that end on a day or later; days that are closed stay as they are. */
export async function compareStatements(
  context: ReconciliationContext,
  accountId: string,
  since: string,
  by: string,
): Promise<void> {
  const statements = await statementsOf(context.storage.db, accountId);
  const days = [...new Set(statements.filter(({ toDate }) => toDate >= since).map(({ toDate }) => toDate))];
  for (const date of days) {
    const before = statements.findLast(({ toDate }) => toDate < date);
    await compareDay(context, {
      accountId,
      date,
      by,
      before,
      statements: statements.filter(({ toDate }) => toDate === date),
    });
  }
}

interface DayOfStatements {
  readonly accountId: string;
  readonly date: string;
  readonly by: string;
  readonly before: StatementRow | undefined;
  readonly statements: readonly StatementRow[];
}

async function compareDay(
  context: ReconciliationContext,
  { accountId, date, by, before, statements }: DayOfStatements,
): Promise<void> {
  const request = { channel: 'bank', merchant: accountId, businessDate: date, kind: 'statement' } as const;
  const claimed = await claimRun(context, { ...request, by, force: true });
  if (!claimed.ok) return;
  try {
    const onFileSince = before ? await sumOfLines(context.storage.db, accountId, before.toDate, date) : 0;
    const found = statements.flatMap((statement) =>
      chainFindings(statement, before, () => onFileSince).map((finding) =>
        differenceOf(accountId, statement.communityId, finding),
      ),
    );
    await recordDifferences(context, claimed.value, found);
    const count = statements.reduce((sum, statement) => sum + statement.lineCount, 0);
    const fen = statements.reduce((sum, statement) => sum + Math.abs(statement.sumFen), 0);
    await finishRun(context, claimed.value, {
      file_hash: '',
      row_count: count,
      problem_count: 0,
      matched_count: count,
      matched_fen: fen,
      compared_count: count,
      compared_fen: fen,
    });
  } catch (error) {
    await failRun(context, claimed.value, 'LT-9999');
    throw error;
  }
}

function differenceOf(accountId: string, communityId: string, finding: ChainFinding): FoundDifference {
  const days = `${finding.fromDate}..${finding.toDate}`;
  return {
    kind: finding.kind,
    subject: `${accountId} ${days}`,
    communityId,
    orderId: null,
    transactionId: '',
    outTradeNo: '',
    at: 0,
    channelFen: finding.bankFen,
    localFen: finding.expectedFen,
    fileLine: null,
    detail: `days:${days}`,
    explainedBy: finding.explained ? 'balance-follows' : '',
  };
}

async function statementsOf(db: Kysely<Database>, accountId: string): Promise<StatementRow[]> {
  const rows = await db
    .selectFrom('bank_statement')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('to_date')
    .orderBy('from_date')
    .orderBy('recorded_at')
    .execute();
  return rows.map((row) => ({
    communityId: row.community_id,
    fromDate: row.from_date,
    toDate: row.to_date,
    openingFen: row.opening_fen,
    closingFen: row.closing_fen,
    sumFen: row.sum_fen,
    lineCount: row.line_count,
  }));
}
