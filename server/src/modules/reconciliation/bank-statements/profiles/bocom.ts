import type { BankProfile } from '../bank-profile.ts';

/** Amounts without a sign; 借 went, 贷 came, as the bank sees the account. */
export const bocom: BankProfile = {
  bank: 'BoCom',
  names: ['交通银行', '交行', 'bocom'],
  header: [['交易地点'], ['借贷', '借贷状态', '借贷标志']],
  columns: {
    date: ['交易日期'],
    time: ['交易时间'],
    balance: ['余额'],
    currency: ['币种'],
    counterpartyName: ['对方户名'],
    counterpartyAccount: ['对方账号'],
    remarks: [['交易类型'], ['摘要']],
    serial: ['序号', '流水号'],
  },
  sign: {
    kind: 'flagged',
    amount: ['交易金额'],
    flag: ['借贷', '借贷状态', '借贷标志'],
    income: ['贷', '贷方', '贷 cr', 'cr'],
    expense: ['借', '借方', '借 dr', 'dr'],
  },
};
