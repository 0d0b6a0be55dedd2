import type { BankProfile } from '../bank-profile.ts';

/** A sheet of the old kind (xls); two columns for what came and went, the account in every row or in the preamble. */
export const ccb: BankProfile = {
  bank: 'CCB',
  names: ['中国建设银行', '建设银行', '建行', 'ccb'],
  header: [['支出', '支出金额', '借方发生额/元(支取)'], ['收入', '收入金额', '贷方发生额/元(收入)'], ['账户余额']],
  columns: {
    date: ['交易日期', '记账日'],
    time: ['交易时间'],
    balance: ['账户余额'],
    currency: ['币种'],
    counterpartyName: ['对方户名'],
    counterpartyAccount: ['对方账号'],
    remarks: [['摘要'], ['交易备注', '备注']],
    serial: ['交易流水号', '凭证号'],
    account: ['账号', '本方账号'],
  },
  sign: {
    kind: 'in-and-out',
    income: ['收入', '收入金额', '贷方发生额/元(收入)'],
    expense: ['支出', '支出金额', '借方发生额/元(支取)'],
  },
};
