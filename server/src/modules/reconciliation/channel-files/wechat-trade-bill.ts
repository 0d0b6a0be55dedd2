import type { RowFields } from '../file-reading/columns.ts';
import type { ChannelTrade } from '../statement-rows.ts';
import type { WechatBillLayout } from './wechat-bill.ts';
import { ROWS, type RunningTotals } from './totals.ts';

/** Columns of the bill types ALL, SUCCESS and REFUND together. */
const columns = {
  at: ['交易时间'],
  terminal: ['设备号'],
  transactionId: ['微信订单号'],
  outTradeNo: ['商户订单号'],
  state: ['交易状态'],
  currency: ['货币种类'],
  settled: ['应结订单金额', '总金额'],
  refundRequestedAt: ['退款申请时间'],
  refundedAt: ['退款成功时间'],
  refundId: ['微信退款单号'],
  outRefundNo: ['商户退款单号'],
  refunded: ['退款金额'],
  refundedCoupon: ['充值券退款金额', '企业红包退款金额'],
  refundState: ['退款状态'],
  fee: ['手续费'],
  ordered: ['订单金额'],
  refundRequested: ['申请退款金额'],
} as const;
type Column = keyof typeof columns;

export const wechatTradeBill: WechatBillLayout<Column, ChannelTrade> = {
  columns,
  required: ['at', 'transactionId', 'outTradeNo', 'state', 'settled', 'fee'],
  totalsHeader: '总交易单数',
  totals: {
    总交易单数: ROWS,
    应结订单总金额: 'settled',
    退款总金额: 'refunded',
    充值券退款总金额: 'refundedCoupon',
    手续费总金额: 'fee',
    订单总金额: 'ordered',
    申请退款总金额: 'refundRequested',
  },
  toRow: readTrade,
};

const SUMMED = ['settled', 'refunded', 'refundedCoupon', 'fee', 'ordered', 'refundRequested'] as const;

function readTrade(fields: RowFields<Column>, totals: RunningTotals): ChannelTrade {
  for (const column of SUMMED) if (fields.has(column)) totals.add(column, fields.fenOrZero(column));
  const currency = fields.text('currency');
  if (currency !== '' && currency !== 'CNY') fields.reject('LT-2715', currency);

  const terminal = fields.text('terminal');
  const common = {
    channel: 'wechat-pay' as const,
    outTradeNo: fields.text('outTradeNo'),
    transactionId: fields.text('transactionId'),
    line: fields.line,
    ...(terminal === '' || terminal === '0' ? {} : { terminal }),
  };
  if (common.transactionId === '') fields.reject('LT-2706', '微信订单号');

  switch (fields.text('state')) {
    case 'SUCCESS': {
      const amountFen = fields.fen(fields.has('ordered') ? 'ordered' : 'settled');
      return {
        ...common,
        kind: 'payment',
        amountFen,
        feeFen: fields.fen('fee'),
        at: fields.moment('at'),
        state: 'success',
      };
    }
    // The money of a reversed payer code went back, as with a refund; either row stands beside that of the payment.
    case 'REFUND':
    case 'REVOKED':
      return { ...common, kind: 'refund', ...readRefund(fields) };
    default:
      fields.reject('LT-2716', '交易状态');
      return { ...common, kind: 'payment', amountFen: 0, feeFen: 0, at: 0, state: 'failed' };
  }
}

function readRefund(fields: RowFields<Column>) {
  const requested = fields.has('refundRequested') ? fields.fenOrZero('refundRequested') : 0;
  const outRefundNo = identifier(fields.text('outRefundNo'));
  const refundId = identifier(fields.text('refundId'));
  return {
    ...(outRefundNo === '' ? {} : { outRefundNo }),
    ...(refundId === '' ? {} : { refundId }),
    amountFen: requested === 0 ? fields.fen('refunded') : requested,
    feeFen: 0 - Math.abs(fields.fen('fee')) || 0,
    at: refundMoment(fields),
    state: refundState(fields),
  };
}

function refundMoment(fields: RowFields<Column>): number {
  if (fields.text('refundedAt') !== '') return fields.moment('refundedAt');
  return fields.moment(fields.text('refundRequestedAt') === '' ? 'at' : 'refundRequestedAt');
}

function refundState(fields: RowFields<Column>): ChannelTrade['state'] {
  switch (fields.text('refundState')) {
    case 'SUCCESS':
    case '':
      return 'success';
    case 'PROCESSING':
      return 'processing';
    case 'FAIL':
    case 'FAILED':
    case 'CHANGE':
      return 'failed';
    default:
      fields.reject('LT-2716', '退款状态');
      return 'failed';
  }
}

/** Absent numbers are printed as `0`. */
function identifier(text: string): string {
  return text === '0' ? '' : text;
}
