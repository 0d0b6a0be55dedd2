import type { FailureCode } from '@louting/common/failure-codes';
import type { Result } from '@louting/common/result';
import type { Driver } from '../roles.ts';

/** A sale by its own id, made before anything was sent; it is asked of a terminal once. */
export interface CardSale {
  readonly saleId: string;
  readonly amountFen: number;
}

/** How far the owner and the terminal are, as far as the terminal tells. */
export const SALE_STAGES = ['present-card', 'card-read', 'enter-pin', 'asking-bank'] as const;
export type SaleStage = (typeof SALE_STAGES)[number];

/** What is kept of a payment. Never more of the card than its first six and last four digits. */
export interface ApprovedSale {
  /** The acquirer's retrieval reference number. */
  readonly reference: string;
  /** The terminal's own number of it (流水号), by which it is taken back. */
  readonly terminalTransaction: string;
  readonly terminalId: string;
  readonly amountFen: number;
  /** Milliseconds since the epoch. */
  readonly paidAt: number;
  readonly authorisation?: string | undefined;
  /** The batch of the acquirer it will be settled in 批次号, where the terminal tells. */
  readonly batch?: string | undefined;
  readonly cardMasked?: string | undefined;
}

export type SaleEnd =
  | { readonly end: 'approved'; readonly sale: ApprovedSale }
  /** The terminal or the bank said no; no money moved. */
  | { readonly end: 'declined'; readonly code: FailureCode }
  /** The terminal never took it up, and will not any more. */
  | { readonly end: 'absent' };

export interface CountedSum {
  readonly count: number;
  readonly fen: number;
}

/** Since the terminal's day began; what the protocol does not tell is absent. */
export interface TerminalTotals {
  /** Sales less what was taken back. */
  readonly amountFen: number;
  readonly sales?: CountedSum;
  readonly reversals?: CountedSum;
  readonly batch?: string | undefined;
}

/**
 * A certified terminal with reader and PIN pad: no card number and no PIN ever passes through here. Silence after a sale
 * was sent is LT-2103 and neither success nor failure: only `status` tells, and a second sale never does.
 */
export interface CardTerminalDriver extends Driver {
  /** Whether a sale can be called off from here; otherwise only the owner can, on the terminal. */
  readonly canAbort: boolean;
  /** What has to be written down before the sale is sent, so that its status can be asked for ever after. */
  mark(sale: CardSale): Promise<Result<string>>;
  /** Sends the sale once. LT-2103: sent, and nobody knows. Any other failure: nothing was sent. */
  sell(sale: CardSale, mark: string, onStage: (stage: SaleStage) => void, abort: AbortSignal): Promise<Result<SaleEnd>>;
  /** What became of a sale. A failure, or LT-2103 while it is under way: ask again. */
  status(sale: CardSale, mark: string): Promise<Result<SaleEnd>>;
  /** Gives the money of an approved sale back to its card on the same day. Asked again it gives back nothing more. */
  reverse(sale: CardSale, approved: ApprovedSale): Promise<Result<undefined>>;
  /** Asking for totals closes the terminal's day: only people may order that. */
  readonly totalsSettle: boolean;
  /** Where asking settles: LT-3501 it did not; after any other failure nobody knows, and it is not asked again. */
  totals(): Promise<Result<TerminalTotals>>;
}

/** First six and last four digits at most, whatever a terminal sends. */
export function maskedCard(text: string): string | undefined {
  const card = text.trim();
  const [, first = '', last = ''] = /^(\d{0,6})[\d*xX]*?(\d{0,4})$/.exec(card) ?? [];
  if (card === '' || (first === '' && last === '')) return undefined;
  return card.length < 12 ? `****${`${first}${last}`.slice(-4)}` : `${first}******${last}`;
}
