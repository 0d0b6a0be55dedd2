import type { CountedSum, TerminalTotals } from '../card-terminal/role.ts';
import { toFen, type FromTerminal } from './codec.ts';

type GetTotals = NonNullable<NonNullable<FromTerminal['SaleToPOIResponse']>['GetTotalsResponse']>;

/** What gave money back: a sale undone, or a refund. Declined and failed payments are in the list as well, and are neither. */
const GIVEN_BACK: ReadonlySet<string> = new Set(['ReverseDebit', 'Credit']);

export function totalsOf({ TransactionTotals = [], POIReconciliationID }: GetTotals): TerminalTotals {
  const all = TransactionTotals.flatMap(({ PaymentTotals = [] }) => PaymentTotals);
  const sumOf = (wanted: (type: string) => boolean): CountedSum => {
    const chosen = all.filter(({ TransactionType }) => wanted(TransactionType));
    return {
      count: chosen.reduce((sum, { TransactionCount }) => sum + TransactionCount, 0),
      fen: chosen.reduce((sum, { TransactionAmount }) => sum + toFen(TransactionAmount), 0),
    };
  };
  const sales = sumOf((type) => type === 'Debit');
  const reversals = sumOf((type) => GIVEN_BACK.has(type));
  const batch = TransactionTotals[0]?.HostReconciliationID ?? POIReconciliationID;
  return { amountFen: sales.fen - reversals.fen, sales, reversals, batch };
}
