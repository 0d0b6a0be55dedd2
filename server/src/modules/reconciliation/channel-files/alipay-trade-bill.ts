import type { RowFields } from '../file-reading/columns.ts';
import type { ChannelTrade } from '../statement-rows.ts';
import type { AlipayBillLayout } from './alipay-bill.ts';
import type { RunningTotals } from './totals.ts';

const columns = {
  transactionId: ['支付宝交易号', '支付宝订单号', '交易号'],
  outTradeNo: ['商户订单号', '商家订单号'],
  type: ['业务类型', '交易类型'],
  createdAt: ['创建时间', '交易创建时间'],
  finishedAt: ['完成时间', '交易完成时间', '入账时间'],
  terminal: ['终端号', '终端编号'],
  ordered: ['订单金额（元）', '交易金额'],
  received: ['商家实收（元）', '实收金额', '商户实收'],
  refundNo: ['退款批次号/请求号', '退款批次号', '退款请求号'],
  fee: ['服务费（元）', '手续费'],
} as const;
type Column = keyof typeof columns;

/** Alipay 业务明细. */
export const alipayTradeBill: AlipayBillLayout<Column, ChannelTrade> = {
  columns,
  required: ['transactionId', 'outTradeNo', 'type', 'finishedAt', 'ordered', 'received', 'fee'],
  totals: [
    { line: /^#交易合计/, count: 'payment rows', sum: 'received' },
    { line: /^#退款合计/, count: 'refund rows', sum: 'refunded' },
  ],
  toRow: (fields: RowFields<Column>, totals: RunningTotals) => {
    const ordered = fields.fen('ordered');
    const received = fields.fen('received');
    const fee = Math.abs(fields.fenOrZero('fee'));
    const terminal = fields.text('terminal');
    const isRefund = fields.text('type').includes('退款');
    totals.add(isRefund ? 'refund rows' : 'payment rows', 1);
    totals.add(isRefund ? 'refunded' : 'received', received);
    const common = {
      channel: 'alipay' as const,
      outTradeNo: fields.text('outTradeNo'),
      transactionId: fields.text('transactionId'),
      at: fields.moment(fields.text('finishedAt') === '' ? 'createdAt' : 'finishedAt'),
      state: 'success' as const,
      line: fields.line,
      ...(terminal === '' ? {} : { terminal }),
    };
    if (common.transactionId === '') fields.reject('LT-2706', '支付宝交易号');
    if (isRefund) return { ...common, kind: 'refund', ...refundOf(fields, ordered, received, fee) };
    if (!fields.text('type').includes('交易')) fields.reject('LT-2716', '业务类型');
    if (ordered <= 0) fields.reject('LT-2707', '订单金额');
    return { ...common, kind: 'payment', amountFen: ordered, feeFen: fee };
  },
};

/**
 * A refund row repeats the order: its 订单金额 is either what went back (below zero) or the whole order, so the negative
 * 商家实收 tells the refund in the second case. The fee that is given back has either sign in the files.
 */
function refundOf(fields: RowFields<Column>, ordered: number, received: number, fee: number) {
  if (ordered >= 0 && received >= 0) fields.reject('LT-2707', '商家实收');
  const outRefundNo = fields.text('refundNo');
  return {
    amountFen: Math.abs(ordered < 0 ? ordered : received),
    feeFen: 0 - fee || 0,
    ...(outRefundNo === '' ? {} : { outRefundNo }),
  };
}
