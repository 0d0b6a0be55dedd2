import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { pieces } from '../channel-files/reading-in-tests.ts';
import { openBankStatement } from './bank-statement.ts';
import { asXls, asXlsx, readStatement, statementSample } from './reading-in-tests.ts';

const at = (time: string) => Date.parse(`${time.replace(' ', 'T')}+08:00`);
const gb18030 = (bytes: Buffer) => iconv.encode(bytes.toString('utf8'), 'gb18030');

describe('statement of ICBC', () => {
  it('has a preamble, tabs in its cells, two columns of money and 人民币合计 at its end', async () => {
    const { lines, problems } = await readStatement('hisdetail.csv', statementSample('icbc.csv'));
    expect(problems).toEqual([]);
    expect(lines).toEqual([
      {
        bank: 'ICBC',
        account: '6222****1234',
        date: '2026-11-02',
        amountFen: 1450_00,
        balanceAfterFen: 11450_00,
        counterpartyName: '张三',
        counterpartyAccount: '6217****5566',
        remark: '转账 8-1-2602 物业费',
        serial: '',
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        line: 7,
      },
      expect.objectContaining({ amountFen: -12_50, remark: '手续费', counterpartyName: '' }),
      expect.objectContaining({ amountFen: 997_67, counterpartyName: '财付通支付科技有限公司', line: 9 }),
    ]);
  });

  it('reads the same from GB18030', async () => {
    const utf8 = await readStatement('a.csv', statementSample('icbc.csv'));
    const text = statementSample('icbc.csv').toString().replace('\uFEFF', '');
    expect(await readStatement('b.csv', gb18030(Buffer.from(text)))).toEqual(utf8);
  });
});

describe('statement of BOC', () => {
  it('is signed, newest first, and repeats its header', async () => {
    const { lines, problems } = await readStatement('boc.csv', gb18030(statementSample('boc.csv')));
    expect(problems).toEqual([]);
    expect(lines.map(({ amountFen, balanceAfterFen, remark }) => [amountFen, balanceAfterFen, remark])).toEqual([
      [-300_00, 5700_00, '转账支出 退款 RF2026110401'],
      [1000_00, 6000_00, '转账收入 3号楼201物业费'],
      [2000_00, 5000_00, '现金存入 钱箱K0001'],
    ]);
    expect(lines[0]).toMatchObject({ bank: 'BOC', account: '6217001234567890123', at: at('2026-11-04 16:00:00') });
  });

  it('with a line taken out no longer chains, and says where', async () => {
    const text = statementSample('boc.csv').toString().split('\r\n');
    const { lines, problems } = await readStatement(
      'boc.csv',
      Buffer.from(text.filter((_, row) => row !== 4).join('\r\n')),
    );
    expect(lines).toHaveLength(2);
    expect(problems).toEqual([expect.objectContaining({ code: 'LT-2713', line: 6 })]);
  });
});

