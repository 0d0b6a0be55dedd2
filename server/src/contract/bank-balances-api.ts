import { FenSchema } from '@louting/common/money';
import { z } from 'zod';

/** 银行存款余额调节表: how the bank's printed balance comes to the ledger's. */

const Id = z.uuid();
const Day = z.iso.date();

export const BalanceItemSchema = z.object({
  /**
   * `bank-in`, `bank-out`: the bank has it, the ledger not by that day. `books-in`, `books-out`: the ledger has it, no line of
   * the bank by that day does.
   */
  side: z.enum(['bank-in', 'bank-out', 'books-in', 'books-out']),
  date: Day,
  /** Above zero. */
  amountFen: FenSchema,
  /** Class of a line of the bank, or event of an entry. */
  what: z.string(),
  /** The line, or the document of the entry. */
  reference: z.string(),
});
export type BalanceItem = z.infer<typeof BalanceItemSchema>;

export const BalanceStatementSchema = z.object({
  date: Day,
  accounts: z.array(
    z.object({
      accountId: Id,
      bank: z.string(),
      numberMasked: z.string(),
      /** Absent: no statement with a balance reaches that day. */
      balanceFen: FenSchema.optional(),
      /** The last day that a statement tells of, not after the date asked for. */
      upTo: Day.optional(),
      /** What lay there before the first statement on file, and so before the books knew the account. */
      beforeBooksFen: FenSchema,
    }),
  ),
  bankFen: FenSchema,
  beforeBooksFen: FenSchema,
  bankInFen: FenSchema,
  bankOutFen: FenSchema,
  ledgerFen: FenSchema,
  booksInFen: FenSchema,
  booksOutFen: FenSchema,
  /** The bank's balance with what only the books have, and the ledger's with what only the bank has. */
  adjustedBankFen: FenSchema,
  adjustedLedgerFen: FenSchema,
  /** What nothing explains; 0 when both are the same. */
  unexplainedFen: FenSchema,
  /** The oldest first. */
  items: z.array(BalanceItemSchema),
  /** Items that are not shown one by one; the sums have them. */
  moreItems: z.number().int(),
});
export type BalanceStatement = z.infer<typeof BalanceStatementSchema>;

const base = '/admin/v1/reconciliation/bank/balances';
const Query = z.object({ communityId: Id, date: Day });

export const bankBalanceRoutes = {
  balanceStatement: { method: 'GET', path: base, query: Query, response: BalanceStatementSchema },
  /** The same as text/csv, with a byte order mark. */
  balanceStatementCsv: { method: 'GET', path: `${base}/statement.csv`, query: Query },
} as const;
