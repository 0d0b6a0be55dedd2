import { formatYuan } from '@louting/common/money';
import type { BalanceItem, BalanceStatement } from '../../../contract/bank-balances-api.ts';

const SIDES: Readonly<Record<BalanceItem['side'], string>> = {
  'books-in': '企业已收银行未收 In the books only: received',
  'books-out': '企业已付银行未付 In the books only: paid',
  'bank-in': '银行已收企业未收 At the bank only: received',
  'bank-out': '银行已付企业未付 At the bank only: paid',
};

/** With a byte order mark, so that spreadsheets read it as UTF-8; amounts in yuan. Numbers and our own words only. */
export function balanceStatementCsv(statement: BalanceStatement): string {
  const rows: readonly (readonly (string | number)[])[] = [
    ['银行存款余额调节表 Bank reconciliation statement', statement.date],
    [],
    ['账户 Account', '银行余额 Printed balance', '期初未入账 Before the books', '流水截至 Statements up to'],
    ...statement.accounts.map((account) => [
      `${account.bank} ${account.numberMasked}`,
      account.balanceFen === undefined ? '' : formatYuan(account.balanceFen),
      formatYuan(account.beforeBooksFen),
      account.upTo ?? '',
    ]),
    [],
    ['银行对账单余额 Balance by the bank', formatYuan(statement.bankFen)],
    [`加 + ${SIDES['books-in']}`, formatYuan(statement.booksInFen)],
    [`减 - ${SIDES['books-out']}`, formatYuan(statement.booksOutFen)],
    ['调节后余额 Adjusted balance (bank)', formatYuan(statement.adjustedBankFen)],
    [],
    ['企业账面余额 Balance of 1002', formatYuan(statement.ledgerFen)],
    ['加 + 期初未入账 Before the books', formatYuan(statement.beforeBooksFen)],
    [`加 + ${SIDES['bank-in']}`, formatYuan(statement.bankInFen)],
    [`减 - ${SIDES['bank-out']}`, formatYuan(statement.bankOutFen)],
    ['调节后余额 Adjusted balance (ledger)', formatYuan(statement.adjustedLedgerFen)],
    [],
    ['未说明差额 Unexplained', formatYuan(statement.unexplainedFen)],
    [],
    ['未达账项 Items', '日期 Date', '金额 Amount', '类别 What', '单据 Document'],
    ...statement.items.map((item) => [
      SIDES[item.side],
      item.date,
      formatYuan(item.amountFen),
      item.what,
      item.reference,
    ]),
    ...(statement.moreItems > 0 ? [['其余未列 More items', statement.moreItems]] : []),
  ];
  return `\uFEFF${rows.map((row) => row.join(',')).join('\r\n')}\r\n`;
}
