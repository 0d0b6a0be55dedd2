import { newId } from '@louting/common/ids';
import { unwrap } from '@louting/common/result';
import { expect } from 'vitest';
import { create, settle, startPayments } from '../../app/testing/test-payments.ts';
import type { TestKiosk } from '../../app/testing/test-server.ts';
import type { CashSettlementRequest } from '../../contract/kiosk-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { auditBooks } from '../ledger/ledger.audit.ts';
import { countCollection, registerCollection } from './collections.store.ts';
import { runningSession } from './cash-sessions.store.ts';

/** Notes as a person says them: `{ 100: 2, 10: 1 }` is two hundreds and a ten. */
type Bag = Readonly<Record<number, number>>;

export const inBag = (bag: Bag) =>
  Object.entries(bag).map(([yuan, count]) => ({ denominationFen: Number(yuan) * 100, count }));

/** A server with kiosks and rooms, and what people do with its cash. */
export async function startCash(storage: Storage, options: { households?: number } = {}) {
  const { server, home, k1 } = await startPayments(storage, options);
  const { clock, estate } = server;
  const { communityId } = estate;
  const context = { clock, newId };

  /** An owner puts notes in, and the kiosk settles them. */
  async function pay(
    yuan: readonly number[],
    changes: Partial<CashSettlementRequest> & { household?: number; at?: number; kiosk?: TestKiosk } = {},
  ) {
    const { household = 0, at = clock.now(), kiosk = k1, ...request } = changes;
    const room = estate.households[household];
    if (!room) throw new Error(`there is no household ${household}`);
    const { orderId } = await create(kiosk, room, 'cash');
    const notes = yuan.map((value) => ({ noteId: newId(), denominationFen: value * 100, stackedAt: at }));
    const book = () => settle(kiosk, orderId, { notes, excess: 'unclaimed', ...request });
    return { orderId, notes, room, book };
  }

  async function paid(...args: Parameters<typeof pay>) {
    const payment = await pay(...args);
    expect((await payment.book()).status).toBe(200);
    return payment;
  }

  async function pull(staffId = 'staff-a', kiosk = k1, changes: { pulledAt?: number; seal?: string } = {}) {
    const { sessionNumber } = await runningSession(storage.db, kiosk.kioskId);
    clock.pass(1);
    const request = {
      collectionId: newId(),
      kioskId: kiosk.kioskId,
      communityId,
      sessionNumber,
      boxSerial: 'BOX-7',
      sealNumber: changes.seal ?? `S-${newId()}`,
      pulledAt: changes.pulledAt,
      staffId,
    };
    return unwrap(await storage.transact((tx) => registerCollection(tx, context, request))).collection_id;
  }

  const count = (collectionId: string, staffId: string, bag: Bag) =>
    storage.transact((tx) => countCollection(tx, context, { collectionId, staffId, notes: inBag(bag) }));

  /** Two people count the same. */
  async function counted(collectionId: string, bag: Bag) {
    unwrap(await count(collectionId, 'staff-a', bag));
    return unwrap(await count(collectionId, 'staff-b', bag));
  }

  async function expectSound() {
    const { invariants } = await auditBooks(storage.db);
    // The bills of the test estate have no lines.
    const broken = invariants.filter(
      (rule) => rule.breaches.length > 0 && rule.name !== 'amount of a bill = its lines',
    );
    expect(broken).toEqual([]);
  }

  async function balance(account: string) {
    const rows = await storage.db
      .selectFrom('ledger_balance')
      .select(['debit_fen', 'credit_fen'])
      .where('account_code', '=', account)
      .execute();
    return rows.reduce((sum, row) => sum + row.debit_fen - row.credit_fen, 0);
  }

  const differences = async () =>
    (await storage.db.selectFrom('cash_difference').selectAll().orderBy('raised_at').execute()).map(
      (row) => [row.kind, row.amount_fen, row.state] as const,
    );

  return {
    server,
    storage,
    clock,
    context,
    communityId,
    home,
    k1,
    pay,
    paid,
    pull,
    count,
    counted,
    expectSound,
    balance,
    differences,
  };
}
