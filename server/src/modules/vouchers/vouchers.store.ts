import { createHash } from 'node:crypto';
import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Subject, SubjectRow, VoucherBatch, VoucherTarget } from '../../contract/ledger-api.ts';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import type { Storage } from '../../storage/storage.ts';
import { accountingMoment, dayOf } from '../ledger/accounting-month.ts';
import { linesBetween } from '../ledger/chain/entry-pages.ts';
import { lastBlock } from '../ledger/chain/sealing.store.ts';
import { PROFILES } from './profiles.ts';
import { subjectFinder, subjectProblem } from './subjects.ts';
import { renderVouchers } from './voucher-file.ts';
import { createVoucherBook, type ExportedEntry } from './vouchers.ts';
import type { VoucherTables } from './vouchers.tables.ts';

export interface VoucherExport {
  readonly communityId: string;
  readonly target: VoucherTarget;
  readonly month: string;
  readonly mode: 'daily' | 'entry';
  /** `staff:<id>` and the name that stands on the vouchers. */
  readonly by: string;
  readonly maker: string;
}

type BatchRow = Selectable<VoucherTables['voucher_batch']>;

/**
 * Exports what is sealed of a month and was not exported to the target before. An entry is in one block and in one month,
 * and a batch begins at the block where the last one of the month ended: so each is exported once for each target, and
 * an entry that came late is in a later batch. The bytes are kept as they were handed out.
 * @returns LT-2823 nothing new, LT-2824 an account has no subject, LT-2825 a subject cannot be used
 */
export async function exportVouchers(
  storage: Storage,
  wanted: VoucherExport,
  { clock, newId }: { readonly clock: Clock; readonly newId: NewId },
): Promise<Result<VoucherBatch>> {
  const { db } = storage;
  const { communityId, target, month, mode } = wanted;
  const profile = PROFILES[target];
  const subjects = await subjectRows(db, communityId, target);
  const book = createVoucherBook(mode, subjectFinder(subjects.filter((subject) => subject.subjectCode !== '')));
  const earlier = await batchesOf(db, communityId, target);
  const afterBlock = Math.max(0, ...earlier.filter((row) => row.month === month).map((row) => row.through_block));
  const throughBlock = (await lastBlock(db))?.block_number ?? 0;
  const used = new Set<string>();
  let entries = 0;
  for await (const entry of entriesOfMonth(db, { communityId, month, afterBlock, throughBlock })) {
    book.add(entry);
    entries += 1;
    for (const line of entry.lines) used.add(line.accountCode);
  }
  if (entries === 0) return failed('LT-2823');
  if (book.missing.size > 0) return failed('LT-2824', [...book.missing].join(' '));
  const unusable = subjects.filter(
    ({ problem, accountCode }) => problem !== undefined && problem !== 'missing' && used.has(accountCode),
  );
  const [first] = unusable;
  if (first) return failed('LT-2825', `${first.accountCode} ${first.subjectCode} ${first.problem}`);

  const already = earlier.filter((row) => row.month === month).reduce((sum, row) => sum + row.vouchers, 0);
  const vouchers = book.vouchers(already + 1);
  const file = await renderVouchers(profile, vouchers, wanted.maker);
  const batchNumber = Math.max(0, ...earlier.map((row) => row.batch_number)) + 1;
  const code = await communityCode(db, communityId);
  const row: BatchRow = {
    batch_id: newId(),
    community_id: communityId,
    target,
    month,
    batch_number: batchNumber,
    mode,
    after_block: afterBlock,
    through_block: throughBlock,
    vouchers: vouchers.length,
    entries,
    total_fen: vouchers.reduce((sum, voucher) => sum + voucher.rows.reduce((all, line) => all + line.debitFen, 0), 0),
    file_name: `${target}-${code}-${month}-${batchNumber.toString().padStart(3, '0')}.${profile.extension}`,
    file_base64: file.toString('base64'),
    file_sha256: createHash('sha256').update(file).digest('hex'),
    made_at: clock.now(),
    made_by: wanted.by,
  };
  const written = await storage.transact(async (tx) => {
    // Two people press at once: the second finds a batch of the first and has nothing left to export.
    const now = await batchesOf(tx, communityId, target);
    if (now.length !== earlier.length) return false;
    const number = 'on conflict (community_id, target, batch_number) do nothing returning batch_id';
    return (await insertRows(tx, 'voucher_batch', [row], number)).length === 1;
  });
  return written ? ok(batchView(row, wanted.maker)) : failed('LT-2823');
}

