import { randomBytes } from 'node:crypto';
import { businessTime, type Clock } from '@louting/common/clock';
import { fen, formatYuan } from '@louting/common/money';
import { zipSync } from 'fflate';
import iconv from 'iconv-lite';
import { z } from 'zod';
import { isTooEarly } from '../bill-source.ts';
import type { AlipayAnswer } from './alipay-rules.ts';
import { dayBefore, entriesOfDay, netOf, withBillFault, type BillEntry } from './bill-entries.ts';
import type { CallBehaviour } from './misbehaviour.ts';
import type { OrderBook } from './order-book.ts';

/** Daily bills of the Alipay gateway, from the order book, in the layouts that it documents. */
export interface AlipayBills {
  /** @param origin where the download is offered */
  place(content: unknown, origin: string, behaviour: CallBehaviour | undefined): AlipayAnswer;
  /** @returns undefined for a token nobody was given, or whose 30 seconds are over */
  file(token: string): Uint8Array | undefined;
}

const PlaceSchema = z.object({ bill_type: z.enum(['trade', 'signcustomer']), bill_date: z.iso.date() });
const LINK_LIFE_MS = 30_000;
const TRADE_HEADER =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';
const SUMMARY_HEADER =
  '门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）';
const FUND_HEADER =
  '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注';

export function createAlipayBills({
  book,
  clock,
  sellerId,
}: {
  readonly book: OrderBook;
  readonly clock: Clock;
  readonly sellerId: string;
}): AlipayBills {
  const files = new Map<string, { readonly bytes: Uint8Array; readonly until: number }>();
  return {
    place: (content, origin, behaviour) => {
      const request = PlaceSchema.safeParse(content);
      if (!request.success) return refusal('40002', 'isv.invalid-arguments');
      const { bill_date: date, bill_type: type } = request.data;
      if (behaviour?.kind === 'bill-late') return refusal('40004', 'isp.bill_not_ready');
      if (isTooEarly(date, clock.now())) return refusal('40004', 'isp.bill_not_exist');
      const orders = book.orders();
      const entries = withBillFault(entriesOfDay(orders, date), behaviour);
      // A day without a trade still pays out what the day before has left.
      const before = type === 'trade' ? [] : entriesOfDay(orders, dayBefore(date));
      if (entries.length + before.length === 0) return refusal('40004', 'isp.bill_not_exist');
      const bill = { entries, date, sellerId, madeAt: clock.now() };
      const bytes = type === 'trade' ? tradeArchive(bill) : fundArchive(bill, before);
      // Alipay tells no hash; a file that broke on its way is found out by the archive itself.
      if (behaviour?.kind === 'bill-wrong-hash') bytes[120] = (bytes[120] ?? 0) ^ 0xff;
      const token = randomBytes(16).toString('hex');
      files.set(token, { bytes, until: clock.now() + LINK_LIFE_MS });
      return { code: '10000', msg: 'Success', bill_download_url: `${origin}/bill-download?token=${token}` };
    },
    file: (token) => {
      const found = files.get(token);
      return found && clock.now() <= found.until ? found.bytes : undefined;
    },
  };
}

interface Bill {
  readonly entries: readonly BillEntry[];
  readonly date: string;
  readonly sellerId: string;
  readonly madeAt: number;
}

function tradeArchive(bill: Bill): Uint8Array {
  const payments = bill.entries.filter(({ kind }) => kind === 'payment');
  const refunds = bill.entries.filter(({ kind }) => kind !== 'payment');
  const [paid, back] = [sumOf(payments, 'amountFen'), sumOf(refunds, 'amountFen')];
  const fees = sumOf(refunds, 'feeFen') - sumOf(payments, 'feeFen');
  const detail = listing(bill, '业务明细', TRADE_HEADER, bill.entries.map(tradeRow), [
    `#交易合计：${payments.length}笔，商家实收共${yuan(paid)}元，商家优惠共0.00元`,
    `#退款合计：${refunds.length}笔，商家实收退款共${yuan(-back)}元，商家优惠退款共0.00元`,
  ]);
  const sums = [yuan(paid), yuan(paid - back), '0.00', '0.00', '0.00', yuan(fees), '0.00', yuan(paid - back + fees)];
  const total = ['合计', '', String(payments.length), String(refunds.length), ...sums].join(',');
  const summary = listing(bill, '业务汇总', SUMMARY_HEADER, [total], []);
  return archive(bill, { 业务明细: detail, '业务明细(汇总)': summary });
}