describe('statement of CMB', () => {
  it('glues name and account together; two equal payments on one day are two lines', async () => {
    const { lines, problems } = await readStatement('cmb.csv', statementSample('cmb.csv'));
    expect(problems).toEqual([]);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatchObject({
      bank: 'CMB',
      counterpartyName: '张三',
      counterpartyAccount: '6217001234565566',
      remark: '转账汇款',
    });
    expect(new Set(lines.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });

  it('without balances still tells equal payments apart, and knows both again in a longer file', async () => {
    const text = statementSample('cmb.csv')
      .toString()
      .replaceAll(/"2[12],\d{3}\.00"/g, '');
    const { lines } = await readStatement('cmb.csv', Buffer.from(text));
    expect(new Set(lines.map(({ fingerprint }) => fingerprint)).size).toBe(3);
    const longer = text.replace('2026-11-02,CNY', '2026-11-01,CNY,5.00,,转账汇款,赵六\r\n2026-11-02,CNY');
    const again = await readStatement('cmb-2.csv', Buffer.from(longer));
    expect(again.lines.slice(1).map(({ fingerprint }) => fingerprint)).toEqual(
      lines.map(({ fingerprint }) => fingerprint),
    );
  });
});

describe('statement of ABC', () => {
  it('has no preamble, days and times without separators, and signs on both sides', async () => {
    const { lines, problems } = await readStatement('abc.csv', gb18030(statementSample('abc.csv')));
    expect(problems).toEqual([]);
    expect(lines[0]).toMatchObject({
      bank: 'ABC',
      at: at('2026-11-02 09:30:15'),
      amountFen: 450_00,
      counterpartyName: '张三',
      counterpartyAccount: '6228480000003333',
      serial: '100000001',
      remark: '转存 2-3-401',
    });
    expect(lines[1]).toMatchObject({ amountFen: -50_00 });
  });
});

describe('statement of BoCom', () => {
  it('flags 借 and 贷 beside an amount without a sign', async () => {
    const { lines, problems } = await readStatement('bocom.txt', gb18030(statementSample('bocom.csv')));
    expect(problems).toEqual([]);
    expect(lines.map(({ amountFen }) => amountFen)).toEqual([800_00, -1_00]);
    expect(lines[0]).toMatchObject({ bank: 'BoCom', account: '6222600000000004444', counterpartyName: '赵六' });
  });
});

describe('statement of CCB', () => {
  const rows = [
    ['中国建设银行个人活期账户交易明细', '', '', '', '', '', '', '', ''],
    ['卡号/账号:6217000010001234567', '', '', '', '', '', '', '', ''],
    ['交易日期', '交易地点', '支出', '收入', '账户余额', '对方账号', '对方户名', '币种', '摘要'],
    [20261102, '网上银行', 0, 1450.56, 11450.56, '6217****5566', '张三', '人民币元', '转账存入'],
    ['20261103', '', 12.1, 0, 11438.46, '', '', '人民币元', '手续费'],
    ['20261103', '', 0, 0.3, 11438.76, '', '', '人民币元', '结息'],
  ];

  it('is a sheet, of the old kind or the new, with equal fingerprints', async () => {
    const old = await readStatement('ccb.xls', asXls(rows), 4096);
    expect(old.problems).toEqual([]);
    expect(old.lines.map(({ date, amountFen, balanceAfterFen }) => [date, amountFen, balanceAfterFen])).toEqual([
      ['2026-11-02', 1450_56, 11450_56],
      ['2026-11-03', -12_10, 11438_46],
      ['2026-11-03', 30, 11438_76],
    ]);
    expect(old.lines[0]).toMatchObject({ bank: 'CCB', account: '6217000010001234567', remark: '转账存入', line: 4 });
    expect(await readStatement('ccb.xlsx', asXlsx(rows))).toEqual(old);
  });

  it('with a calculated cell gives the other rows and refuses that one', async () => {
    const forged = rows.map((row, index) =>
      index === 4 ? row.with(2, { formula: 'A1+1', value: 12.1 } as never) : row,
    );
    for (const bytes of [asXls(forged), asXlsx(forged)]) {
      const { lines, problems } = await readStatement('ccb', bytes, 4096);
      expect(lines).toHaveLength(2);
      expect(problems).toEqual([expect.objectContaining({ code: 'LT-2714', line: 5 })]);
    }
  });
});

describe('MT940', () => {
  it('reads lines with their details; opening and lines give the closing balance', async () => {
    const { lines, problems } = await readStatement('x.sta', statementSample('statement.mt940'));
    expect(problems).toEqual([]);
    expect(lines).toEqual([
      expect.objectContaining({
        bank: 'CCB',
        account: '31001500000012345678',
        date: '2026-11-02',
        amountFen: 1450_00,
        balanceAfterFen: 11450_00,
        counterpartyName: 'ZHANG SAN',
        counterpartyAccount: '621700555',
        remark: 'WU YE FEI 8-1-2602 2026-11',
        serial: 'BK000001',
        line: 6,
      }),
      expect.objectContaining({ amountFen: -12_50, remark: 'BANK CHARGE TRANSFER FEE' }),
      expect.objectContaining({
        date: '2027-01-02',
        amountFen: -450_00,
        counterpartyName: 'LI SI',
        remark: 'RETURNED LT20261102',
      }),
    ]);
  });

  it('that does not close, or does not add up, says so', async () => {
    const text = statementSample('statement.mt940').toString();
    const altered = await readStatement('x.sta', Buffer.from(text.replace('CNY10987,50', 'CNY10987,51')));
    expect(altered.problems).toEqual([expect.objectContaining({ code: 'LT-2712' })]);
    const cut = await readStatement('x.sta', Buffer.from(text.slice(0, text.indexOf(':62F:'))));
    expect(cut.lines).toHaveLength(3);
    expect(cut.problems).toEqual([expect.objectContaining({ code: 'LT-2711' })]);
  });
});

describe('camt.053', () => {
  it('splits an entry into its transactions, leaves pending ones out, and adds up', async () => {
    const { lines, problems } = await readStatement('x.xml', statementSample('statement.camt053.xml'));
    expect(problems).toEqual([]);
    expect(lines).toEqual([
      expect.objectContaining({
        bank: 'BOC',
        account: '31001500000012345678',
        date: '2026-11-02',
        amountFen: 450_00,
        counterpartyName: '张三',
        counterpartyAccount: '6217****5566',
        remark: '8-1-2602 物业费 LT20261102A',
        serial: 'BK-1',
      }),
      expect.objectContaining({ amountFen: 300_00, counterpartyName: '李四', remark: '' }),
      expect.objectContaining({ amountFen: -12_00, at: at('2026-11-02 17:30:00'), remark: '手续费', line: 2 }),
    ]);
  });

  it('cut off gives its entries and one problem; a document type is refused', async () => {
    const text = statementSample('statement.camt053.xml').toString();
    const cut = await readStatement('x.xml', Buffer.from(text.slice(0, text.indexOf('PDNG'))));
    expect(cut.lines).toHaveLength(3);
    expect(cut.problems).toEqual([expect.objectContaining({ code: 'LT-2705', line: 0 })]);
    const bomb = text.replace('<Document', '<!DOCTYPE a [<!ENTITY b "bbbb">]><Document');
    expect((await readStatement('x.xml', Buffer.from(bomb))).problems).toEqual([
      expect.objectContaining({ code: 'LT-2705' }),
    ]);
  });
});

describe('a file of no known layout', () => {
  it('is refused at once, with the layouts that were looked for', async () => {
    for (const text of ['a,b,c\r\n1,2,3\r\n', '<?xml version="1.0"?><Other/>', '{"a":1}']) {
      const opened = await openBankStatement('notes.csv', pieces(Buffer.from(text)));
      expect(opened).toMatchObject({ ok: false, error: { code: 'LT-2704' } });
      expect(opened.ok ? '' : opened.error.detail).toContain('ICBC (记账金额(收入), 记账金额(支出))');
    }
    const known = await openBankStatement('abc.csv', pieces(statementSample('abc.csv')));
    const lines = [];
    if (known.ok) for await (const row of known.value) lines.push(row);
    expect(lines).toHaveLength(2);
  });
});
