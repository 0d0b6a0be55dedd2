import { fen } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import { expect, it } from 'vitest';
import { DUE_FEN } from '../../app/testing/test-estate.ts';
import { close, create, notes, notify, settle, startPayments } from '../../app/testing/test-payments.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { agree } from '../agreements/agreements.store.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { prepaidOfRoom } from '../ledger/ledger.store.ts';
import { requestDuplicateRefund } from './duplicate-refund.ts';
import { DEFAULT_REFUND_RULES } from './refund-rules.ts';
import { balanceOf, expectSoundRefunds } from './test-refunds.ts';

describeOnEachDatabase('money that paid a bill twice', (openBooks) => {
  /** A QR order that is paid after cash has paid its bills: all of it is prepayment. */
  async function paidTwice() {
    const { server, home, k1, k2 } = await startPayments(await openBooks());
    // As the owners chose, the booking leaves it there: what gives it back is under test here.
    const keep = { autoUsePrepayment: false, duplicatePayment: 'prepayment' } as const;
    await server.storage.transact((tx) => agree(tx, home.roomId, keep, 'staff:test', server.clock.now()));
    const { orderId } = await create(k1, home, 'wechat-qr');
    await close(k1, orderId);
    const cash = await create(k2, home, 'cash');
    await settle(k2, cash.orderId, { notes: notes(100, 50, 20, 10, 5, 1), excess: 'prepayment' });
    server.wechat.pay();
    await notify(server, server.wechat, orderId);
    return { server, home, orderId };
  }

  it('goes back once, however often it is found, and waits for the channel', async () => {
    const { server, home, orderId } = await paidTwice();
    const before = await prepaidOfRoom(server.storage.db, home.roomId);
    const duplicate = { orderId, amountFen: fen(DUE_FEN - 40), reason: 'paid-twice' } as const;
    const ask = () => server.storage.transact((tx) => requestDuplicateRefund(tx, server.context, duplicate));
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(unwrap(second).refund_id).toBe(unwrap(first).refund_id);
    expect(unwrap(await ask())).toMatchObject({ state: 'APPROVED', amount_fen: DUE_FEN - 40 });
    expect(await prepaidOfRoom(server.storage.db, home.roomId)).toBe(before - (DUE_FEN - 40));
    expect(await balanceOf(server, ACCOUNTS.refundInProcess)).toBe(DUE_FEN - 40);
    await expectSoundRefunds(server);
  });

  it('above the limit waits for people, and nothing moves before', async () => {
    const { server, home, orderId } = await paidTwice();
    const before = await prepaidOfRoom(server.storage.db, home.roomId);
    const refundRules = { ...DEFAULT_REFUND_RULES, duplicateWithoutPersonUpToFen: fen(100) };
    const duplicate = { orderId, amountFen: fen(10_000), reason: 'paid-twice' } as const;
    const asked = await server.storage.transact((tx) =>
      requestDuplicateRefund(tx, { ...server.context, refundRules }, duplicate),
    );
    expect(unwrap(asked)).toMatchObject({ state: 'REQUESTED' });
    expect(await prepaidOfRoom(server.storage.db, home.roomId)).toBe(before);
  });

  it('more than was received, or than prepayment holds, is refused', async () => {
    const { server, orderId } = await paidTwice();
    const ask = (amount: number) =>
      server.storage.transact((tx) =>
        requestDuplicateRefund(tx, server.context, { orderId, amountFen: fen(amount), reason: 'paid-twice' }),
      );
    expect(await ask(DUE_FEN + 1)).toMatchObject({ error: { code: 'LT-2502' } });
    expect(await server.storage.db.selectFrom('refund').selectAll().execute()).toEqual([]);
  });
});
