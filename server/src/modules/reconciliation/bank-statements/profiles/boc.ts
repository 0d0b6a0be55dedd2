import type { BankProfile } from '../bank-profile.ts';

/** Signed 金额, 附言; the header is repeated on every page. */
export const boc: BankProfile = {
  bank: 'BOC',
  names: ['中国银行', '中行', 'boc'],
  header: [['金额'], ['交易名称'], ['附言']],
  columns: {
    date: ['记账日期'],
    time: ['记账时间'],
    balance: ['余额'],
    currency: ['币别', '币种'],
    counterpartyName: ['对方账户名', '对方户名'],
    counterpartyAccount: ['对方卡号/账号', '对方账号'],
    remarks: [['交易名称'], ['附言']],
    serial: ['交易流水号'],
  },
  sign: { kind: 'signed', amount: ['金额'] },
};
