import type { FailureCode } from '@louting/common/failure-codes';
import { addFen, fen, subtractFen, ZERO_FEN, type Fen } from '@louting/common/money';
import type { PaymentOrder } from '@louting/server/contract/kiosk-api';
import { assign, sendParent, sendTo, setup } from 'xstate';
import { closedBy, devicesAfter } from './cabinet-rules.ts';
import { unprovidedEffect, type NoteOutcome, type OrderDraft, type TakenCash } from './effects.ts';
import { paymentFailed, type PaymentEnd } from './payment-end.ts';
import type { KioskEvent, OwnerEvent, Timings } from './events.ts';
import type { DeviceReports } from './methods.ts';
import { shortReference, verifyingMachine } from './verifying.ts';

export interface CashIntakeInput {
  readonly draft: OrderDraft;
  /** Largest note the acceptor may take: more than what remains needs a consent, not a refusal. */
  readonly largestNoteFen: Fen;
  readonly timings: Timings;
  /** By their last reports. */
  readonly devices: DeviceReports;
}

type EscrowedNote = TakenCash;

interface CashIntakeContext extends CashIntakeInput {
  readonly orderId: string | undefined;
  readonly order: PaymentOrder | undefined;
  /** Set while the server is not reached: no more than this may go in. */
  readonly offlineLeftFen: Fen | undefined;
  readonly dueFen: Fen;
  readonly insertedFen: Fen;
  readonly notes: readonly EscrowedNote[];
  readonly escrow: EscrowedNote | undefined;
  readonly problem: FailureCode | undefined;
  /** By its last report; a method that was offered had a usable acceptor. */
  readonly acceptorUsable: boolean;
  readonly overpayConsent: boolean;
  /** Said before anything is put in. */
  readonly givesChange: boolean;
  /** What is over goes back to the owner once the note is in the box. */
  readonly wantsChange: boolean;
  /** A note whose fate nobody can tell: no more notes are taken, staff count. */
  readonly suspense: boolean;
  readonly leaving: 'method' | 'goodbye' | undefined;
  readonly disposition: 'bills' | 'prepayment';
  readonly end: PaymentEnd;
}

/** Sent to the session: whether the owner may be taken for gone. Never while money is inside. */
export interface MoneyInsideEvent {
  readonly type: 'money-inside';
  readonly inside: boolean;
}

export const BROKEN = paymentFailed('LT-9999', 'being-verified');

