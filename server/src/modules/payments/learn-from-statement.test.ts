import { newId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import { expect, it } from 'vitest';
import { DUE_FEN } from '../../app/testing/test-estate.ts';
import {
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
import { outTradeNoOf } from './channel-orders.ts';
import { learnFromStatement } from './learn-from-statement.ts';

describeOnEachDatabase('a payment that stands in the statement of the channel and not in the books', (openBooks) => {
  /** An order of WeChat Pay whose notification never came. */
  async function start() {
    const parts = await startPayments(await openBooks());
    const { server, home, k1 } = parts;
    const { orderId } = await create(k1, home, 'wechat-qr');
    const outTradeNo = outTradeNoOf(orderId);
    const line = {
      amountFen: DUE_FEN,
      transactionId: `wechat-pay-${outTradeNo}`,
      paidAt: server.clock.now(),
    };
    const learn = (changes: Partial<typeof line> = {}, name: 'wechat-pay' | 'alipay' = 'wechat-pay') =>
      learnFromStatement(server.context, name, outTradeNo, { ...line, ...changes });
    return { ...parts, orderId, outTradeNo, line, learn };
  }
  const codeOf = (learnt: Awaited<ReturnType<typeof learnFromStatement>>) => (learnt.ok ? 'ok' : learnt.error.code);

  it('paid, and the channel says so too: booked once, however often the statement is read', async () => {
    const { server, k1, orderId, learn } = await start();
    server.wechat.pay();
    const asked = await Promise.all([learn(), learn()]);
    expect(asked.map(codeOf)).toEqual(['ok', 'ok']);
    expect(asked.filter((learnt) => learnt.ok && learnt.value.bookedNow)).toHaveLength(1);
    expect(await learn()).toMatchObject({ ok: true, value: { bookedNow: false } });
    expect(await look(k1, orderId)).toMatchObject({ state: 'SUCCEEDED', receipt: { totalFen: DUE_FEN } });
    expect(await payments(server)).toHaveLength(1);
    await expectSoundBooks(server);
  });

  it('closed order, paid in its last second: booked all the same, and staff are told', async () => {
    const { server, k1, orderId, learn } = await start();
    expect((await close(k1, orderId)).state).toBe('CLOSED');
    server.wechat.pay();
    expect(await learn()).toMatchObject({ ok: true, value: { bookedNow: true } });
    expect(await exceptions(server)).toEqual([['LT-2112', DUE_FEN]]);
    await expectSoundBooks(server);
  });

  it('the file alone is not believed: the channel knows nothing of it, does not answer, or is another', async () => {
    const { server, k1, orderId, learn, line } = await start();
    expect(codeOf(await learn())).toBe('LT-2116');
    server.wechat.pay();
    server.wechat.loseAnswers(1);
    expect(codeOf(await learn())).toBe('LT-2102');
    expect(codeOf(await learn({}, 'alipay'))).toBe('LT-2204');
    const stranger = outTradeNoOf(newId());
    for (const unknown of [stranger, 'another merchant'])
      expect(codeOf(await learnFromStatement(server.context, 'wechat-pay', unknown, line))).toBe('LT-2109');
    expect(await payments(server)).toEqual([]);
    expect((await look(k1, orderId)).state).not.toBe('SUCCEEDED');
  });

  it('channel and order differ in the amount: nothing booked, staff are told once', async () => {
    const { server, learn } = await start();
    server.wechat.pay(undefined, fen(DUE_FEN + 100));
    for (const _again of [1, 2]) expect(codeOf(await learn({ amountFen: DUE_FEN + 100 }))).toBe('LT-2203');
    expect(await payments(server)).toEqual([]);
    expect(await exceptions(server)).toEqual([['LT-2203', DUE_FEN + 100]]);
  });

  it('booked already: the same line agrees, a line with another transaction or amount does not, and changes nothing', async () => {
    const { server, orderId, learn } = await start();
    server.wechat.pay();
    await notify(server, server.wechat, orderId);
    const queries = () => server.wechat.calls.filter((call) => call === 'query').length;
    const before = queries();
    expect(await learn()).toMatchObject({ ok: true, value: { bookedNow: false, order: { order_id: orderId } } });
    expect(codeOf(await learn({ transactionId: 'another' }))).toBe('LT-2116');
    expect(codeOf(await learn({ amountFen: 1 }))).toBe('LT-2116');
    expect(queries()).toBe(before);
    expect(await payments(server)).toHaveLength(1);
  });
});