interface MonthOfBlocks {
  readonly communityId: string;
  readonly month: string;
  readonly afterBlock: number;
  readonly throughBlock: number;
}

/** Block by block, so that memory holds one block's entries at a time. */
async function* entriesOfMonth(db: Kysely<Database>, of: MonthOfBlocks): AsyncGenerator<ExportedEntry> {
  const blocks = await db
    .selectFrom('ledger_block_month as place')
    .innerJoin('ledger_block as block', 'block.block_number', 'place.block_number')
    .where('place.community_id', '=', of.communityId)
    .where('place.month', '=', of.month)
    .where('place.block_number', '>', of.afterBlock)
    .where('place.block_number', '<=', of.throughBlock)
    .orderBy('place.block_number')
    .select(['block.block_number', 'first_entry_id', 'last_entry_id'])
    .execute();
  for (const block of blocks) {
    const entries = await db
      .selectFrom('ledger_sealed as sealed')
      .innerJoin('ledger_entry as entry', 'entry.entry_id', 'sealed.entry_id')
      .where('sealed.entry_id', '>=', block.first_entry_id)
      .where('sealed.entry_id', '<=', block.last_entry_id)
      .where('sealed.block_number', '=', block.block_number)
      .where('entry.community_id', '=', of.communityId)
      .orderBy('entry.entry_id')
      .selectAll('entry')
      .execute();
    const lines = await linesBetween(db, block.first_entry_id, block.last_entry_id);
    const linesOf = Map.groupBy(lines, (line) => line.entry_id);
    for (const entry of entries) {
      const date = dayOf(accountingMoment(entry));
      if (!date.startsWith(of.month)) continue;
      yield {
        entryId: entry.entry_id,
        date,
        event: entry.event,
        lines: (linesOf.get(entry.entry_id) ?? []).map((line) => ({
          accountCode: line.account_code,
          itemCode: line.item_code,
          debitFen: line.debit_fen,
          creditFen: line.credit_fen,
        })),
      };
    }
  }
}

function batchesOf(db: Kysely<Database>, communityId: string, target: VoucherTarget) {
  return db
    .selectFrom('voucher_batch')
    .where('community_id', '=', communityId)
    .where('target', '=', target)
    .select(['month', 'through_block', 'vouchers', 'batch_number'])
    .execute();
}

async function communityCode(db: Kysely<Database>, communityId: string): Promise<string> {
  const community = db.selectFrom('community').select('code').where('community_id', '=', communityId);
  return (await community.executeTakeFirstOrThrow()).code;
}

function batchView(row: Omit<BatchRow, 'file_base64'>, madeBy: string): VoucherBatch {
  return {
    batchId: row.batch_id,
    target: row.target as VoucherTarget,
    month: row.month,
    batchNumber: row.batch_number,
    mode: row.mode,
    vouchers: row.vouchers,
    entries: row.entries,
    totalFen: fen(row.total_fen),
    fileName: row.file_name,
    sha256: row.file_sha256,
    madeAt: row.made_at,
    madeBy,
  };
}

/** Newest first. */
export async function voucherBatches(db: Kysely<Database>, communityId: string): Promise<VoucherBatch[]> {
  const rows = await db
    .selectFrom('voucher_batch as batch')
    .leftJoin('staff', (join) => join.on(sql<boolean>`'staff:' || staff.staff_id = batch.made_by`))
    .where('batch.community_id', '=', communityId)
    .orderBy('batch.made_at', 'desc')
    .orderBy('batch.batch_number', 'desc')
    .select(['batch_id', 'community_id', 'target', 'month', 'batch_number', 'mode', 'after_block', 'through_block'])
    .select(['vouchers', 'entries', 'total_fen', 'file_name', 'file_sha256', 'made_at', 'made_by', 'staff.name'])
    .execute();
  return rows.map((row) => batchView(row, row.name ?? row.made_by));
}