function tradeRow({ kind, order, refund, at, amountFen, feeFen }: BillEntry): string {
  const isPayment = kind === 'payment';
  const signed = yuan(isPayment ? amountFen : 0 - amountFen);
  return [
    `${order.transactionId}\t`,
    `${order.outTradeNo}\t`,
    isPayment ? '交易' : '退款',
    order.description.replaceAll(/[,"\r\n]/g, ' '),
    businessTime(order.createdAt),
    businessTime(at),
    '',
    '',
    '',
    '',
    '138****0000',
    isPayment ? signed : yuan(order.amountFen),
    signed,
    '0.00',
    '0.00',
    '0.00',
    '0.00',
    '0.00',
    '',
    '0.00',
    '0.00',
    refund?.outRefundNo ?? '',
    yuan(isPayment ? 0 - feeFen : feeFen),
    '0.00',
    '',
  ].join(',');
}

/** What the day before left is withdrawn in the morning; each entry moves the balance, its fee apart. */
function fundArchive(bill: Bill, before: readonly BillEntry[]): Uint8Array {
  let balance = before.reduce((sum, entry) => sum + netOf(entry), 0);
  const sums = { income: 0, incomeRows: 0, expense: 0, expenseRows: 0 };
  const rows: string[] = [];
  const move = (at: string, business: string, outTradeNo: string, by: number, type: string) => {
    balance += by;
    sums[by > 0 ? 'income' : 'expense'] += by;
    sums[by > 0 ? 'incomeRows' : 'expenseRows'] += 1;
    const serial = `${bill.date.replaceAll('-', '')}${String(rows.length + 1).padStart(12, '0')}`;
    const amounts = [yuan(Math.max(by, 0)), yuan(Math.min(by, 0)), yuan(balance)];
    rows.push(
      [`${serial}\t`, `${business}\t`, `${outTradeNo}\t`, '', at, '', ...amounts, '支付宝', type, ''].join(','),
    );
  };
  if (balance > 0) move(`${bill.date} 09:00:00`, `TX${bill.date}`, '', -balance, '提现');
  for (const { kind, order, at, amountFen, feeFen } of bill.entries) {
    const isPayment = kind === 'payment';
    const time = businessTime(at);
    move(
      time,
      order.transactionId,
      order.outTradeNo,
      isPayment ? amountFen : 0 - amountFen,
      isPayment ? '在线支付' : '交易退款',
    );
    if (feeFen > 0)
      move(
        time,
        order.transactionId,
        order.outTradeNo,
        isPayment ? 0 - feeFen : feeFen,
        isPayment ? '收费' : '退费（服务费）',
      );
  }
  const text = listing(bill, '账务明细', FUND_HEADER, rows, [
    `#支出合计：${sums.expenseRows}笔，共${yuan(sums.expense)}元`,
    `#收入合计：${sums.incomeRows}笔，共${yuan(sums.income)}元`,
  ]);
  return archive(bill, { 账务明细: text });
}

function listing(bill: Bill, name: string, header: string, rows: readonly string[], totals: readonly string[]): string {
  const day = (date: string) => date.replace('-', '年').replace('-', '月');
  const next = businessTime(Date.parse(`${bill.date}T12:00:00+08:00`) + 86_400_000).slice(0, 10);
  return [
    `#支付宝${name}查询`,
    `#账号：[${bill.sellerId}0156]`,
    `#起始日期：[${day(bill.date)}日 00:00:00]   终止日期：[${day(next)}日 00:00:00]`,
    `#-----------------------------------------${name}列表----------------------------------------`,
    header,
    ...rows,
    `#-----------------------------------------${name}列表结束------------------------------------`,
    ...totals,
    `#导出时间：[${businessTime(bill.madeAt)}]`,
    '',
  ].join('\r\n');
}

function archive(bill: Bill, texts: Readonly<Record<string, string>>): Uint8Array {
  const prefix = `${bill.sellerId}0156_${bill.date.replaceAll('-', '')}`;
  const files = Object.entries(texts).map(
    ([name, text]) => [`${prefix}_${name}.csv`, iconv.encode(text, 'gbk')] as const,
  );
  return zipSync(Object.fromEntries(files));
}

function refusal(code: string, subCode: string): AlipayAnswer {
  return { code, msg: code === '40002' ? 'Invalid Arguments' : 'Business Failed', sub_code: subCode, sub_msg: subCode };
}

function sumOf(entries: readonly BillEntry[], key: 'amountFen' | 'feeFen'): number {
  return entries.reduce((sum, entry) => sum + entry[key], 0);
}

function yuan(amount: number): string {
  return formatYuan(fen(amount));
}
