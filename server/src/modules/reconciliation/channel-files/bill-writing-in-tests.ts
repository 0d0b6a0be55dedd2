import { businessTime } from '@louting/common/clock';
import iconv from 'iconv-lite';

/** Writes files of any length after the documented layouts, apart from everything that reads them. */

const START = Date.parse('2026-11-23T00:00:00+08:00');
const yuan = (fen: number) => `${Math.trunc(fen / 100)}.${String(Math.abs(fen) % 100).padStart(2, '0')}`;
/** Amounts from 0.01 to 999.99, scattered. */
const amountOf = (row: number) => ((row * 7919) % 99_999) + 1;

/** A file in pieces: none of them is kept. */
export interface WrittenFile {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** What the rows' amounts must come to, in fen. */
  readonly sumFen: number;
}

export function writeWechatBill(rows: number): WrittenFile {
  const sumFen = sumOf(rows);
  return {
    sumFen,
    bytes: written('utf8', function* () {
      yield '\uFEFF交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\r\n';
      for (let row = 0; row < rows; row += 1) {
        const amount = yuan(amountOf(row));
        const number = String(row).padStart(12, '0');
        yield `\`${timeOf(row)},\`wx1,\`1900000109,\`0,\`K0001,\`4200000000${number},\`LT${number},\`o1,\`NATIVE,\`SUCCESS,\`OTHERS,\`CNY,\`${amount},\`0.00,\`0,\`0,\`0.00,\`0.00,\`,\`,\`物业费,\`K0001,\`0.00000,\`0.60%,\`${amount},\`0.00,\`\r\n`;
      }
      yield '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r\n';
      yield `\`${rows},\`${yuan(sumFen)},\`0.00,\`0.00,\`0.00000,\`${yuan(sumFen)},\`0.00\r\n`;
    }),
  };
}

export function writeAlipayDetail(rows: number): WrittenFile {
  const sumFen = sumOf(rows);
  return {
    sumFen,
    bytes: written('gbk', function* () {
      yield '#支付宝业务明细查询\r\n#账号：[20880000000000010156]\r\n#起始日期：[2026年11月23日 00:00:00]\r\n#----业务明细列表----\r\n';
      yield '支付宝交易号,商户订单号,业务类型,商品名称,完成时间,终端号,订单金额（元）,商家实收（元）,退款批次号/请求号,服务费（元）,备注\r\n';
      for (let row = 0; row < rows; row += 1) {
        const amount = yuan(amountOf(row));
        const number = String(row).padStart(12, '0');
        yield `2026112322${number}\t,LT${number}\t,交易,物业费,${timeOf(row)},K0001,${amount},${amount},,0.00,\r\n`;
      }
      yield `#----业务明细列表结束----\r\n#交易合计：${rows}笔，商家实收共${yuan(sumFen)}元，商家优惠共0.00元\r\n`;
    }),
  };
}

export function writeIcbcStatement(rows: number): WrittenFile {
  let balance = 0;
  return {
    sumFen: sumOf(rows),
    bytes: written('gb18030', function* () {
      yield '明细查询文件下载\r\n卡号: 6222****1234\r\n';
      yield '交易日期,摘要,交易场所,钞/汇,记账金额(收入),记账金额(支出),记账币种,余额,对方户名,对方账户\r\n';
      for (let row = 0; row < rows; row += 1) {
        balance += amountOf(row);
        yield `"2026-11-23\t","转账","网银","钞","${yuan(amountOf(row))}","","人民币","${yuan(balance)}","业主${row}","6217****${row}"\r\n`;
      }
      yield '人民币合计,,,,,,,,,\r\n';
    }),
  };
}

function timeOf(row: number): string {
  return businessTime(START + ((row * 170) % 86_400_000));
}

function sumOf(rows: number): number {
  let sum = 0;
  for (let row = 0; row < rows; row += 1) sum += amountOf(row);
  return sum;
}

async function* written(encoding: string, lines: () => Generator<string>): AsyncGenerator<Uint8Array> {
  let text = '';
  for (const line of lines()) {
    text += line;
    if (text.length < 32_768) continue;
    yield await Promise.resolve(iconv.encode(text, encoding));
    text = '';
  }
  yield iconv.encode(text, encoding);
}
