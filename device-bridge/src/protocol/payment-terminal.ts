import { z } from 'zod';
import { command, event, NoPayload } from './message.ts';

/**
 * Bank-card terminals. XFS4IoT has no class for a terminal that pays by itself: this one is ours, in the standard's
 * envelope. Amounts are integer fen; a card is never known by more than its first six and last four digits.
 */
const SaleId = z.uuid();
const Fen = z.number().int().positive();

const SaleResult = z.object({
  /** `open`: nobody can tell yet. */
  outcome: z.enum(['none', 'open', 'approved', 'declined', 'absent', 'reversed']),
  amountFen: Fen.nullish(),
  reference: z.string().max(40).nullish(),
  terminalTransaction: z.string().max(40).nullish(),
  terminalId: z.string().max(40).nullish(),
  /** Milliseconds since the epoch. */
  paidAt: z.number().int().nullish(),
  authorisation: z.string().max(20).nullish(),
  /** The acquirer's batch it will be settled in; `terminalTransaction` is its trace number there. */
  batch: z.string().max(40).nullish(),
  cardMasked: z
    .string()
    .regex(/^\d{0,6}\*{4,}\d{0,4}$/)
    .nullish(),
  /** The product's failure code of a decline. */
  declineCode: z.string().nullish(),
});
const CountedSum = z.object({ count: z.number().int(), fen: z.number().int() });
export type SaleResultPayload = z.infer<typeof SaleResult>;

export const paymentTerminalCommands = {
  /** Asked once with an id; the same id again only answers what became of it. Cancelling asks the terminal to stop. */
  'PaymentTerminal.Sale': command('1.0', z.object({ saleId: SaleId, amountFen: Fen }), '1.0', SaleResult),
  'PaymentTerminal.GetSaleStatus': command('1.0', z.object({ saleId: SaleId }), '1.0', SaleResult),
  /** Back to the card on the same day; asked again it gives back nothing more. */
  'PaymentTerminal.Reverse': command('1.0', z.object({ saleId: SaleId }), '1.0', SaleResult),
  /** Since the terminal's day began. `settle`: even where asking closes that day. */
  'PaymentTerminal.GetTotals': command(
    '1.0',
    z.object({ settle: z.boolean() }),
    '1.0',
    z.object({
      amountFen: z.number().int().nullish(),
      sales: CountedSum.nullish(),
      reversals: CountedSum.nullish(),
      batch: z.string().max(40).nullish(),
    }),
  ),
  'PaymentTerminal.Reset': command('1.0', NoPayload, '1.0', NoPayload),
};

export const paymentTerminalEvents = {
  'PaymentTerminal.SaleStageEvent': event(
    'event',
    '1.0',
    z.object({
      stage: z.enum(['present-card', 'card-read', 'enter-pin', 'asking-bank']),
      /** Whether cancelling the sale reaches the terminal; else only its own key does. */
      canAbort: z.boolean(),
    }),
  ),
};
