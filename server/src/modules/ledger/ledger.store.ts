import { type Fen, fen } from '@louting/common/money';
import { type Insertable, type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { insertRows } from '../../storage/insert-rows.ts';
import { isOneOf } from '../../storage/lists.ts';
import { statement } from '../../storage/statement.ts';
import { ACCOUNTS, assertBalanced, type LedgerEntry } from './ledger.ts';

/** Rows over which a busy account's balance is spread: one for each hex digit an entry id can end with. */
const SLOTS = 16;

/**
 * Posts one voucher and moves the balances with it, in the caller's transaction.
 * @throws Error when the entry is out of balance, names an unknown account, or its id is already posted.
 */
export function postEntry(tx: Transaction<Database>, entry: LedgerEntry): Promise<void> {
  return postEntries(tx, [entry]);
}

export async function postEntries(tx: Transaction<Database>, entries: readonly LedgerEntry[]): Promise<void> {
  const heads: Insertable<Database['ledger_entry']>[] = [];
  const lines: Insertable<Database['ledger_line']>[] = [];
  const balances = new Map<string, BalanceRow>();
  for (const entry of entries) {
    assertBalanced(entry);
    heads.push({
      entry_id: entry.entryId,
      event: entry.event,
      occurred_at: entry.occurredAt,
      community_id: entry.communityId,
      reference: entry.reference,
      accounting_at: null,
    });
    let lineNumber = 0;
    for (const line of entry.lines) {
      lineNumber += 1;
      const row = {
        entry_id: entry.entryId,
        line_number: lineNumber,
        account_code: line.account,
        room_id: line.roomId ?? '',
        kiosk_id: line.kioskId ?? '',
        item_code: line.itemCode ?? '',
        debit_fen: line.debitFen,
        credit_fen: line.creditFen,
      };
      lines.push(row);
      addToBalance(balances, entry, row);
    }
  }
  await insertHeads(tx, heads);
  await insertRows(tx, 'ledger_line', lines);
  // In one order everywhere: two transactions then never wait for each other crosswise.
  const moved = [...balances].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await insertRows(
    tx,
    'ledger_balance',
    moved,
    `on conflict (room_id, account_code, item_code, kiosk_id, community_id, slot) do update set
     debit_fen = ledger_balance.debit_fen + excluded.debit_fen,
     credit_fen = ledger_balance.credit_fen + excluded.credit_fen`,
  );
}

type HeadRow = Insertable<Database['ledger_entry']>;

/**
 * What happened in a month that is closed meanwhile is never refused: late money has arrived all the same. It counts
 * from the first open moment on, and keeps the true time of its event.
 */
async function insertHeads(tx: Transaction<Database>, heads: readonly HeadRow[]): Promise<void> {
  const [head] = heads;
  if (head && heads.length === 1) {
    await insertHead(tx, head);
    return;
  }
  const communityIds = new Set(heads.map((row) => row.community_id));
  const closedBefore = new Map<string, number>();
  for (const communityId of communityIds) {
    const [closed] = await closedMonths(tx, { communityId });
    if (closed) closedBefore.set(communityId, closed.closed_before);
  }
  const counted = heads.map((row) => {
    const before = closedBefore.get(row.community_id);
    return before !== undefined && row.occurred_at < before ? { ...row, accounting_at: before } : row;
  });
  await insertRows(tx, 'ledger_entry', counted);
}

/** A booking looks the closed months up within the insert: no round trip of its own. */
const insertHead = statement((db, values: HeadRow) =>
  db.insertInto('ledger_entry').values({
    entry_id: values.entry_id,
    event: values.event,
    occurred_at: values.occurred_at,
    community_id: values.community_id,
    reference: values.reference,
    accounting_at: sql<number | null>`(select closed_before from ledger_closed
      where community_id = ${values.community_id} and closed_before > ${values.occurred_at})`,
  }),
);

const closedMonths = statement((db, values: { communityId: string }) =>
  db.selectFrom('ledger_closed').select('closed_before').where('community_id', '=', values.communityId),
);

type BalanceRow = Database['ledger_balance'];

function addToBalance(
  balances: Map<string, BalanceRow>,
  entry: LedgerEntry,
  line: Insertable<Database['ledger_line']>,
): void {
  const slot = line.room_id === '' ? slotOf(entry.entryId) : 0;
  const key = `${line.room_id} ${line.account_code} ${line.item_code} ${line.kiosk_id} ${entry.communityId} ${slot}`;
  const balance = balances.get(key);
  if (balance) {
    balance.debit_fen += line.debit_fen;
    balance.credit_fen += line.credit_fen;
    return;
  }
  balances.set(key, {
    community_id: entry.communityId,
    account_code: line.account_code,
    room_id: line.room_id,
    kiosk_id: line.kiosk_id,
    item_code: line.item_code,
    slot,
    debit_fen: line.debit_fen,
    credit_fen: line.credit_fen,
  });
}

/** Ids are time-ordered in front and random at the end. */
function slotOf(entryId: string): number {
  const last = Number.parseInt(entryId.slice(-1), SLOTS);
  return Number.isNaN(last) ? 0 : last;
}

const roomBalance = statement((db, values: { roomId: string; account: string }) =>
  db
    .selectFrom('ledger_balance')
    .select(sql<number>`coalesce(sum(debit_fen), 0) - coalesce(sum(credit_fen), 0)`.as('debit'))
    .where('room_id', '=', values.roomId)
    .where('account_code', '=', values.account),
);

/** What the owners of a room have paid in advance. */
export async function prepaidOfRoom(db: Kysely<Database>, roomId: string): Promise<Fen> {
  const [row] = await roomBalance(db, { roomId, account: ACCOUNTS.prepayment });
  return fen(-(row?.debit ?? 0) || 0);
}

const roomsBalances = statement((db, values: { roomIds: readonly string[]; account: string }) =>
  db
    .selectFrom('ledger_balance')
    .select(['room_id', sql<number>`sum(debit_fen - credit_fen)`.as('debit')])
    .where(isOneOf(db, 'room_id', values.roomIds))
    .where('account_code', '=', values.account)
    .groupBy('room_id'),
);

/** Rooms without a prepayment are absent. */
export async function prepaidOfRooms(db: Kysely<Database>, roomIds: readonly string[]): Promise<Map<string, Fen>> {
  const rows = await roomsBalances(db, { roomIds, account: ACCOUNTS.prepayment });
  return new Map(rows.map((row) => [row.room_id, fen(-row.debit || 0)]));
}

/** Money left by payers of a room that nobody has claimed yet. */
export async function unclaimedOfRoom(db: Kysely<Database>, roomId: string): Promise<Fen> {
  const [row] = await roomBalance(db, { roomId, account: ACCOUNTS.unclaimed });
  return fen(-(row?.debit ?? 0) || 0);
}

/** What a room owes, by the ledger: the sum of its open bills. */
export async function receivableOfRoom(db: Kysely<Database>, roomId: string): Promise<Fen> {
  const [row] = await roomBalance(db, { roomId, account: ACCOUNTS.receivable });
  return fen(row?.debit ?? 0);
}

const kioskBalance = statement((db, values: { kioskId: string }) =>
  db
    .selectFrom('ledger_balance')
    .select(sql<number>`coalesce(sum(debit_fen), 0) - coalesce(sum(credit_fen), 0)`.as('debit'))
    .where('room_id', '=', '')
    .where('account_code', '=', ACCOUNTS.cashInKiosk)
    .where('kiosk_id', '=', values.kioskId),
);

/** Book balance of a kiosk's cash box. */
export async function cashInKiosk(db: Kysely<Database>, kioskId: string): Promise<Fen> {
  const [row] = await kioskBalance(db, { kioskId });
  return fen(row?.debit ?? 0);
}

export interface RoomLedgerRow {
  readonly entryId: string;
  readonly at: number;
  readonly event: string;
  readonly accountCode: string;
  readonly accountName: string;
  readonly debitFen: number;
  readonly creditFen: number;
  /** Debit balance of the account for this room after the row; a prepayment shows below zero. */
  readonly balanceFen: number;
  readonly reference: string;
}

/** Everything posted for a room, oldest first. */
export async function ledgerOfRoom(db: Kysely<Database>, roomId: string): Promise<RoomLedgerRow[]> {
  const rows = await db
    .selectFrom('ledger_line as line')
    .innerJoin('ledger_entry as entry', 'entry.entry_id', 'line.entry_id')
    .innerJoin('ledger_account as account', 'account.account_code', 'line.account_code')
    .where('line.room_id', '=', roomId)
    .orderBy('entry.occurred_at')
    .orderBy('entry.entry_id')
    .orderBy('line.line_number')
    .select([
      'entry.entry_id as entryId',
      'entry.occurred_at as at',
      'entry.event',
      'line.account_code as accountCode',
      'account.name_zh as accountName',
      'line.debit_fen as debitFen',
      'line.credit_fen as creditFen',
      'entry.reference',
    ])
    .execute();
  const balances = new Map<string, number>();
  return rows.map((row) => {
    const balanceFen = (balances.get(row.accountCode) ?? 0) + row.debitFen - row.creditFen;
    balances.set(row.accountCode, balanceFen);
    return { ...row, balanceFen };
  });
}
