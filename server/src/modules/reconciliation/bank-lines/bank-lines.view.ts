import { fen, type Fen } from '@louting/common/money';
import { type Kysely, sql } from 'kysely';
import type { BankLineRow, BankLineState, BankMatch } from '../../../contract/reconciliation-api.ts';
import type { Database } from '../../../storage/database.ts';
import { ownerName } from '../../estate/owner-name.ts';
import type { ScopedBooks } from '../../admin-views/scope.ts';
import { contains } from '../../admin-views/search.ts';
import { namesOfStaff } from '../../cash/staff-names.ts';
import { maskCard, maskName } from '../../estate/masking.ts';
import { type BankLineEntity, type BankMatchEntity, partsOf } from './bank-booking.store.ts';

export interface BankLinesQuery {
  readonly state?: BankLineState | undefined;
  readonly search?: string | undefined;
  readonly page: number;
  readonly pageSize: number;
}

/** Newest first; searched by remark, payer, serial or amount in yuan. */
export async function listBankLines(
  db: Kysely<Database>,
  books: ScopedBooks,
  query: BankLinesQuery,
  staffId: string,
): Promise<{ rows: BankLineRow[]; total: number; totals: { amountFen: Fen } }> {
  const selected = selection(books, query);
  const { total, amount_fen: amountFen } = await selected
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .select(sql<number>`coalesce(sum(line.amount_fen), 0)`.as('amount_fen'))
    .executeTakeFirstOrThrow();
  const lines = await selected
    .selectAll('line')
    .orderBy('line.booked_on', 'desc')
    .orderBy('line.line_id', 'desc')
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute();
  return { rows: await lineViews(db, lines, staffId), total, totals: { amountFen: fen(amountFen) } };
}

export async function bankLineView(
  db: Kysely<Database>,
  books: ScopedBooks,
  lineId: string,
  staffId: string,
): Promise<BankLineRow | undefined> {
  const lines = await books.bankLines().selectAll('line').where('line.line_id', '=', lineId).execute();
  const [view] = await lineViews(db, lines, staffId);
  return view;
}

function selection(books: ScopedBooks, { state, search }: BankLinesQuery) {
  const words = search?.trim() ?? '';
  let lines = books.bankLines();
  if (state !== undefined) lines = lines.where('line.state', '=', state);
  if (words === '') return lines;
  const amount = /^\d{1,9}(\.\d{1,2})?$/.test(words) ? Math.round(Number(words) * 100) : undefined;
  return lines.where((eb) =>
    eb.or([
      contains(eb.ref('line.remark'), words),
      contains(eb.ref('line.counterparty_name'), words),
      eb('line.serial', '=', words),
      ...(amount === undefined ? [] : [eb('line.amount_fen', 'in', [amount, -amount])]),
    ]),
  );
}

async function lineViews(
  db: Kysely<Database>,
  lines: readonly BankLineEntity[],
  staffId: string,
): Promise<BankLineRow[]> {
  const matches = await matchViews(
    db,
    lines.map((line) => line.line_id),
    staffId,
  );
  return lines.map((line) => {
    const match = matches.get(line.line_id);
    return {
      lineId: line.line_id,
      bank: line.bank,
      accountMasked: maskAccount(line.account),
      bookedOn: line.booked_on,
      amountFen: fen(line.amount_fen),
      counterpartyMasked: line.counterparty_name === '' ? '' : maskName(line.counterparty_name),
      counterpartyAccountMasked: maskAccount(line.counterparty_account),
      remark: maskRemark(line.remark, line.counterparty_name.trim()),
      class: line.class,
      state: line.state,
      ...(match && { match }),
    };
  });
}

function maskAccount(account: string): string {
  return account === '' ? '' : maskCard(account);
}

/** What a payer wrote stays to be read, less what tells who it is: phones keep seven digits, longer numbers four. */
function maskRemark(remark: string, payer: string): string {
  const withoutNumbers = remark
    .replaceAll(/(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)/g, '$1****$2')
    .replaceAll(/(?<!\d)\d{11,}(?=[\dXx]{4}(?!\d))/g, '****');
  return payer.length < 2 ? withoutNumbers : withoutNumbers.replaceAll(payer, maskName(payer));
}

/** The live match of each line. */
async function matchViews(
  db: Kysely<Database>,
  lineIds: readonly string[],
  staffId: string,
): Promise<Map<string, BankMatch>> {
  if (lineIds.length === 0) return new Map();
  const matches = await db
    .selectFrom('bank_match')
    .leftJoin('transfer_slip', 'transfer_slip.match_id', 'bank_match.match_id')
    .selectAll('bank_match')
    .select('transfer_slip.slip_id')
    .where('line_id', 'in', lineIds)
    .where('state', 'in', ['SUGGESTED', 'PROPOSED', 'BOOKED'])
    .execute();
  const rooms = await roomsOf(db, matches);
  const bills = await billsOf(db, matches);
  const nameOf = await namesOfStaff(
    db,
    matches.map((match) => match.made_by),
  );
  return new Map(
    matches.map((match) => [
      match.line_id,
      {
        matchId: match.match_id,
        state: match.state,
        score: match.score_permille / 1_000,
        reasons: JSON.parse(match.reasons) as string[],
        rooms: roomIdsOf(match).flatMap((roomId) => rooms.get(roomId) ?? []),
        parts: partsOf(match).flatMap((part) => {
          const bill = bills.get(part.billId);
          return bill ? [{ ...part, ...bill }] : [];
        }),
        restFen: fen(match.rest_fen),
        restToPrepayment: match.rest_room_id !== null,
        feeName: match.fee_name,
        feeFen: fen(match.fee_fen),
        note: match.note,
        madeByName: nameOf(match.made_by),
        madeBySelf: match.made_by === staffId,
        madeAt: match.made_at,
        ...(match.slip_id !== null && { slipId: match.slip_id }),
      },
    ]),
  );
}

function roomIdsOf(match: Pick<BankMatchEntity, 'rooms'>): string[] {
  return JSON.parse(match.rooms) as string[];
}

async function roomsOf(db: Kysely<Database>, matches: readonly BankMatchEntity[]) {
  const rooms = await db
    .selectFrom('room')
    .select(['room_id', 'code', 'label'])
    .select(ownerName)
    .where('room_id', 'in', ['', ...new Set(matches.flatMap(roomIdsOf))])
    .execute();
  return new Map(
    rooms.map(({ room_id, code, label, owner_name }) => [
      room_id,
      { roomId: room_id, code, label, ownerMasked: owner_name === null ? '' : maskName(owner_name) },
    ]),
  );
}

async function billsOf(db: Kysely<Database>, matches: readonly BankMatchEntity[]) {
  const ids = matches.flatMap((match) => partsOf(match).map((part) => part.billId));
  return billNames(db, ids);
}

/** Charge item and due date of bills. */
export async function billNames(db: Kysely<Database>, billIds: readonly string[]) {
  const bills = await db
    .selectFrom('bill')
    .innerJoin('charge_item', 'charge_item.item_code', 'bill.item_code')
    .select(['bill.bill_id', 'bill.due_date', 'charge_item.name_zh', 'charge_item.name_en'])
    .where('bill.bill_id', 'in', ['', ...new Set(billIds)])
    .execute();
  return new Map(
    bills.map((bill) => [
      bill.bill_id,
      { itemName: { 'zh-CN': bill.name_zh, en: bill.name_en }, dueDate: bill.due_date },
    ]),
  );
}
