import type { FailureCode } from '@louting/common/failure-codes';
import type { Fen } from '@louting/common/money';
import type { Result } from '@louting/common/result';
import type { ToldTotals } from '@louting/server/contract/terminal-totals-api';
import type { FittedPort } from './device-ports.ts';

export interface SaleStageNews {
  readonly stage: 'present-card' | 'card-read' | 'enter-pin' | 'asking-bank';
  readonly canAbort: boolean;
}

export type CardSaleOutcome =
  | {
      readonly outcome: 'approved';
      readonly amountFen: Fen;
      readonly reference: string;
      readonly terminalId: string;
      readonly paidAt: number;
      readonly authorisation?: string;
      /** The acquirer's batch and the terminal's number in it, where it tells them. */
      readonly batch?: string;
      readonly trace?: string;
      readonly cardMasked?: string;
    }
  | { readonly outcome: 'declined'; readonly code: FailureCode }
  /** It never reached the terminal, and will not any more. */
  | { readonly outcome: 'absent' };

/** A failure never says that no money moved: only an outcome does. */
export interface CardTerminalPort extends FittedPort {
  /** Sends the sale once; `signal` asks the terminal to stop, and the outcome says whether it did. */
  sell(saleId: string, amountFen: Fen, signal: AbortSignal): Promise<Result<CardSaleOutcome>>;
  /** What became of it; survives restarts of kiosk, bridge and terminal. */
  statusOf(saleId: string): Promise<Result<CardSaleOutcome>>;
  /** The money of an approved sale back to its card, on the same day. */
  reverse(saleId: string): Promise<Result<undefined>>;
  /** What the terminal sold since its day began. `settle`: even where asking closes that day, else LT-3510. */
  totals(settle: boolean): Promise<Result<ToldTotals>>;
  onStage(listener: (news: SaleStageNews) => void): () => void;
}
