import { createHash, randomBytes } from 'node:crypto';
import { businessTime, type Clock } from '@louting/common/clock';
import { fen, formatYuan } from '@louting/common/money';
import { z } from 'zod';
import { isTooEarly } from '../bill-source.ts';
import type { PlainAnswer } from './answering.ts';
import { dayBefore, entriesOfDay, netOf, withBillFault, type BillEntry } from './bill-entries.ts';
import type { CallBehaviour } from './misbehaviour.ts';
import type { OrderBook } from './order-book.ts';

/** Daily bills of the WeChat Pay platform, from the order book, in the layouts that it documents. */
export interface WechatBills {
  /** @param origin where the download is offered */
  trades(query: unknown, origin: string, behaviour: CallBehaviour | undefined): PlainAnswer;
  funds(query: unknown, origin: string, behaviour: CallBehaviour | undefined): PlainAnswer;
  /** @returns undefined for a token nobody was given */
  file(token: string): string | undefined;
}

const QuerySchema = z.object({ bill_date: z.iso.date(), bill_type: z.enum(['ALL', 'SUCCESS', 'REFUND']).optional() });
const TRADE_HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const TRADE_TOTALS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';
const FUND_HEADER =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号';
const FUND_TOTALS = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额';

export function createWechatBills({
  book,
  clock,
  merchant,
}: {
  readonly book: OrderBook;
  readonly clock: Clock;
  readonly merchant: { readonly appId: string; readonly mchId: string };
}): WechatBills {
  const files = new Map<string, string>();

  const answer = (
    query: unknown,
    origin: string,
    behaviour: CallBehaviour | undefined,
    print: (entries: readonly BillEntry[], before: readonly BillEntry[], date: string) => string | undefined,
  ): PlainAnswer => {
    const request = QuerySchema.safeParse(query);
    if (!request.success) return { status: 400, content: { code: 'PARAM_ERROR', message: '参数错误' } };
    const date = request.data.bill_date;
    if (behaviour?.kind === 'bill-late' || isTooEarly(date, clock.now()))
      return { status: 400, content: { code: 'STATEMENT_CREATING', message: '账单生成中，请稍后再试' } };
    const orders = book.orders();
    const entries = withBillFault(entriesOfDay(orders, date), behaviour);
    const text = print(entries, entriesOfDay(orders, dayBefore(date)), date);
    if (text === undefined)
      return { status: 400, content: { code: 'NO_STATEMENT_EXIST', message: '请求的账单文件不存在' } };
    const token = randomBytes(16).toString('hex');
    files.set(token, text);
    const content = behaviour?.kind === 'bill-wrong-hash' ? `${text} ` : text;
    return {
      status: 200,
      content: {
        hash_type: 'SHA1',
        hash_value: createHash('sha1').update(content).digest('hex'),
        download_url: `${origin}/v3/billdownload/file?token=${token}`,
      },
    };
  };

  return {
    trades: (query, origin, behaviour) =>
      answer(query, origin, behaviour, (entries) => (entries.length === 0 ? undefined : tradeBill(entries, merchant))),
    // A day without a trade still pays out what the day before has left.
    funds: (query, origin, behaviour) =>
      answer(query, origin, behaviour, (entries, before, date) =>
        entries.length + before.length === 0 ? undefined : fundBill(entries, before, date),
      ),
    file: (token) => files.get(token),
  };
}

function tradeBill(
  entries: readonly BillEntry[],
  merchant: { readonly appId: string; readonly mchId: string },
): string {
  let [ordered, refunded, fees] = [0, 0, 0];
  const rows = entries.map((entry) => {
    const { kind, order, refund, amountFen, feeFen } = entry;
    const isPayment = kind === 'payment';
    ordered += isPayment ? amountFen : 0;
    refunded += isPayment ? 0 : amountFen;
    fees += isPayment ? feeFen : 0 - feeFen;
    const paid = yuan(isPayment ? amountFen : 0);
    const back = yuan(isPayment ? 0 : amountFen);
    return fields([
      businessTime(entry.at),
      merchant.appId,
      merchant.mchId,
      '0',
      '',
      order.transactionId,
      order.outTradeNo,
      'oSandboxPayer',
      order.kind === 'qr' ? 'NATIVE' : 'MICROPAY',
      { payment: 'SUCCESS', refund: 'REFUND', reversal: 'REVOKED' }[kind],
      'OTHERS',
      'CNY',
      paid,
      '0.00',
      refund?.refundId ?? '0',
      refund?.outRefundNo ?? '0',
      back,
      '0.00',
      isPayment ? '' : 'ORIGINAL',
      isPayment ? '' : 'SUCCESS',
      order.description.replaceAll('`', ''),
      '',
      `${yuan(isPayment ? feeFen : 0 - feeFen)}000`,
      '0.60%',
      paid,
      back,
      '',
    ]);
  });
  const totals = [
    String(rows.length),
    yuan(ordered),
    yuan(refunded),
    '0.00',
    `${yuan(fees)}000`,
    yuan(ordered),
    yuan(refunded),
  ];
  return file([TRADE_HEADER, ...rows, TRADE_TOTALS, fields(totals)]);
}

/** What the day before left is settled to the bank in the morning; each entry moves the balance, its fee apart. */
function fundBill(entries: readonly BillEntry[], before: readonly BillEntry[], date: string): string {
  let balance = before.reduce((sum, entry) => sum + netOf(entry), 0);
  const count = { income: 0, incomeRows: 0, expense: 0, expenseRows: 0 };
  const rows: string[] = [];
  const move = (
    at: string,
    serial: string,
    name: string,
    type: string,
    by: number,
    remark: string,
    voucher: string,
  ) => {
    balance += by;
    count[by > 0 ? 'income' : 'expense'] += Math.abs(by);
    count[by > 0 ? 'incomeRows' : 'expenseRows'] += 1;
    const number = `${date.replaceAll('-', '')}${String(rows.length + 1).padStart(12, '0')}`;
    const direction = by > 0 ? '收入' : '支出';
    rows.push(
      fields([at, serial, number, name, type, direction, yuan(Math.abs(by)), yuan(balance), 'system', remark, voucher]),
    );
  };
  if (balance > 0) move(`${date} 09:00:00`, `TX${date}`, '提现', '提现', -balance, 'T+1结算', `WD${date}`);
  for (const entry of entries) {
    const { kind, order, refund, amountFen, feeFen } = entry;
    const at = businessTime(entry.at);
    if (kind !== 'payment') {
      const remark = `退款总金额${yuan(amountFen)}元;含手续费${yuan(feeFen)}元`;
      move(
        at,
        refund?.refundId ?? order.transactionId,
        '退款',
        '退款',
        netOf(entry),
        remark,
        refund?.outRefundNo ?? '',
      );
      continue;
    }
    move(at, order.transactionId, '交易', '交易', amountFen, '', order.outTradeNo);
    if (feeFen > 0) move(at, order.transactionId, '扣除交易手续费', '交易', 0 - feeFen, '', order.outTradeNo);
  }
  const totals = [
    String(rows.length),
    String(count.incomeRows),
    yuan(count.income),
    String(count.expenseRows),
    yuan(count.expense),
  ];
  return file([FUND_HEADER, ...rows, FUND_TOTALS, fields(totals)]);
}

function fields(values: readonly string[]): string {
  return values.map((value) => `\`${value}`).join(',');
}

function file(lines: readonly string[]): string {
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function yuan(amount: number): string {
  return formatYuan(fen(amount));
}
