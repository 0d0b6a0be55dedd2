import type { BankProfile } from '../bank-profile.ts';

/** Signed amounts; 对手信息 holds the name and the account glued together. */
export const cmb: BankProfile = {
  bank: 'CMB',
  names: ['招商银行', '招行', 'cmb'],
  header: [['联机余额'], ['对手信息']],
  columns: {
    date: ['记账日期'],
    time: ['记账时间'],
    balance: ['联机余额'],
    currency: ['货币'],
    counterparty: ['对手信息'],
    remarks: [['交易摘要'], ['客户摘要']],
    serial: ['流水号'],
  },
  sign: { kind: 'signed', amount: ['交易金额'] },
};
