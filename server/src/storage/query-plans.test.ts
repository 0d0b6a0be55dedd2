import { fen } from '@louting/common/money';
import { CompiledQuery, type Kysely, type Transaction } from 'kysely';
import { expect, test } from 'vitest';
import { applyToBills, lockOpenBills } from '../modules/billing/billing.store.ts';
import { kiosksCountedSince } from '../modules/cash/late-notes.store.ts';
import {
  cashInKiosk,
  postEntry,
  prepaidOfRoom,
  prepaidOfRooms,
  receivableOfRoom,
} from '../modules/ledger/ledger.store.ts';
import { findOrder, findOrders } from '../modules/payments/orders.store.ts';
import { receiptOfOrder } from '../modules/receipts/receipts.store.ts';
import { ACCOUNTS, type LedgerEntry } from '../modules/ledger/ledger.ts';
import type { Database } from './database.ts';
import { answersAtOnce } from './run-query.ts';
import type { Storage } from './storage.ts';
import { describeOnEachDatabase } from './test-storages.ts';

type Work = (tx: Transaction<Database>) => Promise<unknown>;

const NOW = Date.UTC(2026, 10, 24);

const LINES: LedgerEntry['lines'] = [
  { account: ACCOUNTS.bank, debitFen: 1, creditFen: 0 },
  { account: ACCOUNTS.prepayment, roomId: 'r', debitFen: 0, creditFen: 1 },
];

/** What owners wait for at a kiosk, and what every booking does. */
const HOT: Readonly<Record<string, Work>> = {
  'prepayment of a room': (tx) => prepaidOfRoom(tx, 'r'),
  'prepayment of rooms': (tx) => prepaidOfRooms(tx, ['r', 's']),
  'debt of a room': (tx) => receivableOfRoom(tx, 'r'),
  'cash in a kiosk': (tx) => cashInKiosk(tx, 'k'),
  'an order': (tx) => findOrder(tx, 'o'),
  'orders of a group': (tx) => findOrders(tx, ['o', 'p']),
  'receipt of an order': (tx) => receiptOfOrder(tx, 'o', ''),
  'bills to pay': (tx) => lockOpenBills(tx, ['b', 'c']),
  'bills that are paid': (tx) => applyToBills(tx, [{ billId: 'b', amountFen: fen(1) }]),
  'bags counted meanwhile': (tx) => kiosksCountedSince(tx, ['k'], 0),
  'an entry': (tx) =>
    postEntry(tx, {
      entryId: 'e',
      event: 'payment.received',
      occurredAt: NOW,
      communityId: 'c',
      reference: 'x',
      lines: LINES,
    }),
};

describeOnEachDatabase('what owners wait for', (open) => {
  test('is found by an index, however many rows there are', async () => {
    const storage = await open();
    const readThrough: string[] = [];
    for (const [name, work] of Object.entries(HOT)) {
      const plans = await storage.transact(async (tx) => {
        const texts = await textsOf(tx, work);
        expect(texts, name).not.toEqual([]);
        return plansOf(storage, tx, texts);
      });
      for (const line of plans) if (READS_THROUGH.test(line)) readThrough.push(`${name}: ${line}`);
      expect(plans.join(' '), name).toMatch(/USING.*(INDEX|PRIMARY KEY)|Index (Only )?Scan/);
    }
    expect(readThrough).toEqual([]);
  });
});

const READS_THROUGH = /^SCAN (?!.*(VIRTUAL TABLE|VALUES CLAUSE|CONSTANT))|Seq Scan on/;

/** The statements of a work that finds nothing: most then refuse to go on, which is no matter here. */
async function textsOf(tx: Transaction<Database>, work: Work): Promise<CompiledQuery[]> {
  const texts: CompiledQuery[] = [];
  const asked = tx.withPlugin({ transformQuery: ({ node }) => node, transformResult: async ({ result }) => result });
  answersAtOnce(asked, (text, parameters) => {
    texts.push(CompiledQuery.raw(text, [...parameters]));
    return [];
  });
  await work(asked).catch(() => undefined);
  return texts;
}

async function plansOf({ dialect }: Storage, tx: Kysely<Database>, texts: readonly CompiledQuery[]): Promise<string[]> {
  const explain = dialect === 'sqlite' ? 'explain query plan' : 'explain';
  // Empty tables are read through by preference; forbidden to, the planner shows whether it has another way.
  if (dialect === 'postgres') await tx.executeQuery(CompiledQuery.raw('set local enable_seqscan = off'));
  const lines: string[] = [];
  for (const { sql, parameters } of texts) {
    const { rows } = await tx.executeQuery<Record<string, unknown>>(
      CompiledQuery.raw(`${explain} ${sql}`, [...parameters]),
    );
    lines.push(...rows.map((row) => String(row.detail ?? row['QUERY PLAN']).trim()));
  }
  return lines;
}
