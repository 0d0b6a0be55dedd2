import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { prepaidOfRoom } from '../ledger/ledger.store.ts';
import { expectSoundRefunds, startRefunds } from './test-refunds.ts';

describeOnEachDatabase('reversal', (openBooks) => {
  it('is not a refund: the bill is undone, its mirror posted, and no money leaves', async () => {
    const { server, home, manager, cashier, pay, bill } = await startRefunds(await openBooks());
    const [billId] = home.billIds;
    await pay();
    const path = `/admin/v1/bills/${billId}/reversals`;
    expect((await cashier.post(path, { reason: '面积录错' })).status).toBe(403);
    expect((await manager.post(path, { reason: '面积录错' })).body.code).toBe('LT-2515');
    const reversed = await manager.post(path, { reason: '面积录错', moneyTo: 'prepayment' });
    expect(reversed.body).toEqual({ billId, movedToPrepaymentFen: 10_000 });
    expect(await bill(billId)).toEqual({ state: 'REVERSED', paid_fen: 0 });
    expect(await prepaidOfRoom(server.storage.db, home.roomId)).toBe(10_000);
    expect(await server.storage.db.selectFrom('refund').selectAll().execute()).toEqual([]);
    expect((await manager.post(path, { reason: '再来一次' })).body.code).toBe('LT-9002');
    await expectSoundRefunds(server);
  });
});
