import { FenSchema, PositiveFenSchema } from '@louting/common/money';
import {
  CashSettlementRequestSchema,
  FailureCodeSchema,
  OrderPurposeSchema,
  PaymentMethodSchema,
} from '@louting/server/contract/kiosk-api';
import { PreferencesSchema } from '@louting/server/contract/owner-preferences';
import { RaiseTicketSchema, SurveySchema, TicketStateSchema } from '@louting/server/contract/tickets-api';
import { ToldTotalsSchema } from '@louting/server/contract/terminal-totals-api';
import { z } from 'zod';

/**
 * What the kiosk writes down before it acts (payload) and after (outcome). Ids, amounts and codes only: no name, room,
 * card or payer code is ever at rest here. `subject` is the payment order unless it is said otherwise.
 */
const NoteOutcomeSchema = z.discriminatedUnion('note', [
  z.object({ note: z.literal('stacked'), denominationFen: PositiveFenSchema, stackedAt: z.int() }),
  z.object({ note: z.literal('returned') }),
  z.object({ note: z.literal('suspense'), denominationFen: PositiveFenSchema.optional() }),
]);
export type NoteFact = z.infer<typeof NoteOutcomeSchema>;

const KINDS = {
  /** id = order id, journaled before the server hears of it. */
  order: {
    payload: z.object({
      sessionId: z.string(),
      /** Rows of older versions are all for bills. */
      purpose: OrderPurposeSchema.default('bills'),
      billIds: z.array(z.string()),
      amountFen: PositiveFenSchema,
      method: PaymentMethodSchema,
    }),
    outcome: z.object({
      order: z.enum(['SUCCEEDED', 'FAILED', 'CLOSED', 'REFUSED', 'NEVER_EXISTED']),
      code: FailureCodeSchema.optional(),
    }),
  },
  /**
   * The server cannot be reached, and cash is taken all the same: journaled before the acceptor opens, closed when the
   * server has the order on its books. What was taken off line in a session and on a day is counted from these.
   */
  'offline-cash': {
    payload: z.object({ sessionId: z.string(), since: z.int() }),
    outcome: z.union([z.object({ registered: z.string() }), z.object({ refused: FailureCodeSchema })]),
  },
  /** id = note id = XFS transaction id, journaled before the acceptor is enabled. */
  note: { payload: z.object({ limitFen: FenSchema }), outcome: NoteOutcomeSchema },
  /** Journaled, with the owner's consent to over-paying, before the note may fall into the box. */
  stack: {
    payload: z.object({ noteId: z.string(), denominationFen: PositiveFenSchema, overpayConsent: z.boolean() }),
    outcome: NoteOutcomeSchema,
  },
  /** id = change id = XFS transaction id of the payout, journaled before the first coin comes out. */
  change: {
    payload: z.object({ amountFen: PositiveFenSchema }),
    outcome: z.object({ paidFen: FenSchema, doubtFen: FenSchema }),
  },
  settlement: {
    payload: CashSettlementRequestSchema,
    outcome: z.union([z.object({ booked: z.string() }), z.object({ refused: FailureCodeSchema })]),
  },
  /** id = sale id, journaled before the terminal hears of it; closed when the server has booked or ended its order. */
  'card-sale': {
    payload: z.object({ amountFen: PositiveFenSchema }),
    outcome: z.object({ sale: z.enum(['approved', 'declined', 'absent', 'reversed']) }),
  },
  /** id = subject = totals id, journaled before the terminal is asked, for asking may close its day; asked once. */
  'terminal-totals': {
    payload: z.object({ settles: z.boolean() }),
    outcome: ToldTotalsSchema,
  },
  'payer-code': { payload: z.object({}), outcome: z.object({ answer: z.string() }) },
  /** A booked payment owes its owner one receipt. */
  receipt: {
    payload: z.object({ receiptNumber: z.string() }),
    outcome: z.object({ receipt: z.enum(['printed', 'left', 'copy-offered', 'not-found', 'to-collect']) }),
  },
  /** One job at the printer. */
  print: {
    payload: z.object({ form: z.enum(['receipt', 'slip']), number: z.string(), copyNumber: z.int() }),
    outcome: z.object({ print: z.enum(['printed', 'failed', 'unknown']), code: FailureCodeSchema.optional() }),
  },
  /** id = copy id: a further copy registered at the server. */
  reprint: {
    payload: z.object({ receiptNumber: z.string() }),
    outcome: z.union([z.object({ copyNumber: z.int() }), z.object({ code: FailureCodeSchema })]),
  },
  /** The owner wants an invoice in their own name; sent until the server has it on its books, once an order. */
  invoice: {
    payload: z.object({}),
    outcome: z.union([z.object({ asked: z.string() }), z.object({ refused: FailureCodeSchema })]),
  },
  /** How the holder of a card wants to be met; subject = the session in which it was chosen. */
  preferences: {
    payload: z.object({ sessionId: z.string(), preferences: PreferencesSchema }),
    outcome: z.union([z.object({ kept: z.boolean() }), z.object({ refused: FailureCodeSchema })]),
  },
  /** id = subject = id of a note in the box that belongs to no payment; closed when the server has it on its books. */
  orphan: {
    payload: z.object({ denominationFen: PositiveFenSchema.optional(), stackedAt: z.int() }),
    outcome: z.object({ told: z.literal(true) }),
  },
  /** id = subject = ticket id: what an owner raised, sent until the server has it on its books. */
  ticket: {
    payload: RaiseTicketSchema,
    outcome: z.union([
      z.object({ told: TicketStateSchema }),
      z.object({ refused: FailureCodeSchema }),
      z.object({ withdrawn: z.literal(true) }),
    ]),
  },
  /** A cabinet that was forced: open for as long as it lasts, so that it is told once. */
  alarm: { payload: z.object({ code: FailureCodeSchema }), outcome: z.object({ over: z.literal(true) }) },
  /** id = subject = survey id: the face that somebody touched on the way out. */
  survey: {
    payload: SurveySchema,
    outcome: z.union([z.object({ told: z.literal(true) }), z.object({ refused: FailureCodeSchema })]),
  },
} as const;

