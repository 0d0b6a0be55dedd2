import type { BankProfile } from '../bank-profile.ts';

/** Days as YYYYMMDD, times as HHmmss, amounts with + and -, no preamble. */
export const abc: BankProfile = {
  bank: 'ABC',
  names: ['中国农业银行', '农业银行', '农行', 'abc'],
  header: [['本次余额'], ['对手信息'], ['日志号']],
  columns: {
    date: ['交易日期'],
    time: ['交易时间'],
    balance: ['本次余额'],
    currency: ['币种'],
    counterparty: ['对手信息'],
    remarks: [['交易摘要'], ['交易附言']],
    serial: ['日志号'],
  },
  sign: { kind: 'signed', amount: ['交易金额'] },
};
