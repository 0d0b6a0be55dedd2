import type { RowFields } from '../file-reading/columns.ts';
import type { FundMovement } from '../statement-rows.ts';
import type { AlipayBillLayout } from './alipay-bill.ts';
import type { RunningTotals } from './totals.ts';
import { kindOf } from './wechat-fund-bill.ts';

const columns = {
  serial: ['账务流水号'],
  businessSerial: ['业务流水号'],
  outTradeNo: ['商户订单号'],
  at: ['发生时间', '入账时间'],
  income: ['收入金额（+元）', '收入（+元）', '收入'],
  expense: ['支出金额（-元）', '支出（-元）', '支出'],
  balance: ['账户余额（元）', '余额'],
  type: ['业务类型', '账务类型'],
  remark: ['备注'],
} as const;
type Column = keyof typeof columns;

/** Alipay 账务明细, bill type `signcustomer`: movements of the balance. */
export const alipayFundBill: AlipayBillLayout<Column, FundMovement> = {
  columns,
  required: ['serial', 'at', 'income', 'expense', 'type'],
  totals: [
    { line: /^#支出合计/, count: 'expense rows', sum: 'expense' },
    { line: /^#收入合计/, count: 'income rows', sum: 'income' },
  ],
  toRow: (fields: RowFields<Column>, totals: RunningTotals) => {
    const income = fields.fenOrZero('income');
    const expense = 0 - Math.abs(fields.fenOrZero('expense')) || 0;
    if ((income === 0) === (expense === 0)) fields.reject('LT-2707', '收入金额, 支出金额');
    totals.add(expense === 0 ? 'income rows' : 'expense rows', 1);
    totals.add(expense === 0 ? 'income' : 'expense', expense === 0 ? income : expense);
    const remark = [fields.text('type'), fields.text('remark'), fields.text('outTradeNo')];
    return {
      channel: 'alipay',
      kind: kindOf(fields.text('type')),
      serial: fields.text('serial'),
      amountFen: income + expense,
      ...(fields.text('balance') === '' ? {} : { balanceAfterFen: fields.fen('balance') }),
      at: fields.moment('at'),
      remark: remark.filter((part) => part !== '').join(' '),
      line: fields.line,
    };
  },
};