/** What the server is told whenever it can be: no money waits for it, so no customer does. */
const ERRANDS: ReadonlySet<IntentKind> = new Set([
  'invoice',
  'preferences',
  'orphan',
  'ticket',
  'alarm',
  'survey',
  'terminal-totals',
]);

export function isErrand({ kind }: { readonly kind: IntentKind }): boolean {
  return ERRANDS.has(kind);
}

export type ChangeFact = OutcomeOf<'change'>;
export type IntentKind = keyof typeof KINDS;
export type PayloadOf<Kind extends IntentKind> = z.infer<(typeof KINDS)[Kind]['payload']>;
export type OutcomeOf<Kind extends IntentKind> = z.infer<(typeof KINDS)[Kind]['outcome']>;

export type NewIntent = {
  [Kind in IntentKind]: {
    readonly id: string;
    readonly kind: Kind;
    readonly subject: string;
    readonly payload: PayloadOf<Kind>;
  };
}[IntentKind];

export type IntentClosing = {
  [Kind in IntentKind]: { readonly id: string; readonly kind: Kind; readonly outcome: OutcomeOf<Kind> };
}[IntentKind];

export type StoredIntent = {
  [Kind in IntentKind]: {
    readonly id: string;
    readonly kind: Kind;
    readonly subject: string;
    readonly payload: PayloadOf<Kind>;
    /** Milliseconds since the epoch. */
    readonly openedAt: number;
    /** Undefined while nobody knows. */
    readonly outcome: OutcomeOf<Kind> | undefined;
  };
}[IntentKind];

export interface IntentRow {
  readonly id: string;
  readonly kind: IntentKind;
  readonly subject: string;
  readonly payload: string;
  readonly opened_at: number;
  readonly outcome: string | null;
}

/** @throws z.ZodError when a row does not hold what its kind demands: the journal is damaged. */
export function readIntent(row: IntentRow): StoredIntent {
  const schema = KINDS[row.kind];
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    payload: schema.payload.parse(JSON.parse(row.payload)),
    openedAt: row.opened_at,
    outcome: row.outcome === null ? undefined : schema.outcome.parse(JSON.parse(row.outcome)),
  } as StoredIntent;
}
