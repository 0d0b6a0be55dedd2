import type { RowFields } from '../file-reading/columns.ts';
import type { FundMovement } from '../statement-rows.ts';
import { ROWS, type RunningTotals } from './totals.ts';
import type { WechatBillLayout } from './wechat-bill.ts';

/** Movements of the merchant's basic account: what fees and settlements are held against. */
const columns = {
  at: ['记账时间'],
  transactionId: ['微信支付业务单号'],
  serial: ['资金流水单号'],
  name: ['业务名称'],
  type: ['业务类型'],
  direction: ['收支类型'],
  amount: ['收支金额(元)'],
  balance: ['账户结余(元)'],
  remark: ['备注'],
  voucher: ['业务凭证号'],
} as const;
type Column = keyof typeof columns;

export const wechatFundBill: WechatBillLayout<Column, FundMovement> = {
  columns,
  required: ['at', 'serial', 'name', 'direction', 'amount', 'balance'],
  totalsHeader: '资金流水总笔数',
  totals: {
    资金流水总笔数: ROWS,
    收入笔数: 'income rows',
    收入金额: 'income',
    支出笔数: 'expense rows',
    支出金额: 'expense',
  },
  toRow: (fields: RowFields<Column>, totals: RunningTotals) => {
    const direction = fields.text('direction');
    const amount = fields.fen('amount');
    if (direction !== '收入' && direction !== '支出') fields.reject('LT-2716', '收支类型');
    if (amount < 0) fields.reject('LT-2707', '收支金额');
    totals.add(direction === '收入' ? 'income' : 'expense', amount);
    totals.add(direction === '收入' ? 'income rows' : 'expense rows', 1);
    return {
      channel: 'wechat-pay',
      kind: kindOf(fields.text('name') + fields.text('type')),
      serial: fields.text('serial'),
      amountFen: direction === '收入' ? amount : 0 - amount,
      balanceAfterFen: fields.fen('balance'),
      at: fields.moment('at'),
      remark: [fields.text('name'), fields.text('remark'), fields.text('voucher')]
        .filter((part) => part !== '')
        .join(' '),
      line: fields.line,
    };
  },
};

/** Business names of both channels; what gives a fee back is a fee too, so fees are asked for first. */
export function kindOf(name: string): FundMovement['kind'] {
  if (/手续费|服务费|收费/.test(name)) return 'fee';
  if (name.includes('退款')) return 'refund';
  if (/提现|结算|划账|转账到银行/.test(name)) return 'settlement';
  return /交易|支付|付款|收款/.test(name) ? 'payment' : 'other';
}
