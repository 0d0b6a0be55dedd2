import type { ToldTotals } from '../../../contract/terminal-totals-api.ts';

type Answer = Extract<ToldTotals, { outcome: 'told' }>;

export interface OurSales {
  readonly count: number;
  readonly fen: number;
}

/** What the terminal has more than the books, or undefined where they agree. */
export function differenceOf(
  told: Answer,
  ours: OurSales,
): { readonly fen: number; readonly sales: number | undefined } | undefined {
  const sales = told.sales && told.sales.count - (told.reversals?.count ?? 0) - ours.count;
  const fen = told.netFen - ours.fen;
  return fen === 0 && (sales ?? 0) === 0 ? undefined : { fen, sales };
}
