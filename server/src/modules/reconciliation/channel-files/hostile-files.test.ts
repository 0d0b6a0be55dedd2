import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asXls, asXlsx, readStatement, statementSample } from '../bank-statements/reading-in-tests.ts';
import type { ChannelFileKind } from './channel-file.ts';
import { asGbk, asZip, readAll, sample } from './reading-in-tests.ts';

const MB = 1024 ** 2;
const wechat = sample('wechat-trade-all.csv').toString();
const inWechat = (from: string, to: string) => readAll('wechat-trade', Buffer.from(wechat.replace(from, to)), 65_536);

describe('a WeChat bill with one bad row gives one problem and all other rows', () => {
  it.each([
    ['an amount with three decimals', '`286.40,`0.00,`', '`286.405,`0.00,`', 'LT-2707'],
    ['an impossible date', '2026-11-23 08:12:31', '2026-02-30 08:12:31', 'LT-2708'],
    ['an impossible time', '2026-11-23 08:12:31', '2026-11-23 25:12:31', 'LT-2708'],
    ['an unknown state', '`SUCCESS,`OTHERS', '`WONDER,`OTHERS', 'LT-2716'],
    ['dollars', '`OTHERS,`CNY', '`OTHERS,`USD', 'LT-2715'],
    ['a field lost', '`wxsandbox00000001,`1900000109,`0,`K0001', '`1900000109,`0,`K0001', 'LT-2706'],
    ['a huge line', '物业费, 车位费', 'x'.repeat(MB), 'LT-2710'],
    ['a byte of no character', '物业费, 车位费', '\uFFFD', 'LT-2709'],
  ])('%s', async (_name, from, to, code) => {
    const { trades, problems } = await inWechat(from, to);
    expect(trades.map(({ line }) => line)).toEqual([3, 4, 5]);
    expect(problems).toEqual([expect.objectContaining({ code, line: 2 })]);
  });

  it('cut off in the middle of a row: that row is refused, and the file called incomplete', async () => {
    const cut = Buffer.from(wechat.slice(0, wechat.indexOf('REVOKED')));
    const { trades, problems } = await readAll('wechat-trade', cut);
    expect(trades).toHaveLength(3);
    expect(problems.map(({ code }) => code)).toEqual(['LT-2706', 'LT-2711']);
  });

  it('saved in another encoding, or another kind of file, is refused once', async () => {
    const saved = await readAll('wechat-trade', asGbk(wechat.replace('\uFEFF', '')));
    expect(saved.trades).toEqual([]);
    expect(saved.problems[0]?.code).toBe('LT-2709');
    const other = await readAll('wechat-trade', sample('wechat-fund.csv'));
    expect(other).toMatchObject({ trades: [], problems: [{ code: 'LT-2703' }] });
  });
});

describe('an archive', () => {
  const detail = asGbk(sample('alipay-trade-detail.csv'));

  it('cut off, altered or no archive at all is one problem', async () => {
    const zip = asZip({ '业务明细.csv': detail });
    const altered = Buffer.from(zip);
    altered[200] = (altered[200] ?? 0) ^ 0xff;
    for (const bytes of [zip.subarray(0, zip.length - 30), altered, Buffer.from('PK\u0003\u0004 and nothing')]) {
      const { problems } = await readAll('alipay-trade', bytes);
      expect(problems.filter(({ line }) => line === 0)).toEqual([expect.objectContaining({ code: 'LT-2705' })]);
    }
  });

  it('that inflates without end is stopped early, as zip and as gzip', async () => {
    const zeros = Buffer.alloc(64 * MB);
    const zipped = await readAll('alipay-trade', asZip({ '业务明细.csv': zeros }), 65_536);
    expect(zipped.problems.at(-1)).toMatchObject({ code: 'LT-2705', line: 0 });
    const gzipped = await readAll('wechat-trade', gzipSync(zeros), 65_536);
    expect(gzipped.problems.at(-1)).toMatchObject({ code: 'LT-2705', line: 0 });
  });

  it('of very many entries is refused', async () => {
    const entries = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`${index}业务明细.csv`, detail]));
    expect((await readAll('alipay-trade', asZip(entries))).problems).toMatchObject([{ code: 'LT-2705' }]);
  });
});

