import { newId } from '@louting/common/ids';
import { expect, it } from 'vitest';
import {
  close,
  create,
  exceptions,
  expectSoundBooks,
  notes,
  payments,
  settle,
  startPayments,
} from '../../app/testing/test-payments.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { prepaidOfRoom } from '../ledger/ledger.store.ts';

describeOnEachDatabase('payment in cash', (openBooks) => {
  const start = async (options = {}) => startPayments(await openBooks(), options);

  it('settled twice, and at the same time: credited once', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'cash');
    const stacked = notes(100, 50, 20, 10, 5, 1, 1);
    const [first, second] = await Promise.all([
      settle(k1, orderId, { notes: stacked }),
      settle(k1, orderId, { notes: stacked }),
    ]);
    expect(first.body).toMatchObject({ state: 'SUCCEEDED', receipt: { totalFen: 18_700, toPrepaymentFen: 60 } });
    expect(second.body).toEqual(first.body);
    const third = await settle(k1, orderId, { notes: stacked, recovered: true });
    expect(third.body).toEqual(first.body);
    expect(await payments(server)).toHaveLength(1);
    await expectSoundBooks(server);
  });

  it('too little after a power cut: oldest bill first, the rest stays open', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'cash');
    const settled = await settle(k1, orderId, { notes: notes(100, 20), excess: 'unclaimed', recovered: true });
    expect(settled.body.receipt?.lines.map((line) => line.amountFen)).toEqual([10_000, 2_000]);
    const session = await k1.open(home);
    expect(session.totalOutstandingFen).toBe(6_640);
    await expectSoundBooks(server);
  });

  it('too much and nobody there to consent: suspense, and staff are told', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'cash');
    const settled = await settle(k1, orderId, { notes: notes(100, 100), excess: 'unclaimed', recovered: true });
    expect(settled.body.receipt).toMatchObject({ totalFen: 20_000, toPrepaymentFen: 0 });
    expect(await exceptions(server)).toEqual([['LT-2303', 1_360]]);
    expect(await prepaidOfRoom(server.storage.db, home.roomId)).toBe(0);
    await expectSoundBooks(server);
  });

  it('change is booked once with what came out, and what did not come out stays with the payment', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'cash');
    const coins = notes(100, 50, 20, 10, 5, 1, 1).concat(notes(0.5, 0.1));
    const change = { changeId: newId(), requestedFen: 120, paidFen: 100, doubtFen: 0 };
    const paid = { notes: coins, excess: 'prepayment', change } as const;
    const [first, second] = await Promise.all([settle(k1, orderId, paid), settle(k1, orderId, paid)]);
    // 187.60 in, 1.00 out, 186.40 owed: 20 fen did not come out.
    expect(first.body).toMatchObject({ state: 'SUCCEEDED', receipt: { totalFen: 18_660, toPrepaymentFen: 20 } });
    expect(second.body).toEqual(first.body);
    await expectSoundBooks(server);
  });

  it('change that nobody can tell of is kept, and staff count', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'cash');
    const change = { changeId: newId(), requestedFen: 1_360, paidFen: 0, doubtFen: 1_360 };
    const settled = await settle(k1, orderId, { notes: notes(100, 100), excess: 'prepayment', change });
    expect(settled.body.receipt).toMatchObject({ totalFen: 20_000, toPrepaymentFen: 1_360 });
    expect(await exceptions(server)).toEqual([['LT-2325', 1_360]]);
    const more = { ...change, changeId: newId(), paidFen: 1_000 };
    expect((await settle(k1, orderId, { notes: notes(100), change: more })).body).toMatchObject({ code: 'LT-2301' });
    await expectSoundBooks(server);
  });

  it('owner stops and keeps the money as prepayment', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'cash');
    const settled = await settle(k1, orderId, { notes: notes(50), disposition: 'prepayment' });
    expect(settled.body.receipt).toMatchObject({ lines: [], toPrepaymentFen: 5_000, prepaidAfterFen: 5_000 });
    await expectSoundBooks(server);
  });

  it('note in doubt: no credit, staff will count; alone it ends the order', async () => {
    const { server, estate, k1 } = await start().then((all) => ({ ...all, estate: all.server.estate }));
    const [one, other] = estate.households;
    if (!one || !other) throw new Error('two households were expected');
    const doubt = [{ noteId: newId(), denominationFen: 5_000 }];
    const first = await create(k1, one, 'cash');
    const settled = await settle(k1, first.orderId, { notes: notes(100), suspenseNotes: doubt });
    expect(settled.body).toMatchObject({ state: 'SUCCEEDED', receipt: { totalFen: 10_000 } });
    const second = await create(k1, other, 'cash');
    const onlyDoubt = { notes: [], suspenseNotes: [{ noteId: newId(), denominationFen: 2_000 }] };
    expect((await settle(k1, second.orderId, onlyDoubt)).body).toMatchObject({
      state: 'CLOSED',
      failure: { code: 'LT-2302' },
    });
    expect((await settle(k1, second.orderId, onlyDoubt)).body.state).toBe('CLOSED');
    expect(await exceptions(server)).toEqual([
      ['LT-2302', 2_000],
      ['LT-2302', 5_000],
    ]);
    await expectSoundBooks(server);
  });

  it('notes that contradict each other or the books are refused, not lost', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'cash');
    const [note] = notes(100);
    for (const wrong of [{ notes: [note, note] }, { notes: [] }, { notes: [{ ...note, denominationFen: 300 }] }]) {
      expect((await settle(k1, orderId, wrong)).body.code).toBe('LT-2301');
    }
    await settle(k1, orderId, { notes: [note] });
    expect((await settle(k1, orderId, { notes: [note, ...notes(50)] })).body.code).toBe('LT-2301');
    const next = await create(k1, home, 'cash', { billIds: [home.billIds[1]], amountFen: 8_640 });
    expect((await settle(k1, next.orderId, { notes: [note] })).body.code).toBe('LT-2301');
    expect(await exceptions(server)).toEqual([
      ['LT-2301', 10_000],
      ['LT-2301', 15_000],
    ]);
    expect(await payments(server)).toHaveLength(1);
  });

  it('order was closed before the journal of a dead kiosk came back: the cash is booked', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'cash');
    expect((await close(k1, orderId)).state).toBe('CLOSED');
    const settled = await settle(k1, orderId, { notes: notes(100), excess: 'unclaimed', recovered: true });
    expect(settled.body.state).toBe('SUCCEEDED');
    expect(await exceptions(server)).toEqual([['LT-2112', 10_000]]);
  });

  it('bookings at once, some of them failing: the receipt series has no gap', async () => {
    const { server, k1 } = await start({ households: 12 });
    const orders = [];
    for (const household of server.estate.households) orders.push(await create(k1, household, 'cash'));
    const shared = notes(100);
    const answers = await Promise.all(
      orders.map(({ orderId }, index) => settle(k1, orderId, { notes: index % 3 === 0 ? shared : notes(100) })),
    );
    const booked = answers.filter((answer) => answer.status === 200).length;
    expect(booked).toBe(9);
    const numbers = answers.flatMap((answer) => answer.body.receipt?.receiptNumber ?? []).sort();
    expect(numbers).toEqual(Array.from({ length: 9 }, (_, index) => `K001-000000${index + 1}`));
    await expectSoundBooks(server);
  });
});
