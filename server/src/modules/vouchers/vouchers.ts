import type { Subject } from '../../contract/ledger-api.ts';

/** One row of a voucher; one side is zero. Amounts in fen. */
export interface VoucherRow {
  readonly subjectCode: string;
  readonly subjectName: string;
  readonly debitFen: number;
  readonly creditFen: number;
}

/** Balanced; its rows stay together in the file. */
export interface Voucher {
  readonly date: string;
  readonly number: number;
  readonly reference: string;
  readonly summary: string;
  readonly entries: number;
  readonly rows: readonly VoucherRow[];
}

export interface ExportedEntry {
  readonly entryId: string;
  /** Accounting day. */
  readonly date: string;
  readonly event: string;
  readonly lines: readonly {
    readonly accountCode: string;
    readonly itemCode: string;
    readonly debitFen: number;
    readonly creditFen: number;
  }[];
}

const EVENT_WORDS: Readonly<Record<string, string>> = {
  'bill.published': '计提应收费用',
  'bill.reversed': '冲销应收费用',
  'payment.received': '收到业主缴费',
  'prepayment.used': '预存款抵缴费用',
  'deposit.taken': '收取押金',
  'deposit.returned': '退还押金',
  'refund.approved': '应付退款',
  'refund.paid': '支付退款',
  'cash.collected': '收取终端钱箱现金',
  'cash.banked': '现金存入银行',
  'cash.difference.explained': '现金长短款处理',
  'cash.note.found': '待查纸币入账',
  'cash.note.late': '离线纸币入账',
  'cash.hopper.fill': '找零器加币',
  'cash.hopper.empty': '找零器取出硬币',
  'cash.hopper.count': '找零器清点长短款',
  'cash.payout.late': '离线找零入账',
  'channel.settled': '支付渠道结算到账',
};

export function eventWords(event: string): string {
  return EVENT_WORDS[event] ?? event;
}

interface Draft {
  readonly date: string;
  readonly event: string;
  readonly entryId: string;
  entries: number;
  readonly rows: Map<string, { subject: Subject; debitFen: number; creditFen: number }>;
}

/**
 * Gathers entries into vouchers: one for each entry, or one for each day and event. Lines of the same subject and side
 * are added up; what was balanced stays balanced.
 */
export function createVoucherBook(
  mode: 'daily' | 'entry',
  subjectOf: (accountCode: string, itemCode: string) => Subject | undefined,
) {
  const drafts = new Map<string, Draft>();
  const missing = new Set<string>();
  return {
    /** Accounts without a subject. */
    missing,
    add: ({ entryId, date, event, lines }: ExportedEntry): void => {
      const key = mode === 'entry' ? `${date} ${entryId}` : `${date} ${event}`;
      const draft = drafts.get(key) ?? { date, event, entryId, entries: 0, rows: new Map() };
      drafts.set(key, draft);
      draft.entries += 1;
      for (const { accountCode, itemCode, debitFen, creditFen } of lines) {
        const subject = subjectOf(accountCode, itemCode);
        if (!subject) {
          missing.add(accountCode);
          continue;
        }
        const side = debitFen > 0 ? 'debit' : 'credit';
        const row = draft.rows.get(`${side} ${subject.subjectCode}`) ?? { subject, debitFen: 0, creditFen: 0 };
        draft.rows.set(`${side} ${subject.subjectCode}`, row);
        row.debitFen += debitFen;
        row.creditFen += creditFen;
      }
    },
    /** In order of date. @param firstNumber numbers go on from the batches before */
    vouchers: (firstNumber: number): Voucher[] =>
      [...drafts]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, draft], index) => ({
          date: draft.date,
          number: firstNumber + index,
          reference: mode === 'entry' ? draft.entryId.replaceAll('-', '').slice(0, 30) : `${draft.date} ${index + 1}`,
          summary: draft.entries === 1 ? eventWords(draft.event) : `${eventWords(draft.event)} ${draft.entries}笔`,
          entries: draft.entries,
          rows: [...draft.rows.values()]
            .map(({ subject, debitFen, creditFen }) => ({
              subjectCode: subject.subjectCode,
              subjectName: subject.subjectName,
              debitFen,
              creditFen,
            }))
            .sort((a, b) => b.debitFen - a.debitFen || (a.subjectCode < b.subjectCode ? -1 : 1)),
        })),
  };
}
