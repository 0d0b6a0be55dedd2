import type { Fen } from '@louting/common/money';
import type { CashSettlementRequest, PaymentMethod } from '@louting/server/contract/kiosk-api';
import type { ChangeFact, NoteFact, StoredIntent } from '../journal/intents.ts';

/** Everything the journal says about one payment order. */
export interface OrderFacts {
  readonly orderId: string;
  readonly method: PaymentMethod;
  readonly amountFen: Fen;
  readonly concluded: boolean;
  /** Taken while the server could not be reached; `told` once the server has the order. */
  readonly offline: { readonly told: boolean } | undefined;
  /** The sale asked of the bank-card terminal, while its end is not settled. */
  readonly openSaleId: string | undefined;
  readonly notes: readonly {
    readonly noteId: string;
    /** Seen in escrow and journaled with the stack intent. */
    readonly denominationFen: Fen | undefined;
    readonly overpayConsent: boolean;
    readonly fact: NoteFact | undefined;
  }[];
  readonly change:
    { readonly changeId: string; readonly amountFen: Fen; readonly fact: ChangeFact | undefined } | undefined;
  readonly settlement:
    { readonly intentId: string; readonly request: CashSettlementRequest; readonly answered: boolean } | undefined;
}

export type RecoveryStep =
  | { readonly step: 'done' }
  /** Ask the acceptor; give the note back if it is still in escrow. */
  | { readonly step: 'ask-note'; readonly noteId: string; readonly denominationFen: Fen | undefined }
  /** Ask the change unit how much it paid. */
  | { readonly step: 'ask-change'; readonly changeId: string }
  /** The request is journaled first. */
  | { readonly step: 'settle'; readonly request: CashSettlementRequest }
  /** Sent before, perhaps booked: the very same request once more. */
  | { readonly step: 'resend-settlement'; readonly intentId: string; readonly request: CashSettlementRequest }
  /** The server has to hear of the order first, or answer that it knows it. */
  | { readonly step: 'tell-order' }
  /** Ask the terminal what became of it, and tell the server. */
  | { readonly step: 'ask-sale'; readonly saleId: string }
  /** Query, close, query. */
  | { readonly step: 'close-order' };

/** @returns undefined when the journal holds no such order. */
export function factsOf(orderId: string, intents: readonly StoredIntent[]): OrderFacts | undefined {
  const order = intents.find((intent) => intent.kind === 'order' && intent.id === orderId);
  if (order?.kind !== 'order') return undefined;
  const stacks = intents.filter((intent) => intent.kind === 'stack');
  const settlement = intents.find((intent) => intent.kind === 'settlement');
  const change = intents.find((intent) => intent.kind === 'change');
  const offline = intents.find((intent) => intent.kind === 'offline-cash');
  return {
    orderId,
    method: order.payload.method,
    amountFen: order.payload.amountFen,
    concluded: order.outcome !== undefined,
    openSaleId: intents.find((intent) => intent.kind === 'card-sale' && intent.outcome === undefined)?.id,
    offline: offline && { told: offline.outcome !== undefined },
    notes: intents
      .filter((intent) => intent.kind === 'note')
      .map((note) => {
        const stack = stacks.find(({ payload }) => payload.noteId === note.id);
        return {
          noteId: note.id,
          denominationFen: stack?.payload.denominationFen,
          overpayConsent: stack?.payload.overpayConsent ?? false,
          fact: note.outcome,
        };
      }),
    change: change && { changeId: change.id, amountFen: change.payload.amountFen, fact: change.outcome },
    settlement: settlement && {
      intentId: settlement.id,
      request: settlement.payload,
      answered: settlement.outcome !== undefined,
    },
  };
}

/**
 * The next thing to do so that an order left open becomes final. Pure: whoever carries it out journals the result and
 * asks again, so that a second power cut changes nothing.
 */
export function nextStep(facts: OrderFacts): RecoveryStep {
  const open = facts.notes.find(({ fact }) => fact === undefined);
  // A concluded order with an open note is a note that turned up late: it is told to staff, never booked twice.
  if (facts.concluded && !open) return { step: 'done' };
  if (!facts.concluded && facts.settlement && !facts.settlement.answered) {
    if (facts.offline && !facts.offline.told) return { step: 'tell-order' };
    return { step: 'resend-settlement', intentId: facts.settlement.intentId, request: facts.settlement.request };
  }
  if (open) return { step: 'ask-note', noteId: open.noteId, denominationFen: open.denominationFen };
  if (facts.change && !facts.change.fact) return { step: 'ask-change', changeId: facts.change.changeId };

  if (facts.openSaleId !== undefined) return { step: 'ask-sale', saleId: facts.openSaleId };
  const request = settlementOf(facts, { disposition: 'bills', recovered: true });
  return request ? { step: 'settle', request } : { step: 'close-order' };
}

/**
 * The settlement that the journal's note facts demand; undefined when no money is inside. More than the bills need is
 * prepayment only with a consent: to this over-paying note, or to stopping; otherwise staff resolve it.
 */
export function settlementOf(
  facts: OrderFacts,
  how: { readonly disposition: 'bills' | 'prepayment'; readonly recovered: boolean },
): CashSettlementRequest | undefined {
  const notes = facts.notes.flatMap(({ noteId, fact }) =>
    fact?.note === 'stacked' ? [{ noteId, denominationFen: fact.denominationFen, stackedAt: fact.stackedAt }] : [],
  );
  const suspenseNotes = facts.notes.flatMap(({ noteId, fact }) =>
    fact?.note === 'suspense' && fact.denominationFen !== undefined
      ? [{ noteId, denominationFen: fact.denominationFen }]
      : [],
  );
  if (notes.length === 0 && suspenseNotes.length === 0) return undefined;
  const consent = facts.notes.some(({ overpayConsent, fact }) => overpayConsent && fact?.note === 'stacked');
  const excess = consent || how.disposition === 'prepayment' ? 'prepayment' : 'unclaimed';
  const change = changeOf(facts);
  return {
    notes,
    suspenseNotes,
    disposition: how.disposition,
    excess,
    recovered: how.recovered,
    ...(change && { change }),
  };
}

/** Nothing of it is told when nothing came out: then all that was put in stays with the payment. */
function changeOf({ change }: OrderFacts): CashSettlementRequest['change'] {
  if (!change?.fact || (change.fact.paidFen === 0 && change.fact.doubtFen === 0)) return undefined;
  return { changeId: change.changeId, requestedFen: change.amountFen, ...change.fact };
}
