import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { auditBooks } from '../ledger/ledger.audit.ts';
import { startRefunds } from './test-refunds.ts';

describeOnEachDatabase('audit of refunds', (openBooks) => {
  it('finds a refund that was marked as out without its entry, and one above its payment', async () => {
    const { server, pay, approved } = await startRefunds(await openBooks());
    const refundId = await approved(await pay());
    const broken = async () => {
      const { invariants } = await server.storage.transact((tx) => auditBooks(tx));
      return invariants.filter(({ breaches }) => breaches.length > 0).map(({ name }) => name);
    };
    const set = (changes: { state?: 'SUCCEEDED'; amount_fen?: number }) =>
      server.storage.transact((tx) =>
        tx.updateTable('refund').set(changes).where('refund_id', '=', refundId).execute(),
      );
    await set({ state: 'SUCCEEDED' });
    expect(await broken()).toEqual(
      expect.arrayContaining([
        'refunds in process = approved refunds that are not yet out',
        'a refund is on the ledger with its full amount',
        'no entry of a refund without its state',
      ]),
    );
    await set({ amount_fen: 18_641 });
    expect(await broken()).toEqual(
      expect.arrayContaining(['a refund = its parts', 'refunds of a payment never exceed it']),
    );
  });
});
