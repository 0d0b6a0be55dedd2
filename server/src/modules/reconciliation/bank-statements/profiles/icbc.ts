import type { BankProfile } from '../bank-profile.ts';

/** Preamble lines, tabs inside cells, two currencies side by side, 人民币合计 at the end. */
export const icbc: BankProfile = {
  bank: 'ICBC',
  names: ['中国工商银行', '工商银行', '工行', 'icbc'],
  header: [['记账金额(收入)'], ['记账金额(支出)']],
  columns: {
    date: ['交易日期'],
    balance: ['余额'],
    currency: ['记账币种'],
    counterpartyName: ['对方户名'],
    counterpartyAccount: ['对方账户', '对方账号'],
    remarks: [['摘要'], ['交易详情'], ['附言', '备注']],
    serial: ['凭证号', '交易流水号'],
  },
  sign: { kind: 'in-and-out', income: ['记账金额(收入)'], expense: ['记账金额(支出)'] },
};
