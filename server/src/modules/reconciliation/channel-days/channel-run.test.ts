import { newId } from '@louting/common/ids';
import { unwrap } from '@louting/common/result';
import { expect, it } from 'vitest';
import { DUE_FEN } from '../../../app/testing/test-estate.ts';
import { create, expectSoundBooks, payments } from '../../../app/testing/test-payments.ts';
import { startTestServer, type TestServer } from '../../../app/testing/test-server.ts';
import { describeOnEachDatabase } from '../../../storage/test-storages.ts';
import { auditBooks } from '../../ledger/ledger.audit.ts';
import { outTradeNoOf } from '../../payments/channel-orders.ts';
import { readChannelFile } from '../channel-files/channel-file.ts';
import { closeRun } from './channel-run.store.ts';
import { stepDifference } from '../differences/differences.store.ts';
import { DAY, differences, fileOf, paid, reconciliationOf, runDay, trade } from '../testing/test-channel-days.ts';

const TIMEOUT = 60_000;

function nth<T>(all: readonly T[], index: number): T {
  const one = all[index];
  if (one === undefined) throw new Error(`there is no ${index}`);
  return one;
}

describeOnEachDatabase('a day of a channel', (openBooks) => {
  async function start(households = 4): Promise<{ server: TestServer; homes: TestServer['estate']['households'] }> {
    const server = await startTestServer(await openBooks(), { households });
    return { server, homes: server.estate.households };
  }

  it(
    'says the same on both sides: all matched, no difference',
    async () => {
      const { server, homes } = await start();
      const trades = [];
      for (const home of homes) trades.push(await paid(server, home));
      const run = unwrap(await runDay(server, fileOf(...trades)));
      expect(run).toMatchObject({
        state: 'DONE',
        row_count: 4,
        matched_count: 4,
        matched_fen: 4 * DUE_FEN,
        compared_count: 4,
        file_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(await differences(server)).toEqual([]);
    },
    TIMEOUT,
  );

  it(
    'differs in every way there is: each has its name',
    async () => {
      const { server, homes } = await start(7);
      const [missing, amount, status, twice, fee] = [
        await paid(server, nth(homes, 0)),
        await paid(server, nth(homes, 1)),
        await paid(server, nth(homes, 2)),
        await paid(server, nth(homes, 3)),
        await paid(server, nth(homes, 4)),
      ];
      await server.storage.transact((tx) =>
        tx
          .insertInto('channel_fee_rule')
          .values({
            channel: 'wechat-pay',
            from_date: '2026-01-01',
            name: 'contract 0.6 %',
            rate_millionths: 6_000,
            tolerance_fen: 1,
            set_by: 'system',
            confirmed_by: 'system',
            set_at: 0,
          })
          .execute(),
      );
      expect(missing.amountFen).toBe(DUE_FEN);
      await runDay(
        server,
        fileOf(
          { ...amount, amountFen: DUE_FEN - 1 },
          { ...status, state: 'failed' },
          twice,
          { ...twice, transactionId: 'another' },
          { ...fee, feeFen: 200 },
          trade({ outTradeNo: 'of-nobody', transactionId: 't-nobody', at: server.clock.now() }),
          trade({ ...fee, kind: 'refund', outRefundNo: outTradeNoOf(newId()), amountFen: 500, feeFen: 0 }),
        ),
      );
      expect(await differences(server)).toEqual([
        ['AMOUNT_MISMATCH', 'OPEN'],
        ['CHANNEL_MISSING', 'OPEN'],
        ['CHANNEL_MISSING', 'OPEN'],
        ['DUPLICATE', 'OPEN'],
        ['FEE_MISMATCH', 'OPEN'],
        ['LOCAL_MISSING', 'OPEN'],
        ['REFUND_MISMATCH', 'OPEN'],
        ['STATUS_MISMATCH', 'OPEN'],
      ]);
    },
    TIMEOUT,
  );

  it(
    'has a payment that never reached us: the channel is asked, it is booked, the difference resolves itself',
    async () => {
      const { server, homes } = await start(2);
      const lost = await paid(server, nth(homes, 0), 'not-told');
      expect(await payments(server)).toHaveLength(0);
      const run = unwrap(await runDay(server, fileOf(lost)));
      expect(await payments(server)).toHaveLength(1);
      expect(await differences(server)).toEqual([['LOCAL_MISSING', 'AUTO_RESOLVED']]);
      expect(run).toMatchObject({ matched_count: 1 });
      await expectSoundBooks(server);
    },
    TIMEOUT,
  );

  it(
    'has a payment in its file that the channel itself does not confirm: nothing is booked',
    async () => {
      const { server, homes } = await start(2);
      const { orderId } = await create(server.kiosks[0], nth(homes, 0), 'wechat-qr');
      await runDay(server, fileOf(trade({ outTradeNo: outTradeNoOf(orderId), at: server.clock.now() })));
      expect(await payments(server)).toHaveLength(0);
      expect(await differences(server)).toEqual([['LOCAL_MISSING', 'OPEN']]);
    },
    TIMEOUT,
  );

  it(
    'trade at 23:59:58 stands in the next day’s file: no alarm',
    async () => {
      const { server, homes } = await start(2);
      server.clock.pass(Date.parse('2026-11-23T23:59:58+08:00') - server.clock.now());
      const late = await paid(server, nth(homes, 0));
      unwrap(await runDay(server, 'nothing'));
      expect(await differences(server)).toEqual([]);
      server.clock.pass(86_400_000);
      unwrap(await runDay(server, fileOf(late), { businessDate: '2026-11-24' }));
      expect(await differences(server)).toEqual([['LATE', 'AUTO_RESOLVED']]);
    },
    TIMEOUT,
  );

  it(
    'trade at 23:59:58 stands in no file: the day after says so',
    async () => {
      const { server, homes } = await start(2);
      server.clock.pass(Date.parse('2026-11-23T23:59:58+08:00') - server.clock.now());
      await paid(server, nth(homes, 0));
      unwrap(await runDay(server, 'nothing'));
      unwrap(await runDay(server, 'nothing', { businessDate: '2026-11-24' }));
      expect(await differences(server)).toEqual([['CHANNEL_MISSING', 'OPEN']]);
    },
    TIMEOUT,
  );

  it(
    'paid and taken back at the channel before we booked: both rows explain each other',
    async () => {
      const { server, homes } = await start(2);
      const { orderId } = await create(server.kiosks[0], nth(homes, 0), 'wechat-qr');
      const payment = trade({ outTradeNo: outTradeNoOf(orderId), at: server.clock.now() });
      await runDay(server, fileOf(payment, { ...payment, kind: 'refund', outRefundNo: 'R1', feeFen: -112 }));
      expect(await differences(server)).toEqual([
        ['LOCAL_MISSING', 'AUTO_RESOLVED'],
        ['REFUND_MISMATCH', 'AUTO_RESOLVED'],
      ]);
    },
    TIMEOUT,
  );

  it(
    'wuye ef04831: summary lines parsed as trades, refund rows doubled, empty day',
    async () => {
      const { server, homes } = await start(2);
      const one = await paid(server, nth(homes, 0));
      const head =
        '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
      const cells = [
        '2026-11-23 12:00:00',
        'wx1',
        'm1',
        '0',
        'K001',
        one.transactionId,
        one.outTradeNo,
        'o1',
        'NATIVE',
        'SUCCESS',
        'OTHERS',
        'CNY',
        '186.40',
        '0.00',
        '0',
        '0',
        '0.00',
        '0.00',
        '',
        '',
        '物业缴费',
        '',
        '1.12000',
        '0.60%',
        '186.40',
        '0.00',
        '',
      ];
      const text = [
        head,
        cells.map((cell) => `\`${cell}`).join(','),
        '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额',
        '`1,`186.40,`0.00,`0.00,`1.12000,`186.40,`0.00',
      ].join('\r\n');
      const bytes = async function* () {
        await Promise.resolve();
        yield Buffer.from(text);
      };
      const run = unwrap(
        await runDay(server, { bytes: bytes(), read: (each) => readChannelFile('wechat-trade', each) }),
      );
      expect(run).toMatchObject({ row_count: 1, problem_count: 0, matched_count: 1 });
      expect(await differences(server)).toEqual([]);
      const empty = unwrap(await runDay(server, 'nothing', { businessDate: '2026-11-22' }));
      expect(empty).toMatchObject({ state: 'DONE', row_count: 0, failure: null });
    },
    TIMEOUT,
  );

  it(
    'archive of two files whose lines both begin at 1: both are compared',
    async () => {
      const { server, homes } = await start(2);
      const day = fileOf(await paid(server, nth(homes, 0)), await paid(server, nth(homes, 1)));
      if (day === 'nothing') throw new Error('a file was meant');
      const { read } = day;
      const bothAtOne = async function* (bytes: AsyncIterable<Uint8Array>) {
        for await (const each of read(bytes)) yield 'row' in each ? { row: { ...each.row, line: 1 } } : each;
      };
      expect(unwrap(await runDay(server, { ...day, read: bothAtOne }))).toMatchObject({
        row_count: 2,
        matched_count: 2,
      });
    },
    TIMEOUT,
  );

  it(
    'run forced again keeps handled differences',
    async () => {
      const { server, homes } = await start(3);
      const known = await paid(server, nth(homes, 0));
      const strange = trade({ outTradeNo: 'x', transactionId: 'tx', at: server.clock.now() });
      const odd = trade({ outTradeNo: 'y', transactionId: 'ty', at: server.clock.now() });
      unwrap(await runDay(server, fileOf(known, strange, odd)));
      const rows = await server.storage.db.selectFrom('channel_difference').selectAll().orderBy('subject').execute();
      const [first] = rows;
      const by = { staffId: newId(), at: server.clock.now() };
      const step = { action: 'close', reason: 'paid by hand elsewhere' } as const;
      await server.storage.transact((tx) => stepDifference(tx, first?.difference_id ?? '', step, by));
      expect(await runDay(server, fileOf(known, strange, odd))).toMatchObject({
        ok: false,
        error: { code: 'LT-2723' },
      });
      const again = unwrap(await runDay(server, fileOf(known, strange), { force: true }));
      expect(again).toMatchObject({ attempt: 2, row_count: 2 });
      const after = await server.storage.db.selectFrom('channel_difference').selectAll().orderBy('subject').execute();
      expect(after.map(({ state, reason }) => [state, reason])).toEqual([
        ['CLOSED', 'paid by hand elsewhere'],
        ['AUTO_RESOLVED', 'no longer there'],
      ]);
    },
    TIMEOUT,
  );

  it(
    'closed day is locked',
    async () => {
      const { server, homes } = await start(2);
      const strange = trade({ outTradeNo: 'x', transactionId: 'tx', at: server.clock.now() });
      const run = unwrap(await runDay(server, fileOf(await paid(server, nth(homes, 0)), strange)));
      const context = reconciliationOf(server);
      const by = { staffId: newId(), at: server.clock.now() };
      expect(await closeRun(context, run.run_id, by.staffId)).toMatchObject({ error: { code: 'LT-2724' } });
      const [open] = await server.storage.db.selectFrom('channel_difference').selectAll().execute();
      const close = { action: 'close', reason: 'another product of ours' } as const;
      await server.storage.transact((tx) => stepDifference(tx, open?.difference_id ?? '', close, by));
      expect(await closeRun(context, run.run_id, by.staffId)).toMatchObject({ value: { state: 'CLOSED' } });
      expect(await runDay(server, 'nothing', { force: true })).toMatchObject({ error: { code: 'LT-2721' } });
    },
    TIMEOUT,
  );

  it(
    'process dies in the middle: after the lease another begins again, and nothing is doubled',
    async () => {
      const { server, homes } = await start(2);
      const one = await paid(server, nth(homes, 0));
      const broken = fileOf(one);
      if (broken === 'nothing') throw new Error('a file was meant');
      const cut = runDay(server, {
        ...broken,
        read: async function* (bytes) {
          yield* broken.read(bytes);
          throw new Error('line was cut');
        },
      });
      await expect(cut).rejects.toThrow('line was cut');
      expect(await server.storage.db.selectFrom('channel_run').select('state').execute()).toEqual([
        { state: 'FAILED' },
      ]);
      expect(unwrap(await runDay(server, fileOf(one)))).toMatchObject({ attempt: 2, row_count: 1, matched_count: 1 });
    },
    TIMEOUT,
  );

  it(
    'channel settles two days at once after a weekend: posted once, with the fees it kept',
    async () => {
      const { server, homes } = await start(3);
      const first = await paid(server, nth(homes, 0));
      unwrap(await runDay(server, fileOf(first)));
      server.clock.pass(86_400_000);
      const second = await paid(server, nth(homes, 1));
      unwrap(await runDay(server, fileOf(second), { businessDate: '2026-11-24' }));
      const settlement = {
        channel: 'wechat-pay',
        kind: 'settlement',
        serial: 'S1',
        amountFen: -2 * (DUE_FEN - 112),
        at: Date.parse('2026-11-25T08:00:00+08:00'),
        remark: '',
        line: 0,
      } as const;
      const request = { businessDate: '2026-11-25', kind: 'fund' } as const;
      unwrap(await runDay(server, fileOf(settlement), request));
      unwrap(await runDay(server, fileOf(settlement), { ...request, force: true }));
      const posted = await server.storage.db
        .selectFrom('ledger_line')
        .innerJoin('ledger_entry', 'ledger_entry.entry_id', 'ledger_line.entry_id')
        .select(['account_code', 'debit_fen', 'credit_fen'])
        .where('event', '=', 'channel.settled')
        .orderBy('account_code')
        .execute();
      expect(posted).toEqual([
        { account_code: '1002', debit_fen: 2 * (DUE_FEN - 112), credit_fen: 0 },
        { account_code: '1012.wechat', debit_fen: 0, credit_fen: 2 * DUE_FEN },
        { account_code: '6603', debit_fen: 224, credit_fen: 0 },
      ]);
      const wrong = { ...settlement, serial: 'S2', amountFen: -12_345 };
      unwrap(await runDay(server, fileOf(wrong), { ...request, businessDate: '2026-11-26' }));
      expect(await differences(server)).toEqual([['FEE_MISMATCH', 'OPEN']]);
      expect((await server.storage.transact((tx) => auditBooks(tx))).sound).toBe(true);
      expect(DAY).toBe('2026-11-23');
    },
    TIMEOUT,
  );
});
