import { type Failure, ok, type Result } from '@louting/common/result';
import type { Insertable, Selectable } from 'kysely';
import { insertRows } from '../../../storage/insert-rows.ts';
import { accountFinder, allAccounts } from '../bank-accounts/bank-accounts.store.ts';
import { type OnStatement, readBankStatement } from '../bank-statements/bank-statement.ts';
import { classify, isOther } from '../matching/classify.ts';
import { normaliseText } from '../matching/normalise.ts';
import type { ReconciliationContext } from '../reconciliation-context.ts';
import type { ReconciliationTables } from '../reconciliation.tables.ts';
import { faultOfFile, hashing, problemRows } from '../channel-days/stage-file.ts';
import { createStatementFigures } from '../statement-balances/statement-figures.ts';
import { recordStatements } from '../statement-balances/statements.store.ts';
import type { BankLine, FileRow, RowProblem } from '../statement-rows.ts';

export type ImportRow = Selectable<ReconciliationTables['bank_import']>;

export interface StatementFile {
  readonly communityId: string;
  readonly fileName: string;
  /** What the person says, for a statement that names no account. */
  readonly accountId?: string | undefined;
  /** A staff id. */
  readonly by: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

const CHUNK = 256;

type OwnLine = BankLine & { readonly accountId: string };

/**
 * Brings the lines of a statement in, each once by its fingerprint, however often and in whatever parts the bank exports
 * them. What cannot be read is listed by its line and changes nothing else.
 * @returns LT-2704, LT-2705, LT-2711, LT-2734 when the file as a whole is at fault, LT-2735 when no line could be read,
 * LT-2747 to LT-2749 when its account is not the community's; the import is kept with its problems, and with the lines
 * that came before the fault
 */
export async function importStatement(
  context: ReconciliationContext,
  file: StatementFile,
  read: (
    name: string,
    bytes: AsyncIterable<Uint8Array>,
    onStatement: OnStatement,
  ) => AsyncIterable<FileRow<BankLine>> = readBankStatement,
): Promise<Result<ImportRow>> {
  const { storage, clock, newId } = context;
  const started: ImportRow = {
    import_id: newId(),
    community_id: file.communityId,
    file_name: file.fileName.slice(0, 120),
    file_hash: '',
    state: 'RUNNING',
    line_count: 0,
    new_count: 0,
    known_count: 0,
    problem_count: 0,
    started_at: clock.now(),
    started_by: file.by,
    finished_at: null,
    failure: null,
  };
  const ownNames = await storage.transact(async (tx) => {
    await tx.insertInto('bank_import').values(started).execute();
    const community = await tx
      .selectFrom('community')
      .select('company_name')
      .where('community_id', '=', file.communityId)
      .executeTakeFirstOrThrow();
    return new Set([normaliseText(community.company_name).replaceAll(' ', '')]);
  });
  const findAccount = accountFinder(await allAccounts(storage.db), file.communityId, file.accountId);
  const balances = createStatementFigures();
  const counted = { line_count: 0, new_count: 0, known_count: 0, problem_count: 0 };
  let lines: OwnLine[] = [];
  let problems: RowProblem[] = [];
  const write = async () => {
    const rows = lines.map((line) => lineRow(context, started, line, ownNames));
    const fresh = await storage.transact(async (tx) => {
      await insertRows(tx, 'file_problem', problemRows(started.import_id, problems, counted.problem_count));
      const inserted = await insertRows(
        tx,
        'bank_line',
        rows,
        'on conflict (community_id, fingerprint) do nothing returning line_id',
      );
      const so = { ...counted, line_count: counted.line_count + rows.length };
      await tx.updateTable('bank_import').set(so).where('import_id', '=', started.import_id).execute();
      return inserted.length;
    });
    counted.line_count += rows.length;
    counted.new_count += fresh;
    counted.known_count += rows.length - fresh;
    counted.problem_count += problems.length;
    lines = [];
    problems = [];
  };
  const hashed = hashing(file.bytes);
  let fault: Failure | undefined;
  const onStatement: OnStatement = (printed) => {
    const found = findAccount(printed.account);
    if (found.ok) balances.printed(found.value, printed);
    else fault ??= found.error;
  };
  try {
    for await (const row of read(file.fileName, hashed.bytes, onStatement)) {
      if (fault) break;
      if ('problem' in row) {
        problems.push(row.problem);
        fault = faultOfFile(row.problem);
        if (fault) break;
      } else {
        const found = findAccount(row.row.account);
        if (!found.ok) {
          fault = found.error;
          break;
        }
        balances.line(found.value, row.row);
        if (row.row.amountFen !== 0) lines.push({ ...row.row, accountId: found.value });
      }
      if (lines.length + problems.length >= CHUNK) await write();
    }
    await write();
  } catch (error) {
    await end(context, started, { ...counted, state: 'FAILED', failure: 'LT-9999', file_hash: '' });
    throw error;
  }
  const statements = balances.figures();
  if (statements.length === 0) fault ??= { code: 'LT-2735', detail: `${counted.problem_count} problems` };
  const done = await end(context, started, {
    ...counted,
    state: fault ? 'FAILED' : 'DONE',
    failure: fault?.code ?? null,
    file_hash: hashed.digest(),
  });
  if (!fault) await recordStatements(context, done, statements);
  return fault ? { ok: false, error: fault } : ok(done);
}

async function end(context: ReconciliationContext, started: ImportRow, change: Partial<ImportRow>): Promise<ImportRow> {
  const ended = { ...change, finished_at: context.clock.now() };
  await context.storage.transact((tx) =>
    tx.updateTable('bank_import').set(ended).where('import_id', '=', started.import_id).execute(),
  );
  return { ...started, ...ended };
}

/** Longer than any statement takes. */
const DEAD_AFTER_MS = 3_600_000;

/** Imports whose process died: their lines stay, and the same file brings the rest. */
export async function endDeadImports({ storage, clock }: ReconciliationContext): Promise<void> {
  const now = clock.now();
  await storage.transact((tx) =>
    tx
      .updateTable('bank_import')
      .set({ state: 'FAILED', failure: 'LT-9999', finished_at: now })
      .where('state', '=', 'RUNNING')
      .where('started_at', '<', now - DEAD_AFTER_MS)
      .execute(),
  );
}

function lineRow(
  context: ReconciliationContext,
  { import_id, community_id }: ImportRow,
  line: OwnLine,
  ownNames: ReadonlySet<string>,
): Insertable<ReconciliationTables['bank_line']> {
  const kind = classify(line, ownNames);
  const other = isOther(kind);
  return {
    line_id: context.newId(),
    import_id,
    community_id,
    bank: line.bank,
    account: line.account,
    account_id: line.accountId,
    booked_on: line.date,
    at: line.at ?? null,
    amount_fen: line.amountFen,
    balance_after_fen: line.balanceAfterFen ?? null,
    counterparty_name: line.counterpartyName.slice(0, 120),
    counterparty_account: line.counterpartyAccount.slice(0, 64),
    remark: line.remark.slice(0, 300),
    serial: line.serial,
    fingerprint: line.fingerprint,
    file_line: line.line,
    class: kind,
    state: other ? 'OTHER' : 'WAITING',
    entry_id: null,
    placed_account: null,
    explained_by: null,
    imported_at: context.clock.now(),
  };
}