describe('a formula', () => {
  it('in a row of Alipay, POS or a bank costs that row', async () => {
    const alipay = sample('alipay-trade-detail.csv').toString().replace('物业费', "=cmd|' /C calc'!A0");
    const trades = await readAll('alipay-trade', asGbk(alipay));
    expect(trades).toMatchObject({ trades: { length: 2 }, problems: [{ code: 'LT-2714', line: 6 }] });
    const pos = sample('pos.csv').toString().replace('000101', '@SUM(1)');
    expect(await readAll('pos', Buffer.from(pos))).toMatchObject({
      trades: { length: 2 },
      problems: [{ code: 'LT-2714' }],
    });
    const bank = statementSample('abc.csv').toString().replace('2-3-401', '=1+1');
    const lines = await readStatement('abc.csv', Buffer.from(bank));
    expect(lines).toMatchObject({ lines: { length: 1 }, problems: [{ code: 'LT-2714', line: 2 }] });
  });
});

describe('a lost quotation mark', () => {
  it('costs its own row and none behind it', async () => {
    const text = statementSample('cmb.csv').toString().replace('"22,900.00"', '"22,900.00');
    const { lines, problems } = await readStatement('cmb.csv', Buffer.from(text));
    expect(lines.map(({ line }) => line)).toEqual([5, 7]);
    expect(problems).toEqual([expect.objectContaining({ code: 'LT-2706', line: 6 })]);
  });
});

describe('whatever bytes come', () => {
  const kinds: readonly [ChannelFileKind, Buffer][] = [
    ['wechat-trade', sample('wechat-trade-all.csv')],
    ['wechat-fund', sample('wechat-fund.csv')],
    ['alipay-trade', asGbk(sample('alipay-trade-detail.csv'))],
    ['alipay-trade', asZip({ '业务明细.csv': asGbk(sample('alipay-trade-detail.csv')) })],
    ['alipay-fund', asGbk(sample('alipay-fund-detail.csv'))],
    ['unionpay', sample('unionpay-zm.txt')],
    ['pos', sample('pos.csv')],
  ];
  const statements: readonly [string, Buffer][] = [
    ...['icbc.csv', 'boc.csv', 'cmb.csv', 'abc.csv', 'bocom.csv', 'statement.mt940', 'statement.camt053.xml'].map(
      (name): [string, Buffer] => [name, statementSample(name)],
    ),
    [
      'sheet.xls',
      asXls([
        ['支出', '收入', '账户余额', '交易日期'],
        ['', 1, 1, '20261102'],
      ]),
    ],
    [
      'sheet.xlsx',
      asXlsx([
        ['支出', '收入', '账户余额', '交易日期'],
        ['', 1, 1, '20261102'],
      ]),
    ],
  ];

  /** 100 files of about 1,000 bytes: a sample cut, overwritten and repeated, or plain noise. */
  const damaged = (original: Buffer) =>
    fc
      .record({
        noise: fc.uint8Array({ maxLength: 200 }),
        from: fc.nat(original.length),
        length: fc.nat(1_000),
        place: fc.nat(1_000),
        isNoise: fc.boolean(),
      })
      .map(({ noise, from, length, place, isNoise }) => {
        if (isNoise) return Buffer.concat([original.subarray(0, from % 64), noise]);
        const bytes = Buffer.concat([original.subarray(0, length + 500), noise, original.subarray(from)]);
        bytes.set(noise.subarray(0, 8), Math.min(place, bytes.length - Math.min(8, noise.length)));
        return bytes;
      });

  it.each(kinds)('%s is read to its end without a throw', async (kind, original) => {
    await fc.assert(
      fc.asyncProperty(damaged(original), fc.integer({ min: 1, max: 999 }), async (bytes, size) => {
        const { trades, movements } = await readAll(kind, bytes, size);
        for (const { amountFen } of [...trades, ...movements]) expect(Number.isSafeInteger(amountFen)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it.each(statements)('%s is read to its end without a throw', async (name, original) => {
    await fc.assert(
      fc.asyncProperty(damaged(original), fc.integer({ min: 1, max: 999 }), async (bytes, size) => {
        const { lines } = await readStatement(name, bytes, size);
        for (const { amountFen } of lines) expect(Number.isSafeInteger(amountFen)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
