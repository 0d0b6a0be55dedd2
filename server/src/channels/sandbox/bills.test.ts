import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noFailPoints } from '@louting/common/fail-points';
import { fen } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readChannelFile, type ChannelFileKind } from '../../modules/reconciliation/channel-files/channel-file.ts';
import type { ChannelTrade, FundMovement, RowProblem } from '../../modules/reconciliation/statement-rows.ts';
import { createAlipay } from '../alipay/alipay.ts';
import type { BillSource, ChannelBill } from '../bill-source.ts';
import type { PaymentChannel } from '../payment-channel.ts';
import { createWechatPay } from '../wechat-pay/wechat-pay.ts';
import { startAlipayGateway } from './alipay-gateway.ts';
import type { GatewayControl } from './control.ts';
import { alipaySandboxConfig, ensureSandboxKeys, wechatSandboxConfig } from './sandbox-keys.ts';
import { startWechatGateway } from './wechat-gateway.ts';

const directory = mkdtempSync(join(tmpdir(), 'louting-bills-'));
const config = { port: 0, stateDir: directory, keysDir: join(directory, 'keys'), notifyRetryMs: [] };
const logger = pino({ level: 'silent' });
const DAY = '2026-11-23';
const at = (time: string) => Date.parse(`${time.replace(' ', 'T')}+08:00`);
let now = at(`${DAY} 10:00:00`);
const clock = { now: () => now };
const dependencies = { clock, newNonce: randomUUID, failPoints: noFailPoints, logger };

interface Setup {
  readonly channel: PaymentChannel & BillSource;
  readonly control: GatewayControl;
  readonly close: () => Promise<void>;
  readonly kinds: readonly [ChannelFileKind, ChannelFileKind];
  readonly billRoute: string;
}
const setups: Setup[] = [];

beforeAll(async () => {
  const keys = ensureSandboxKeys(config.keysDir);
  const wechat = await startWechatGateway(config, { clock });
  const alipay = await startAlipayGateway(config, { clock });
  const nowhere = 'http://127.0.0.1:9/notify';
  setups.push(
    {
      channel: createWechatPay(wechatSandboxConfig(keys, wechat.url, nowhere), dependencies),
      control: wechat.control,
      close: () => wechat.close(),
      kinds: ['wechat-trade', 'wechat-fund'],
      billRoute: 'tradebill',
    },
    {
      channel: createAlipay(alipaySandboxConfig(keys, alipay.gatewayUrl, nowhere), dependencies),
      control: alipay.control,
      close: () => alipay.close(),
      kinds: ['alipay-trade', 'alipay-fund'],
      billRoute: 'alipay.data.dataservice.bill.downloadurl.query',
    },
  );
  for (const setup of setups) await tradeADay(setup);
});
afterEach(() => {
  for (const { control } of setups) control.behave();
});
afterAll(async () => {
  for (const { close } of setups) await close();
  rmSync(directory, { recursive: true });
});

/** Two payments and a refund on the day, one payment the minute after it. */
async function tradeADay({ channel, control }: Setup): Promise<void> {
  const pay = async (outTradeNo: string, amountFen: number, paidAt: string) => {
    now = at(paidAt);
    const order = { outTradeNo, amountFen: fen(amountFen), description: '物业费', kioskNumber: 'K001' };
    unwrap(await channel.createQr({ ...order, expiresAt: now + 180_000 }));
    expect(control.pay(outTradeNo)).toBe('paid');
  };
  await pay('LT2026112300000001', 286_40, `${DAY} 08:12:31`);
  await pay('LT2026112300000002', 10_05, `${DAY} 23:59:59`);
  const refund = { outTradeNo: 'LT2026112300000001', outRefundNo: 'RF2026112300000001', reason: '重复缴费' };
  unwrap(await channel.refund({ ...refund, amountFen: fen(100_00), totalFen: fen(286_40) }));
  await pay('LT2026112400000003', 5_00, '2026-11-24 00:00:30');
  now = at('2026-11-24 10:30:00');
}

async function read(kind: ChannelFileKind, bill: ChannelBill) {
  const read: { trades: ChannelTrade[]; movements: FundMovement[]; problems: RowProblem[] } = {
    trades: [],
    movements: [],
    problems: [],
  };
  if (bill.kind === 'none') return read;
  for await (const row of readChannelFile(kind, bill.bytes)) {
    if ('problem' in row) read.problems.push(row.problem);
    else if ('serial' in row.row) read.movements.push(row.row);
    else read.trades.push(row.row);
  }
  return read;
}

