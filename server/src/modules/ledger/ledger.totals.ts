import type { Kysely } from 'kysely';
import type { Database } from '../../storage/database.ts';
import { accountingMoment, monthOf } from './accounting-month.ts';
import { createBreaches } from './breaches.ts';
import type { PostedEntry } from './chain/block-hash.ts';
import type { EntryPage } from './chain/entry-pages.ts';

export interface Turnover {
  debit: number;
  credit: number;
}

export interface LedgerTotals {
  see(page: EntryPage): void;
  /** Of all lines. */
  turnoverOf(account: string): Readonly<Turnover>;
  /** Compares with everything that keeps sums of its own. */
  end(db: Kysely<Database>): Promise<{ readonly name: string; readonly breaches: readonly string[] }[]>;
}

/** Adds the ledger up from its lines alone. Memory grows with accounts, rooms and months, never with entries. */
export function createLedgerTotals(): LedgerTotals {
  const unbalanced = createBreaches();
  const accounts = new Map<string, Turnover>();
  const balances = new Map<string, Turnover>();
  const months = new Map<string, Turnover>();
  const sealedMonths = new Map<string, Turnover>();

  function see({ entry, lines }: PostedEntry, sealed: boolean): void {
    const month = monthOf(accountingMoment(entry));
    let debit = 0;
    let credit = 0;
    for (const line of lines) {
      debit += line.debit_fen;
      credit += line.credit_fen;
      const place = `${entry.community_id} ${month} ${line.account_code}`;
      add(accounts, line.account_code, line.debit_fen, line.credit_fen);
      add(balances, placeOf({ ...line, community_id: entry.community_id }), line.debit_fen, line.credit_fen);
      add(months, place, line.debit_fen, line.credit_fen);
      if (sealed) add(sealedMonths, place, line.debit_fen, line.credit_fen);
    }
    if (debit !== credit || lines.length < 2) {
      unbalanced.add(`entry ${entry.entry_id}: debit ${debit}, credit ${credit}`);
    }
  }

  return {
    see: ({ entries, sealed, strays }) => {
      for (const posted of entries) see(posted, sealed.has(posted.entry.entry_id));
      for (const line of strays) unbalanced.add(`entry ${line.entry_id}: line ${line.line_number} has no entry`);
    },
    turnoverOf: (account) => accounts.get(account) ?? { debit: 0, credit: 0 },
    end: async (db) => [
      { name: 'debits = credits in every entry', breaches: unbalanced.found },
      { name: 'balances = sums of the lines', breaches: differences(balances, await keptBalances(db)) },
      { name: 'turnover of the months = sealed lines', breaches: differences(sealedMonths, await keptTurnover(db)) },
      { name: 'a closed month is as it was closed', breaches: await closedMonthBreaches(db, months) },
    ],
  };
}

function add(sums: Map<string, Turnover>, key: string, debit: number, credit: number): void {
  const sum = sums.get(key);
  if (sum) {
    sum.debit += debit;
    sum.credit += credit;
  } else {
    sums.set(key, { debit, credit });
  }
}

type Place = Pick<Database['ledger_balance'], 'account_code' | 'room_id' | 'kiosk_id' | 'item_code' | 'community_id'>;

function placeOf({ account_code, room_id, kiosk_id, item_code, community_id }: Place): string {
  return `account ${account_code} room ${room_id} kiosk ${kiosk_id} item ${item_code} community ${community_id}`;
}

function differences(counted: ReadonlyMap<string, Turnover>, kept: ReadonlyMap<string, Turnover>): readonly string[] {
  const breaches = createBreaches();
  for (const key of new Set([...counted.keys(), ...kept.keys()])) {
    const lines = counted.get(key) ?? { debit: 0, credit: 0 };
    const sums = kept.get(key) ?? { debit: 0, credit: 0 };
    const [debit, credit] = [lines.debit - sums.debit, lines.credit - sums.credit];
    if (debit !== 0 || credit !== 0) breaches.add(`${key}: off by ${debit} debit, ${credit} credit`);
  }
  return breaches.found;
}

async function keptBalances(db: Kysely<Database>): Promise<Map<string, Turnover>> {
  const kept = new Map<string, Turnover>();
  for (const row of await db.selectFrom('ledger_balance').selectAll().execute()) {
    add(kept, placeOf(row), row.debit_fen, row.credit_fen);
  }
  return kept;
}

async function keptTurnover(db: Kysely<Database>): Promise<Map<string, Turnover>> {
  const rows = await db.selectFrom('ledger_turnover').selectAll().execute();
  return new Map(
    rows.map((row) => [
      `${row.community_id} ${row.month} ${row.account_code}`,
      { debit: row.debit_fen, credit: row.credit_fen },
    ]),
  );
}

/** Whatever happened to a closed month, even with everything else adjusted to it, shows against its snapshot. */
async function closedMonthBreaches(
  db: Kysely<Database>,
  months: ReadonlyMap<string, Turnover>,
): Promise<readonly string[]> {
  const closed = await db.selectFrom('ledger_period').selectAll().where('state', '=', 'CLOSED').execute();
  if (closed.length === 0) return [];
  const isClosed = new Set(closed.map((row) => `${row.community_id} ${row.month}`));
  const kept = new Map<string, Turnover>();
  for (const row of await db.selectFrom('ledger_period_balance').selectAll().execute()) {
    const key = `${row.community_id} ${row.month}`;
    if (isClosed.has(key)) add(kept, `${key} ${row.account_code}`, row.debit_fen, row.credit_fen);
  }
  const counted = new Map([...months].filter(([key]) => isClosed.has(key.slice(0, key.lastIndexOf(' ')))));
  return differences(counted, kept);
}
