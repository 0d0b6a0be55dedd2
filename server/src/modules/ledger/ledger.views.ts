import { fen } from '@louting/common/money';
import { type Kysely, sql } from 'kysely';
import type { AccountLine, AccountRow, Chain } from '../../contract/ledger-api.ts';
import type { Database } from '../../storage/database.ts';
import { accountingMoment, dayOf } from './accounting-month.ts';
import { lastBlock, openTail } from './chain/sealing.store.ts';
import { movementsOf } from './trial-balance.ts';

/** @param months shown as turnover, oldest first */
export async function accountRows(
  db: Kysely<Database>,
  communityIds: readonly string[],
  months: readonly string[],
): Promise<AccountRow[]> {
  const movements = Map.groupBy(await movementsOf(db, communityIds), (row) => row.account_code);
  const accounts = await db.selectFrom('ledger_account').selectAll().orderBy('account_code').execute();
  return accounts.map((account) => {
    const own = movements.get(account.account_code) ?? [];
    const sum = (side: 'debit' | 'credit', of: typeof own) => of.reduce((total, row) => total + row[side], 0);
    const debitBalance = sum('debit', own) - sum('credit', own);
    return {
      accountCode: account.account_code,
      name: { 'zh-CN': account.name_zh, en: account.name_en },
      normalSide: account.normal_side,
      balanceFen: fen(account.normal_side === 'debit' ? debitBalance : -debitBalance || 0),
      months: months.map((month) => {
        const ofMonth = own.filter((row) => row.month === month);
        return { month, debitFen: fen(sum('debit', ofMonth)), creditFen: fen(sum('credit', ofMonth)) };
      }),
    };
  });
}

const ROWS_PER_PAGE = 50;
/** A page looks at so many entries at most: an account that hardly moves is found in several pages, never in one long wait. */
const ENTRIES_LOOKED_AT = 5_000;

/**
 * Lines of an account, newest entry first.
 * @param before `<entry id>:<line number>` from the page before
 */
export async function accountLines(
  db: Kysely<Database>,
  communityIds: readonly string[],
  accountCode: string,
  before: string | undefined,
): Promise<{ rows: AccountLine[]; next?: string }> {
  const [beforeEntry, beforeLine] = before?.split(':') ?? [];
  const entries = () => {
    const newest = db.selectFrom('ledger_entry').orderBy('entry_id', 'desc').limit(ENTRIES_LOOKED_AT);
    return beforeEntry === undefined ? newest : newest.where('entry_id', '<=', beforeEntry);
  };
  let lines = db
    .selectFrom(entries().selectAll().as('entry'))
    .innerJoin('ledger_line as line', 'line.entry_id', 'entry.entry_id')
    .leftJoin('room', 'room.room_id', 'line.room_id')
    .where('line.account_code', '=', accountCode)
    .where('entry.community_id', 'in', communityIds);
  if (beforeEntry !== undefined) {
    const line = Number(beforeLine ?? 0);
    lines = lines.where((eb) => eb.or([eb('entry.entry_id', '<', beforeEntry), eb('line.line_number', '>', line)]));
  }
  const rows = await lines
    .select(['entry.entry_id', 'line.line_number', 'entry.occurred_at', 'entry.accounting_at', 'entry.event'])
    .select(['entry.reference', 'line.item_code', 'line.debit_fen', 'line.credit_fen', 'room.label'])
    .orderBy('entry.entry_id', 'desc')
    .orderBy('line.line_number')
    .limit(ROWS_PER_PAGE)
    .execute();
  const shown = rows.map((row) => ({
    entryId: row.entry_id,
    lineNumber: row.line_number,
    at: row.occurred_at,
    accountingDate: dayOf(accountingMoment(row)),
    event: row.event,
    reference: row.reference,
    ...(row.label !== null && { roomLabel: row.label }),
    ...(row.item_code !== '' && { itemCode: row.item_code }),
    debitFen: fen(row.debit_fen),
    creditFen: fen(row.credit_fen),
  }));
  const last = shown.at(-1);
  if (last && shown.length === ROWS_PER_PAGE) return { rows: shown, next: `${last.entryId}:${last.lineNumber}` };
  const oldest = await db
    .selectFrom(entries().select('entry_id').as('looked_at'))
    .select(sql<string>`min(entry_id)`.as('entry_id'))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirst();
  // The last of these entries was looked at whole: the next page begins behind all of its lines.
  const more = oldest?.count === ENTRIES_LOOKED_AT;
  return more ? { rows: shown, next: `${oldest.entry_id}:${Number.MAX_SAFE_INTEGER}` } : { rows: shown };
}

/** How far the ledger is sealed. */
export async function chainView(db: Kysely<Database>): Promise<Chain> {
  const block = await lastBlock(db);
  const { waiting } = await (
    await openTail(db)
  )
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .executeTakeFirstOrThrow();
  if (!block) return { blocks: 0, waiting };
  return {
    blocks: block.block_number,
    waiting,
    last: {
      block: block.block_number,
      hash: block.hash,
      sealedAt: block.sealed_at,
      keyId: block.key_id,
      upTo: block.newest_id_at,
    },
  };
}