export async function voucherFile(
  db: Kysely<Database>,
  batchId: string,
): Promise<{ readonly communityId: string; readonly name: string; readonly bytes: Buffer } | undefined> {
  const row = await db
    .selectFrom('voucher_batch')
    .select(['community_id', 'file_name', 'file_base64'])
    .where('batch_id', '=', batchId)
    .executeTakeFirst();
  return row && { communityId: row.community_id, name: row.file_name, bytes: Buffer.from(row.file_base64, 'base64') };
}

/** Every account with its subject, as configured or as the profile starts with, and what is wrong with it. */
export async function subjectRows(
  db: Kysely<Database>,
  communityId: string,
  target: VoucherTarget,
): Promise<SubjectRow[]> {
  const profile = PROFILES[target];
  const accounts = await db.selectFrom('ledger_account').selectAll().orderBy('account_code').execute();
  const kept = await db
    .selectFrom('voucher_subject')
    .selectAll()
    .where('community_id', '=', communityId)
    .where('target', '=', target)
    .orderBy('item_code')
    .execute();
  const keptOf = Map.groupBy(kept, (row) => row.account_code);
  const rows = accounts.flatMap((account) => {
    const [code, name] = profile.subjects[account.account_code] ?? ['', ''];
    const own = keptOf.get(account.account_code) ?? [];
    const whole = own.some((row) => row.item_code === '')
      ? []
      : [{ item_code: '', subject_code: kept.length > 0 ? '' : code, subject_name: kept.length > 0 ? '' : name }];
    return [...whole, ...own].map((row) => ({
      accountCode: account.account_code,
      accountName: { 'zh-CN': account.name_zh, en: account.name_en },
      itemCode: row.item_code,
      subjectCode: row.subject_code,
      subjectName: row.subject_name,
    }));
  });
  const codes = new Set(rows.map((row) => row.subjectCode));
  return rows.map((row) => {
    const problem = subjectProblem(profile, row.subjectCode, codes);
    return problem === undefined ? row : { ...row, problem };
  });
}

/** @returns LT-2825 a subject that cannot be used, LT-9001 an account or charge item that does not exist, or one named twice */
export function changeSubjects(
  storage: Storage,
  { communityId, target }: Pick<VoucherExport, 'communityId' | 'target'>,
  subjects: readonly Subject[],
): Promise<Result<undefined>> {
  return storage.transact(async (tx) => {
    const filled = subjects.filter((subject) => subject.subjectCode !== '');
    const codes = new Set(filled.map((subject) => subject.subjectCode));
    for (const { subjectCode } of filled) {
      const problem = subjectProblem(PROFILES[target], subjectCode, codes);
      if (problem) return failed('LT-2825', `${subjectCode} ${problem}`);
    }
    const keys = new Set(filled.map((subject) => `${subject.accountCode} ${subject.itemCode}`));
    if (keys.size !== filled.length) return failed('LT-9001', 'an account is named twice');
    const accounts = new Set(
      (await tx.selectFrom('ledger_account').select('account_code').execute()).map((row) => row.account_code),
    );
    const items = new Set(
      (await tx.selectFrom('charge_item').select('item_code').execute()).map((row) => row.item_code),
    );
    const unknown = filled.find(
      ({ accountCode, itemCode }) => !accounts.has(accountCode) || (itemCode !== '' && !items.has(itemCode)),
    );
    if (unknown) return failed('LT-9001', `${unknown.accountCode} ${unknown.itemCode}`);
    await tx
      .deleteFrom('voucher_subject')
      .where('community_id', '=', communityId)
      .where('target', '=', target)
      .execute();
    await insertRows(
      tx,
      'voucher_subject',
      filled.map((subject) => ({
        community_id: communityId,
        target,
        account_code: subject.accountCode,
        item_code: subject.itemCode,
        subject_code: subject.subjectCode,
        subject_name: subject.subjectName,
      })),
    );
    return ok();
  });
}
