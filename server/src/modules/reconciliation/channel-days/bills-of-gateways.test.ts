import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noFailPoints } from '@louting/common/fail-points';
import { fen } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DUE_FEN } from '../../../app/testing/test-estate.ts';
import { create, expectSoundBooks, notify } from '../../../app/testing/test-payments.ts';
import { startTestServer, type TestServer } from '../../../app/testing/test-server.ts';
import { createAlipay } from '../../../channels/alipay/alipay.ts';
import { startAlipayGateway, type AlipayGateway } from '../../../channels/sandbox/alipay-gateway.ts';
import { alipaySandboxConfig, ensureSandboxKeys, wechatSandboxConfig } from '../../../channels/sandbox/sandbox-keys.ts';
import { startWechatGateway, type WechatGateway } from '../../../channels/sandbox/wechat-gateway.ts';
import { createWechatPay } from '../../../channels/wechat-pay/wechat-pay.ts';
import { openStorage } from '../../../storage/storage.ts';
import { outTradeNoOf } from '../../payments/channel-orders.ts';
import { importStatement } from '../bank-lines/bank-import.ts';
import { matchWaitingLines } from '../bank-lines/bank-matching.ts';
import { dailyRunsJob } from './daily-runs.job.ts';
import { reconciliationOf } from '../testing/test-channel-days.ts';
import { icbcStatementOf } from '../testing/test-files.ts';

