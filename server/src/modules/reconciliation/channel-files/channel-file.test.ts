import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { asGbk, asZip, readAll, sample } from './reading-in-tests.ts';

const at = (time: string) => Date.parse(`${time.replace(' ', 'T')}+08:00`);

describe('WeChat trade bill', () => {
  it('of a day: payments, a refund beside its payment, a reversal; its totals are no trades', async () => {
    const { trades, problems } = await readAll('wechat-trade', sample('wechat-trade-all.csv'));
    expect(problems).toEqual([]);
    expect(trades).toEqual([
      {
        channel: 'wechat-pay',
        kind: 'payment',
        outTradeNo: 'LT20261123081200000001',
        transactionId: '4200001234202611230000000001',
        amountFen: 286_40,
        feeFen: 1_72,
        at: at('2026-11-23 08:12:31'),
        state: 'success',
        terminal: 'K0001',
        line: 2,
      },
      expect.objectContaining({ kind: 'payment', amountFen: 100_00, feeFen: 60, terminal: 'K0002', line: 3 }),
      {
        channel: 'wechat-pay',
        kind: 'refund',
        outTradeNo: 'LT20261123093000000002',
        transactionId: '4200001234202611230000000002',
        outRefundNo: 'RF20261123150000000001',
        refundId: '50000000382026112300000001',
        amountFen: 40_00,
        feeFen: -24,
        at: at('2026-11-23 15:00:05'),
        state: 'success',
        terminal: 'K0002',
        line: 4,
      },
      expect.objectContaining({ kind: 'refund', amountFen: 1_00, feeFen: 0, state: 'processing', line: 5 }),
    ]);
    expect(trades[3]).not.toHaveProperty('outRefundNo');
    expect(trades[3]).not.toHaveProperty('terminal');
  });

  it('compressed as the platform offers it reads the same', async () => {
    const plain = await readAll('wechat-trade', sample('wechat-trade-all.csv'));
    expect(await readAll('wechat-trade', gzipSync(sample('wechat-trade-all.csv')))).toEqual(plain);
  });

  it('of type SUCCESS has no refund columns, of type REFUND tells when the refund was through', async () => {
    const success = await readAll('wechat-trade', sample('wechat-trade-success.csv'));
    expect(success.problems).toEqual([]);
    expect(success.trades).toEqual([expect.objectContaining({ kind: 'payment', amountFen: 286_40 })]);
    const refund = await readAll('wechat-trade', sample('wechat-trade-refund.csv'));
    expect(refund.problems).toEqual([]);
    expect(refund.trades).toEqual([
      expect.objectContaining({ kind: 'refund', amountFen: 40_00, feeFen: -24, at: at('2026-11-23 15:00:09') }),
    ]);
  });

  it('whose totals differ from its rows says what differs, and gives the rows all the same', async () => {
    const altered = sample('wechat-trade-all.csv').toString().replace('`4,`386.40', '`5,`386.41');
    const { trades, problems } = await readAll('wechat-trade', Buffer.from(altered));
    expect(trades).toHaveLength(4);
    expect(problems).toEqual([
      {
        line: 7,
        code: 'LT-2712',
        detail: 'rows 5 ≠ 4; settled 38641 ≠ 38640',
      },
    ]);
  });
});

describe('WeChat fund bill', () => {
  it('of a day: a payment, its fee, a refund and the settlement', async () => {
    const { movements, problems } = await readAll('wechat-fund', sample('wechat-fund.csv'));
    expect(problems).toEqual([]);
    expect(movements.map(({ kind, amountFen, balanceAfterFen }) => [kind, amountFen, balanceAfterFen])).toEqual([
      ['payment', 286_40, 1286_40],
      ['fee', -1_72, 1284_68],
      ['refund', -39_76, 1244_92],
      ['settlement', -1000_00, 244_92],
    ]);
    expect(movements[3]).toMatchObject({ serial: '1000000000004', at: at('2026-11-23 17:00:00'), line: 5 });
  });
});

describe('Alipay trade archive', () => {
  const archive = (detail: Buffer) =>
    asZip({
      '20880000000000010156_20261123_业务明细(汇总).csv': asGbk(sample('alipay-trade-summary.csv')),
      '20880000000000010156_20261123_业务明细.csv': asGbk(detail),
    });

  it('of a day: payments and a refund that repeats its order; the summary file is no trade', async () => {
    const { trades, problems } = await readAll('alipay-trade', archive(sample('alipay-trade-detail.csv')));
    expect(problems).toEqual([]);
    expect(trades).toEqual([
      {
        channel: 'alipay',
        kind: 'payment',
        outTradeNo: 'LT20261123101000000011',
        transactionId: '2026112322001400000000000001',
        amountFen: 199_90,
        feeFen: 1_20,
        at: at('2026-11-23 10:10:00'),
        state: 'success',
        terminal: 'K0001',
        line: 6,
      },
      expect.objectContaining({ kind: 'payment', amountFen: 50_00, feeFen: 30 }),
      expect.objectContaining({
        kind: 'refund',
        outTradeNo: 'LT20261123111000000012',
        outRefundNo: 'RF20261123160000000011',
        amountFen: 20_00,
        feeFen: -12,
        at: at('2026-11-23 16:00:00'),
      }),
    ]);
  });

  it('with its columns renamed and in another order reads the same', async () => {
    const swapped = sample('alipay-trade-detail.csv')
      .toString()
      .replace('商家实收（元）', '实收金额(元)')
      .replace('退款批次号/请求号', '退款请求号')
      .split('\r\n')
      .map((line) => (line.startsWith('#') || line === '' ? line : line.split(',').toReversed().join(',')))
      .join('\r\n');
    const { trades, problems } = await readAll('alipay-trade', archive(Buffer.from(swapped)));
    expect(problems).toEqual([]);
    expect(trades).toEqual((await readAll('alipay-trade', archive(sample('alipay-trade-detail.csv')))).trades);
  });

  it('of a day without trades has none, and no problem', async () => {
    const text = sample('alipay-trade-detail.csv').toString().split('\r\n');
    const empty = text
      .filter((line) => !line.startsWith('2026'))
      .join('\r\n')
      .replace('交易合计：2笔，商家实收共249.90元', '交易合计：0笔，商家实收共0.00元')
      .replace('退款合计：1笔，商家实收退款共-20.00元', '退款合计：0笔，商家实收退款共0.00元');
    expect(await readAll('alipay-trade', archive(Buffer.from(empty)))).toMatchObject({ trades: [], problems: [] });
  });

  it('without a row its totals tell of says so', async () => {
    const text = sample('alipay-trade-detail.csv').toString().split('\r\n');
    const short = text.filter((_line, index) => index !== 6).join('\r\n');
    const { trades, problems } = await readAll('alipay-trade', archive(Buffer.from(short)));
    expect(trades).toHaveLength(2);
    expect(problems).toEqual([expect.objectContaining({ code: 'LT-2712', line: 9 })]);
  });
});

