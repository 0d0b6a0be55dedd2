/** Accounts of the books, after the PRC enterprise subjects. */
export const ACCOUNTS = {
  /** By kiosk. */
  cashInKiosk: '1001',
  /** What the hoppers of a kiosk hold; below zero by what they gave out while their filling was not booked. By kiosk. */
  changeInKiosk: '1001.change',
  /** Collected from kiosks and not yet banked, and what staff pay out in cash. By community. */
  cashAtOffice: '1001.office',
  bank: '1002',
  wechatInTransit: '1012.wechat',
  alipayInTransit: '1012.alipay',
  unionpayInTransit: '1012.unionpay',
  posInTransit: '1012.pos',
  /** Sent from one account of ours and not yet on the other. */
  betweenOwnAccounts: '1012.own',
  /** By room and charge item. */
  receivable: '1122',
  otherReceivables: '1221',
  badDebtAllowance: '1231',
  suspense: '1901',
  payables: '2202',
  /** By room. */
  prepayment: '2203',
  outputTax: '2221',
  /** By charge item. */
  collectedForOthers: '2241',
  /** Money that a payer left and nobody has claimed yet. */
  unclaimed: '2241.unclaimed',
  /** By room. */
  deposit: '2241.deposit',
  /** Approved and owed to a payer until the money has left. By room. */
  refundInProcess: '2241.refund',
  /** By charge item. */
  revenue: '6001',
  otherBusinessIncome: '6051',
  otherIncome: '6301',
  administration: '6602',
  channelFees: '6603',
  otherExpenses: '6711',
} as const;

export interface LedgerLine {
  /** A code of `ledger_account`, see ACCOUNTS. */
  readonly account: string;
  readonly roomId?: string;
  readonly kioskId?: string;
  readonly itemCode?: string;
  readonly debitFen: number;
  readonly creditFen: number;
}

/** One voucher 凭证: balanced, and never changed once posted. */
export interface LedgerEntry {
  /** The key of idempotence: posting an id twice fails. */
  readonly entryId: string;
  /** What happened, e.g. `bill.published`, `payment.received`. */
  readonly event: string;
  readonly occurredAt: number;
  readonly communityId: string;
  /** Id of the bill, payment or other document behind it. */
  readonly reference: string;
  readonly lines: readonly LedgerLine[];
}

/** @throws Error when debits and credits differ, or a line is not one positive amount on one side. */
export function assertBalanced(entry: LedgerEntry): void {
  let difference = 0;
  for (const { account, debitFen, creditFen } of entry.lines) {
    const oneSided = debitFen >= 0 && creditFen >= 0 && (debitFen === 0) !== (creditFen === 0);
    if (!oneSided || !Number.isSafeInteger(debitFen) || !Number.isSafeInteger(creditFen)) {
      throw new Error(`ledger entry ${entry.entryId}: line on ${account} is not one positive amount`);
    }
    difference += debitFen - creditFen;
  }
  if (entry.lines.length < 2 || difference !== 0) {
    throw new Error(`ledger entry ${entry.entryId} (${entry.event}) is out of balance by ${difference} fen`);
  }
}