/** The whole way of a day: our books, the real channel clients, HTTP, signatures, and the files of the sandbox gateways. */
describe('days of the sandbox gateways', () => {
  const directory = mkdtempSync(join(tmpdir(), 'louting-days-'));
  const keysDir = join(directory, 'keys');
  let server: TestServer;
  const clock = { now: () => server.clock.now() };
  let wechat: WechatGateway;
  let alipay: AlipayGateway;

  beforeAll(async () => {
    server = await startTestServer(await openStorage({ url: `sqlite:${join(directory, 'books.sqlite')}` }), {
      households: 4,
    });
    const config = { port: 0, stateDir: directory, keysDir, notifyRetryMs: [] };
    wechat = await startWechatGateway(config, { clock });
    alipay = await startAlipayGateway(config, { clock });
  });
  afterAll(async () => {
    await wechat.close();
    await alipay.close();
    await server.storage.close();
    rmSync(directory, { recursive: true });
  });

  it('what was paid and never told is booked once; settlements are on the bank account once, whoever tells of them first', async () => {
    const keys = ensureSandboxKeys(keysDir);
    const dependencies = { clock, newNonce: randomUUID, failPoints: noFailPoints, logger: pino({ level: 'silent' }) };
    const nowhere = 'http://127.0.0.1:9/notify';
    const channels = {
      'wechat-pay': createWechatPay(wechatSandboxConfig(keys, wechat.url, nowhere), dependencies),
      alipay: createAlipay(alipaySandboxConfig(keys, alipay.gatewayUrl, nowhere), dependencies),
    };
    const ways = [
      ['wechat-pay', 'wechat-qr', server.wechat, wechat],
      ['alipay', 'alipay-qr', server.alipay, alipay],
    ] as const;
    for (const [way, [name, method, scripted, gateway]] of ways.entries()) {
      for (const told of [true, false]) {
        const home = server.estate.households[way * 2 + (told ? 0 : 1)];
        if (!home) throw new Error('four households were expected');
        const { orderId } = await create(server.kiosks[0], home, method);
        const outTradeNo = outTradeNoOf(orderId);
        const expiresAt = clock.now() + 180_000;
        const trade = { outTradeNo, amountFen: fen(DUE_FEN), description: '物业费', kioskNumber: 'K001', expiresAt };
        unwrap(await channels[name].createQr(trade));
        expect(gateway.control.pay(outTradeNo)).toBe('paid');
        scripted.pay(outTradeNo);
        if (told) await notify(server, scripted, orderId);
      }
    }
    const fee = 112;
    // The bank shows both settlements before the channels' files tell of them.
    const context = reconciliationOf(server);
    const { communityId } = server.estate;
    const line = { date: '2026-11-24', amountFen: 2 * (DUE_FEN - fee), account: '2433****0000' };
    const statement = icbcStatementOf(
      { ...line, name: '财付通支付科技有限公司', remark: '微信支付T+1' },
      { ...line, name: '支付宝（中国）网络技术有限公司', remark: '支付宝提现' },
    );
    const bytes = async function* () {
      yield statement;
    };
    unwrap(await importStatement(context, { communityId, fileName: 'icbc.csv', by: 'system', bytes: bytes() }));
    await matchWaitingLines(context, communityId);
    const linesOfBank = () => server.storage.db.selectFrom('bank_line').select(['class', 'state']).execute();
    const isSettlement = { class: 'channel-settlement' };
    expect(await linesOfBank()).toMatchObject([
      { ...isSettlement, state: 'WAITING' },
      { ...isSettlement, state: 'WAITING' },
    ]);

    const job = dailyRunsJob({ ...server.context, channels });
    const { signal } = new AbortController();
    server.clock.pass(Date.parse('2026-11-24T10:30:00+08:00') - clock.now());
    await job.run(signal);
    const runs = await server.storage.db
      .selectFrom('channel_run')
      .select(['channel', 'merchant', 'kind', 'state', 'matched_count', 'compared_fen', 'problem_count'])
      .where('kind', '=', 'trade')
      .orderBy('channel')
      .execute();
    const day = { kind: 'trade', state: 'DONE', matched_count: 2, compared_fen: 2 * DUE_FEN, problem_count: 0 };
    expect(runs).toEqual([
      { channel: 'alipay', merchant: channels.alipay.merchant, ...day },
      { channel: 'wechat-pay', merchant: channels['wechat-pay'].merchant, ...day },
    ]);
    expect(await server.storage.db.selectFrom('payment').select('order_id').execute()).toHaveLength(4);

    expect(await linesOfBank()).toMatchObject([{ state: 'EXPLAINED' }, { state: 'EXPLAINED' }]);
    server.clock.pass(86_400_000);
    await job.run(signal);
    const settlements = await server.storage.db.selectFrom('channel_settlement').select(['source', 'serial']).execute();
    // Once each, and by now under the channel's own number.
    expect(settlements.map(({ source, serial }) => [source, /^20261124\d+$/.test(serial)])).toEqual([
      ['bank-line', true],
      ['bank-line', true],
    ]);
    const settled = await server.storage.db
      .selectFrom('ledger_line')
      .innerJoin('ledger_entry', 'ledger_entry.entry_id', 'ledger_line.entry_id')
      .select(['account_code', 'debit_fen', 'credit_fen'])
      .where('event', '=', 'channel.settled')
      .orderBy('account_code')
      .execute();
    expect(settled).toEqual([
      { account_code: '1002', debit_fen: 2 * (DUE_FEN - fee), credit_fen: 0 },
      { account_code: '1002', debit_fen: 2 * (DUE_FEN - fee), credit_fen: 0 },
      { account_code: '1012.alipay', debit_fen: 0, credit_fen: 2 * DUE_FEN },
      { account_code: '1012.wechat', debit_fen: 0, credit_fen: 2 * DUE_FEN },
      { account_code: '6603', debit_fen: 2 * fee, credit_fen: 0 },
      { account_code: '6603', debit_fen: 2 * fee, credit_fen: 0 },
    ]);
    const differences = await server.storage.db.selectFrom('channel_difference').select(['kind', 'state']).execute();
    expect(differences).toEqual([
      { kind: 'LOCAL_MISSING', state: 'AUTO_RESOLVED' },
      { kind: 'LOCAL_MISSING', state: 'AUTO_RESOLVED' },
    ]);
    await expectSoundBooks(server);
  });
});
