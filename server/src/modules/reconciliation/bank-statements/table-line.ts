import type { ColumnNames, RowFields } from '../file-reading/columns.ts';
import type { BankProfile } from './bank-profile.ts';
import type { BankLineContent } from './fingerprint.ts';

/** What a row of a table statement can hold; `remark0` to `remark3` are put together. */
export type StatementColumn =
  | 'date'
  | 'time'
  | 'balance'
  | 'currency'
  | 'counterpartyName'
  | 'counterpartyAccount'
  | 'counterparty'
  | 'serial'
  | 'account'
  | 'income'
  | 'expense'
  | 'amount'
  | 'flag'
  | 'remark0'
  | 'remark1'
  | 'remark2'
  | 'remark3';
const REMARKS = ['remark0', 'remark1', 'remark2', 'remark3'] as const;
const YUAN = new Set(['', 'CNY', 'RMB', '人民币', '人民币元', '人民币(本位币)', '156', '01', '001']);

/** Names of all columns of a profile; a column the bank does not have has none. */
export function columnsOf({ columns, sign }: BankProfile): ColumnNames<StatementColumn> {
  const none: readonly string[] = [];
  return {
    date: columns.date,
    time: columns.time ?? none,
    balance: columns.balance ?? none,
    currency: columns.currency ?? none,
    counterpartyName: columns.counterpartyName ?? none,
    counterpartyAccount: columns.counterpartyAccount ?? none,
    counterparty: columns.counterparty ?? none,
    serial: columns.serial ?? none,
    account: columns.account ?? none,
    income: sign.kind === 'in-and-out' ? sign.income : none,
    expense: sign.kind === 'in-and-out' ? sign.expense : none,
    amount: sign.kind === 'in-and-out' ? none : sign.amount,
    flag: sign.kind === 'flagged' ? sign.flag : none,
    remark0: columns.remarks[0] ?? none,
    remark1: columns.remarks[1] ?? none,
    remark2: columns.remarks[2] ?? none,
    remark3: columns.remarks[3] ?? none,
  };
}

/** Faults of the row stay with `fields`, which must be asked before the line is believed. */
export function lineOf(
  profile: BankProfile,
  fields: RowFields<StatementColumn>,
  preambleAccount: string,
): BankLineContent {
  if (!YUAN.has(fields.text('currency').toUpperCase())) fields.reject('LT-2715', fields.text('currency'));
  const time = fields.time('date', 'time');
  const remarks = REMARKS.map((column) => clean(fields.text(column))).filter((text) => text !== '');
  const account = fields.text('account');
  return {
    bank: profile.bank,
    account: account === '' ? preambleAccount : account,
    ...time,
    amountFen: signedAmount(profile.sign, fields),
    ...(fields.text('balance') === '' ? {} : { balanceAfterFen: fields.fen('balance') }),
    ...counterpartyOf(fields),
    remark: [...new Set(remarks)].join(' '),
    serial: fields.text('serial'),
    line: fields.line,
  };
}

function signedAmount(sign: BankProfile['sign'], fields: RowFields<StatementColumn>): number {
  if (sign.kind === 'signed') return fields.fen('amount');
  if (sign.kind === 'in-and-out') {
    if (fields.text('income') === '' && fields.text('expense') === '') fields.reject('LT-2707', '');
    // A cancelled entry is printed with a minus in its own column, so the columns are subtracted as they are.
    return fields.fenOrZero('income') - fields.fenOrZero('expense');
  }
  const flag = fields.text('flag').toLowerCase().replaceAll(/\s+/g, ' ');
  const isIncome = sign.income.includes(flag);
  if (!isIncome && !sign.expense.includes(flag)) fields.reject('LT-2716', '借/贷');
  return isIncome ? fields.fen('amount') : 0 - fields.fen('amount') || 0;
}

function counterpartyOf(fields: RowFields<StatementColumn>) {
  const glued = clean(fields.text('counterparty'));
  const [, name = '', account = ''] = /^(.*?)\s*([\d*]{6,})$/.exec(glued) ?? [];
  if (account !== '') return { counterpartyName: name, counterpartyAccount: account };
  return {
    counterpartyName: glued === '' ? clean(fields.text('counterpartyName')) : glued,
    counterpartyAccount: clean(fields.text('counterpartyAccount')),
  };
}

/** Tabs and line breaks inside a cell are layout. */
function clean(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
