import { expect, it } from 'vitest';
import { DUE_FEN } from '../../app/testing/test-estate.ts';
import {
  charge,
  close,
  create,
  exceptions,
  expectSoundBooks,
  look,
  notify,
  payments,
  startPayments,
} from '../../app/testing/test-payments.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';

describeOnEachDatabase('payment by payer code', (openBooks) => {
  const start = async (options = {}) => startPayments(await openBooks(), options);

  it('paid at once: booked, and the code is nowhere in the books', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'payer-code');
    server.wechat.nextCharge({ state: 'paid' } as never);
    expect((await charge(k1, orderId)).body).toMatchObject({ state: 'SUCCEEDED' });
    expect((await charge(k1, orderId)).body).toMatchObject({ state: 'SUCCEEDED' });
    expect(server.wechat.calls).toEqual(['charge']);
    const rows = await server.storage.db.selectFrom('payment_order').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('130000000000000001');
    await expectSoundBooks(server);
  });

  it('refused, unknown kind, or a second code: each has its own failure', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'payer-code');
    expect((await charge(k1, orderId, '9900000000000000')).body).toMatchObject({ code: 'LT-2105' });
    server.alipay.nextCharge({ state: 'refused', failure: { code: 'LT-2107' } });
    const refused = await charge(k1, orderId, '2800000000000000');
    expect(refused.body).toMatchObject({ state: 'FAILED', failure: { code: 'LT-2107' } });
    expect((await charge(k1, orderId)).body).toMatchObject({ code: 'LT-2110' });
  });

  it('payer types a password: asked until paid', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'payer-code');
    expect((await charge(k1, orderId)).body.state).toBe('PENDING');
    server.clock.pass(3_000);
    await server.resolver.runOnce();
    server.wechat.pay();
    server.clock.pass(3_000);
    await server.resolver.runOnce();
    expect((await look(k1, orderId)).state).toBe('SUCCEEDED');
  });

  it('payer walks away: reversed after 45 s, never before 15 s', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'payer-code');
    await charge(k1, orderId);
    expect((await close(k1, orderId)).state).toBe('PENDING');
    server.clock.pass(14_999);
    expect(await server.resolver.runOnce()).toBe(0);
    expect(server.wechat.calls).not.toContain('reverse');
    server.clock.pass(1);
    await server.resolver.runOnce();
    expect(server.wechat.calls).toEqual(['charge', 'query', 'query', 'reverse', 'query']);
    expect((await look(k1, orderId)).state).toBe('CLOSED');
  });

  it('answer is lost: UNKNOWN until a query tells, across a restart', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'payer-code');
    server.wechat.nextCharge({ state: 'paid' } as never);
    server.wechat.loseAnswers(2);
    expect((await charge(k1, orderId)).body).toMatchObject({ state: 'UNKNOWN', failure: { code: 'LT-2103' } });
    server.clock.pass(5_000);
    await server.resolver.runOnce();
    const again = await server.restart();
    expect((await look(again.kiosks[0], orderId)).state).toBe('UNKNOWN');
    server.clock.pass(10_000);
    await again.resolver.runOnce();
    expect(await look(again.kiosks[0], orderId)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await payments(server)).toHaveLength(1);
  });

  it('charge taken back, the notification of its payment comes after that: the channel is asked, nothing is booked', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'payer-code');
    await charge(k1, orderId);
    server.clock.pass(60_000);
    await server.resolver.runOnce();
    expect((await look(k1, orderId)).state).toBe('CLOSED');
    expect((await notify(server, server.wechat, orderId)).statusCode).toBe(200);
    expect(await payments(server)).toHaveLength(0);
    server.wechat.loseAnswers(1);
    expect((await notify(server, server.wechat, orderId)).statusCode).toBe(500);
    expect(await payments(server)).toHaveLength(0);
    server.wechat.pay();
    expect((await notify(server, server.wechat, orderId)).statusCode).toBe(200);
    expect(await exceptions(server)).toEqual([['LT-2112', DUE_FEN]]);
    await expectSoundBooks(server);
  });

  it('channel stays silent: staff are told once', async () => {
    const { server, home, k1 } = await start();
    const { orderId } = await create(k1, home, 'payer-code');
    server.wechat.loseAnswers(1_000);
    await charge(k1, orderId);
    for (let hour = 0; hour < 12; hour += 1) {
      server.clock.pass(300_000);
      await server.resolver.runOnce();
    }
    expect((await look(k1, orderId)).state).toBe('UNKNOWN');
    expect(await exceptions(server)).toEqual([['LT-2103', DUE_FEN]]);
  });
});