describe('Alipay balance movements', () => {
  it('of a day: a payment, its fee, a refund and the withdrawal', async () => {
    const bytes = asZip({ '20880000000000010156_20261123_账务明细.csv': asGbk(sample('alipay-fund-detail.csv')) });
    const { movements, problems } = await readAll('alipay-fund', bytes);
    expect(problems).toEqual([]);
    expect(movements.map(({ kind, amountFen, balanceAfterFen }) => [kind, amountFen, balanceAfterFen])).toEqual([
      ['payment', 199_90, 1199_90],
      ['fee', -1_20, 1198_70],
      ['refund', -20_00, 1178_70],
      ['settlement', -1000_00, 178_70],
    ]);
  });
});

describe('UnionPay archive', () => {
  const archive = (trades: Buffer, day = '261123') =>
    asZip({
      [`INN${day}88ZM_777290058110048`]: trades,
      [`INN${day}88ZME_777290058110048`]: sample('unionpay-zme.txt'),
    });

  it('of a day: a payment, its refund, and an adjustment', async () => {
    const { trades, movements, problems } = await readAll('unionpay', archive(sample('unionpay-zm.txt')));
    expect(problems).toEqual([]);
    expect(trades).toEqual([
      {
        channel: 'unionpay',
        kind: 'payment',
        outTradeNo: 'LT20261123101500000021',
        transactionId: '202611231015300000011',
        amountFen: 286_40,
        feeFen: 1_72,
        at: at('2026-11-23 10:15:30'),
        state: 'success',
        terminal: 'K0001',
        line: 1,
      },
      expect.objectContaining({
        kind: 'refund',
        outTradeNo: '',
        transactionId: '202611231015300000011',
        outRefundNo: 'RF20261123171500000021',
        refundId: '202611231715300000012',
        amountFen: 86_40,
        feeFen: -52,
      }),
    ]);
    expect(movements).toEqual([
      expect.objectContaining({ kind: 'other', amountFen: -9_94, at: at('2026-11-23 12:00:00'), remark: 'ZME E74' }),
    ]);
  });

  it('of the first of January holds trades of December of the year before', async () => {
    const december = Buffer.from(sample('unionpay-zm.txt').toString().replaceAll('1123101530', '1231235930'));
    const { trades } = await readAll('unionpay', archive(december, '270101'));
    expect(trades[0]?.at).toBe(at('2026-12-31 23:59:30'));
  });

  it('unpacked by somebody, reads its year from the query number', async () => {
    const { trades, problems } = await readAll('unionpay', sample('unionpay-zm.txt'));
    expect(problems).toEqual([]);
    expect(trades[0]?.at).toBe(at('2026-11-23 10:15:30'));
  });
});

describe('POS file', () => {
  it('a sale without a reference keeps its batch and trace number; without either it is no row', async () => {
    const file = (numbers: string) =>
      Buffer.from(
        `终端号,交易时间,交易类型,批次号,流水号,参考号,交易金额,手续费\nT1,2026-11-23 10:15:30,消费,${numbers},1.00,0.01`,
      );
    const { trades } = await readAll('pos', file('000012,000101,'));
    expect(trades).toMatchObject([{ transactionId: '000012-000101', slip: { batch: '000012', trace: '000101' } }]);
    const { problems } = await readAll('pos', file('000012,,'));
    expect(problems).toMatchObject([{ code: 'LT-2706', detail: expect.stringContaining('参考号') }]);
  });

  it('of a day: a payment, a failed one, a return; 合计 is no trade', async () => {
    for (const bytes of [sample('pos.csv'), asGbk(sample('pos.csv'))]) {
      const { trades, problems } = await readAll('pos', bytes);
      expect(problems).toEqual([]);
      expect(trades).toEqual([
        {
          channel: 'pos',
          kind: 'payment',
          outTradeNo: 'LT20261123101500000031',
          transactionId: '112310153001',
          amountFen: 1286_40,
          feeFen: 7_72,
          at: at('2026-11-23 10:15:30'),
          state: 'success',
          terminal: '10000001',
          line: 3,
        },
        expect.objectContaining({ kind: 'payment', amountFen: 88_00, state: 'failed' }),
        expect.objectContaining({
          kind: 'refund',
          outTradeNo: 'LT20261123101500000031',
          transactionId: '112310153001',
          outRefundNo: 'RF20261123181500000031',
          refundId: '112318153003',
          amountFen: 286_40,
          feeFen: -1_72,
        }),
      ]);
    }
  });
});