export const cashIntakeSetup = setup({
  types: {
    context: {} as CashIntakeContext,
    events: {} as OwnerEvent | KioskEvent,
    input: {} as CashIntakeInput,
    output: {} as PaymentEnd,
    children: {} as { verifying: 'verifying' },
  },
  actors: {
    openOrder: unprovidedEffect('openOrder'),
    closeOrder: unprovidedEffect('closeOrder'),
    takeNote: unprovidedEffect('takeNote'),
    stackNote: unprovidedEffect('stackNote'),
    returnNote: unprovidedEffect('returnNote'),
    clearNote: unprovidedEffect('clearNote'),
    payChange: unprovidedEffect('payChange'),
    settleCash: unprovidedEffect('settleCash'),
    printReceipt: unprovidedEffect('printReceipt'),
    printSlip: unprovidedEffect('printSlip'),
    verifying: verifyingMachine,
  },
  actions: {
    ignore: () => undefined,
    tellSession: sendParent(({ context }: { context: CashIntakeContext }) => ({
      type: 'money-inside',
      inside: context.insertedFen > 0 || context.escrow !== undefined || context.suspense,
    })),
    tellVerifying: sendTo('verifying', ({ event }) => event),
    leaveToMethod: assign({ leaving: 'method' }),
    leaveToGoodbye: assign({ leaving: 'goodbye' }),
    decideForOwner: assign({ disposition: 'bills' }),
    stay: assign({ leaving: undefined }),
    /** A coin cannot go back: what it is over goes back as change, or is kept as the screen says. */
    holdTaken: assign(({ context }, note: EscrowedNote) => {
      const isOver = note.denominationFen > context.dueFen - context.insertedFen;
      if (!note.isCoin || !isOver) return { escrow: note };
      return { escrow: note, overpayConsent: true, wantsChange: note.changeFen !== undefined };
    }),
    noteDevice: assign({
      devices: ({ context, event }) =>
        event.type === 'device' ? devicesAfter(context.devices, event.report) : context.devices,
      acceptorUsable: ({ context, event }) =>
        event.type === 'device' && event.report.role === 'cash-acceptor'
          ? isUsable(event.report.state)
          : context.acceptorUsable,
    }),
    /** Counts what became of a note; the acceptor's own value counts, not the one seen in escrow. */
    book: assign(({ context }, outcome: NoteOutcome) => {
      if (outcome.outcome === 'suspense') return { escrow: undefined, suspense: true, problem: 'LT-2302' as const };
      if (outcome.outcome !== 'stacked') return { escrow: undefined };
      const note = { noteId: context.escrow?.noteId ?? '', denominationFen: outcome.denominationFen };
      return {
        escrow: undefined,
        problem: undefined,
        notes: [...context.notes, note],
        insertedFen: addFen(context.insertedFen, outcome.denominationFen),
      };
    }),
  },
  delays: { tryAcceptorAgain: 2_000, ownerDecides: 60_000 },
  guards: {
    acceptorUsable: ({ context }) => context.acceptorUsable,
    mustClose: ({ context }) => closedBy(context.devices) !== undefined,
    closes: ({ context, event }) =>
      event.type === 'device' && closedBy(devicesAfter(context.devices, event.report)) !== undefined,
    keepsNothing: ({ context }) => context.draft.keepsNothing === true,
    isLeaving: ({ context }) => context.leaving !== undefined || closedBy(context.devices) !== undefined,
    overpays: ({ context }, note: EscrowedNote) =>
      !note.isCoin && note.denominationFen > subtractFen(context.dueFen, context.insertedFen),
  },
});

/** Over-paying is asked about, not refused; off line no note may go over what may be taken. */
export function noteLimit({ dueFen, insertedFen, largestNoteFen, offlineLeftFen }: CashIntakeContext): Fen {
  const limit = Math.max(dueFen - insertedFen, largestNoteFen);
  return fen(offlineLeftFen === undefined ? limit : Math.min(limit, offlineLeftFen - insertedFen));
}

/** What is over with consent is kept for the owner; of a stay there is nobody to keep it for, and staff see to it. */
export function excessOf({ draft, overpayConsent, disposition }: CashIntakeContext): 'prepayment' | 'unclaimed' {
  if (draft.keepsNothing) return 'unclaimed';
  return overpayConsent || disposition === 'prepayment' ? 'prepayment' : 'unclaimed';
}

export function changeDue({ dueFen, insertedFen, wantsChange, suspense }: CashIntakeContext): Fen {
  return wantsChange && !suspense ? fen(Math.max(0, insertedFen - dueFen)) : ZERO_FEN;
}

export function startOfIntake(input: CashIntakeInput): CashIntakeContext {
  return {
    ...input,
    orderId: undefined,
    order: undefined,
    offlineLeftFen: undefined,
    dueFen: input.draft.amountFen,
    insertedFen: ZERO_FEN,
    notes: [],
    escrow: undefined,
    problem: undefined,
    acceptorUsable: true,
    overpayConsent: false,
    givesChange: false,
    wantsChange: false,
    suspense: false,
    leaving: undefined,
    disposition: 'bills',
    end: BROKEN,
  };
}

export function referenceOf(context: CashIntakeContext): string {
  return context.order?.reference ?? shortReference(context.orderId ?? '');
}

export function bookedLater(context: CashIntakeContext): PaymentEnd {
  const { orderId = '', insertedFen } = context;
  return { end: 'booked-later', orderId, reference: referenceOf(context), amountFen: insertedFen };
}

function isUsable(state: 'ok' | 'attention' | 'failed' | 'absent'): boolean {
  return state === 'ok' || state === 'attention';
}
