import { fen } from '@louting/common/money';
import type { BalanceItem, BalanceStatement } from '../../../contract/bank-balances-api.ts';

export interface AccountBalance {
  readonly accountId: string;
  readonly bank: string;
  readonly numberMasked: string;
  /** Undefined: no statement with a balance reaches the day. */
  readonly balanceFen: number | undefined;
  readonly upTo: string | undefined;
  readonly beforeBooksFen: number;
}

/** Money that only one side has by the day; below zero it went out. */
export interface OneSided {
  readonly side: 'bank' | 'books';
  readonly date: string;
  readonly fen: number;
  readonly what: string;
  readonly reference: string;
}

const MOST_ITEMS = 500;

/** 未达账项 on both sides, and what they do not explain. */
export function balanceStatement(
  date: string,
  accounts: readonly AccountBalance[],
  ledgerFen: number,
  oneSided: readonly OneSided[],
): BalanceStatement {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const of = (side: OneSided['side'], sign: 1 | -1) =>
    sum(oneSided.filter((item) => item.side === side && item.fen * sign > 0).map((item) => item.fen * sign));
  const bankFen = sum(accounts.map((account) => account.balanceFen ?? 0));
  const beforeBooksFen = sum(accounts.map((account) => account.beforeBooksFen));
  const [bankIn, bankOut] = [of('bank', 1), of('bank', -1)];
  const [booksIn, booksOut] = [of('books', 1), of('books', -1)];
  const adjustedBank = bankFen + booksIn - booksOut;
  const adjustedLedger = ledgerFen + beforeBooksFen + bankIn - bankOut;
  const items = oneSided.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  return {
    date,
    accounts: accounts.map(({ balanceFen, upTo, beforeBooksFen: before, ...account }) => ({
      ...account,
      ...(balanceFen !== undefined && { balanceFen: fen(balanceFen) }),
      ...(upTo !== undefined && { upTo }),
      beforeBooksFen: fen(before),
    })),
    bankFen: fen(bankFen),
    beforeBooksFen: fen(beforeBooksFen),
    bankInFen: fen(bankIn),
    bankOutFen: fen(bankOut),
    ledgerFen: fen(ledgerFen),
    booksInFen: fen(booksIn),
    booksOutFen: fen(booksOut),
    adjustedBankFen: fen(adjustedBank),
    adjustedLedgerFen: fen(adjustedLedger),
    unexplainedFen: fen(adjustedBank - adjustedLedger),
    items: items.slice(0, MOST_ITEMS).map(itemOf),
    moreItems: Math.max(0, items.length - MOST_ITEMS),
  };
}

function itemOf({ side, date, fen: amount, what, reference }: OneSided): BalanceItem {
  return { side: `${side}-${amount > 0 ? 'in' : 'out'}`, date, amountFen: fen(Math.abs(amount)), what, reference };
}
