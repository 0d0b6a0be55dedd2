import { businessTime } from '@louting/common/clock';
import { fen, formatYuan } from '@louting/common/money';
import type { ChannelTrade } from '../statement-rows.ts';

const TRADE_COLUMNS =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const TRADE_TOTALS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';
const yuan = (amountFen: number) => formatYuan(fen(amountFen));

/** Successful payments as a trade bill of WeChat. */
export function wechatBillOf(...trades: readonly ChannelTrade[]): Buffer {
  const rows = trades.map(
    ({ at, transactionId, outTradeNo, amountFen, feeFen }) =>
      `\`${businessTime(at)},\`wx1,\`m1,\`0,\`K001,\`${transactionId},\`${outTradeNo},\`o1,\`NATIVE,\`SUCCESS,\`OTHERS,\`CNY,\`${yuan(amountFen)},\`0.00,\`0,\`0,\`0.00,\`0.00,\`,\`,\`物业缴费,\`,\`${yuan(feeFen)}000,\`0.60%,\`${yuan(amountFen)},\`0.00,\``,
  );
  const sum = (of: (trade: ChannelTrade) => number) => yuan(trades.reduce((total, trade) => total + of(trade), 0));
  const [received, fees] = [sum((trade) => trade.amountFen), sum((trade) => trade.feeFen)];
  const totals = `\`${trades.length},\`${received},\`0.00,\`0.00,\`${fees}000,\`${received},\`0.00`;
  return Buffer.from([TRADE_COLUMNS, ...rows, TRADE_TOTALS, totals].join('\r\n'));
}

export interface IcbcLine {
  readonly date: string;
  readonly amountFen: number;
  readonly remark: string;
  readonly name: string;
  readonly account: string;
}

/** As ICBC exports it, the account empty before. */
export function icbcStatementOf(...lines: readonly IcbcLine[]): Buffer {
  return icbcStatementFrom(0, ...lines);
}

export function icbcStatementFrom(openingFen: number, ...lines: readonly IcbcLine[]): Buffer {
  let balance = openingFen;
  const rows = lines.map(({ date, amountFen, remark, name, account }) => {
    balance += amountFen;
    return `"${date}\t","转账","${remark}","网银","钞","${amountFen > 0 ? yuan(amountFen) : ''}","${amountFen < 0 ? yuan(-amountFen) : ''}","人民币","${yuan(balance)}","${name}","${account}"`;
  });
  return Buffer.from(
    [
      '明细查询文件下载',
      '卡号: 6222****1234',
      '交易日期,摘要,交易详情,交易场所,钞/汇,记账金额(收入),记账金额(支出),记账币种,余额,对方户名,对方账户',
      ...rows,
      '人民币合计,,,,,,,,,,',
    ].join('\r\n'),
  );
}