const trades = async ({ channel, kinds }: Setup) => read(kinds[0], unwrap(await channel.downloadTrades(DAY)));

describe.each(['wechat-pay', 'alipay'] as const)('bills of %s', (name) => {
  const setup = () => setups.find(({ channel }) => channel.name === name) as Setup;

  it('hold the day and nothing of the next, with fees of 0.6 % to the fen', async () => {
    const { trades: rows, problems } = await trades(setup());
    expect(problems).toEqual([]);
    const short = rows.map(({ kind, outTradeNo, amountFen, feeFen }) => [kind, outTradeNo, amountFen, feeFen]);
    expect(short).toHaveLength(3);
    expect(short).toEqual(
      expect.arrayContaining([
        ['payment', 'LT2026112300000001', 286_40, 1_72],
        ['payment', 'LT2026112300000002', 10_05, 6],
        ['refund', 'LT2026112300000001', 100_00, -60],
      ]),
    );
    expect(rows.find(({ kind }) => kind === 'refund')?.outRefundNo).toBe('RF2026112300000001');
  });

  it('of the balance: what came less fees and refunds is settled the next morning', async () => {
    const { channel, kinds } = setup();
    const day = await read(kinds[1], unwrap(await channel.downloadFunds(DAY)));
    expect(day.problems).toEqual([]);
    const net = day.movements.reduce((sum, { amountFen }) => sum + amountFen, 0);
    expect(net).toBe(286_40 - 1_72 + 10_05 - 6 - 100_00 + 60);
    now = at('2026-11-25 10:30:00');
    const next = await read(kinds[1], unwrap(await channel.downloadFunds('2026-11-24')));
    expect(next.movements[0]).toMatchObject({ kind: 'settlement', amountFen: -net });
    now = at('2026-11-24 10:30:00');
  });

  it('asked for before ten, or still being made, are for later; a day without trades has none', async () => {
    const { channel, control, billRoute } = setup();
    now = at('2026-11-24 09:59:59');
    expect(await channel.downloadTrades(DAY)).toMatchObject({ ok: false, error: { code: 'LT-2701' } });
    now = at('2026-11-24 10:30:00');
    control.misbehave(billRoute, { kind: 'bill-late' });
    expect(await channel.downloadTrades(DAY)).toMatchObject({ ok: false, error: { code: 'LT-2701' } });
    expect(unwrap(await channel.downloadTrades('2026-11-01'))).toEqual({ kind: 'none' });
  });

  it('can lack a row, have one twice, or with another amount: readable, and wrong', async () => {
    const { control, billRoute } = setup();
    control.misbehave(billRoute, { kind: 'bill-row-missing' });
    expect(await trades(setup())).toMatchObject({ trades: { length: 2 }, problems: [] });
    control.misbehave(billRoute, { kind: 'bill-row-twice' });
    expect(await trades(setup())).toMatchObject({ trades: { length: 4 }, problems: [] });
    control.misbehave(billRoute, { kind: 'bill-amount-altered', byFen: -1 });
    const altered = await trades(setup());
    expect(altered.problems).toEqual([]);
    expect(altered.trades.map(({ amountFen }) => amountFen)).toContain(286_39);
  });

  it('that arrive broken are refused, and no trade of them is believed', async () => {
    const { channel, control, billRoute, kinds } = setup();
    control.misbehave(billRoute, { kind: 'bill-wrong-hash' });
    const answer = await channel.downloadTrades(DAY);
    if (name === 'wechat-pay') expect(answer).toMatchObject({ ok: false, error: { code: 'LT-2702' } });
    else expect((await read(kinds[0], unwrap(answer))).problems).toMatchObject([{ code: 'LT-2705' }]);
  });

  it('are unknown while the channel is silent or its answer is forged', async () => {
    const { channel, control, billRoute } = setup();
    for (const behaviour of [{ kind: 'bad-gateway' }, { kind: 'wrong-signature' }] as const) {
      control.misbehave(billRoute, behaviour);
      expect(await channel.downloadTrades(DAY)).toMatchObject({ ok: false, error: { code: 'LT-2102' } });
    }
  });
});
