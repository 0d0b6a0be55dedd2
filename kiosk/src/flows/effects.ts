import type { FailureCode } from '@louting/common/failure-codes';
import type { Fen } from '@louting/common/money';
import type { Failure, Result } from '@louting/common/result';
import type { Claim, Doors, Identification, Showing } from '@louting/server/contract/identification-api';
import type { FoundCars } from '@louting/server/contract/parking-stays-api';
import type { FeeNotice } from '@louting/server/contract/fee-notice-api';
import type { PaidYear } from '@louting/server/contract/history-api';
import type { Offer } from '@louting/server/contract/offers-api';
import type { NoticeType, NoticeWishes, Preferences } from '@louting/server/contract/owner-preferences';
import type { PaySlip } from '@louting/server/contract/pay-slip-api';
import type { InvoiceView } from '@louting/server/contract/invoices-api';
import type {
  AnomalyRule,
  OrderPurpose,
  PaymentMethod,
  PaymentOrder,
  Receipt,
} from '@louting/server/contract/kiosk-api';
import type { Question } from '@louting/server/contract/questions-api';
import type { DeviceReading } from '../screens/maintenance.ts';
import type { Agreement, Bill, Credential, RefundNotice, Session } from '@louting/server/contract/session-api';
import type { Complaint, Face, Helper } from '@louting/server/contract/tickets-api';
import { fromPromise } from 'xstate';

/** What became of one note. Only `open` may still change: nobody could be asked in time, the journal keeps it. */
export type NoteOutcome =
  | { readonly outcome: 'stacked'; readonly denominationFen: Fen }
  | { readonly outcome: 'returned' }
  /** Nothing was sent to the acceptor: the note is still in escrow. */
  | { readonly outcome: 'not-stacked'; readonly code: FailureCode }
  /** The device cannot tell (LT-2302): no credit, staff count. */
  | { readonly outcome: 'suspense' }
  | { readonly outcome: 'open'; readonly code: FailureCode };

/** What an order of unknown outcome turned out to be. */
export type Resolution =
  | { readonly resolved: 'order'; readonly order: PaymentOrder }
  /** The server never heard of the order, and no money is inside for it. */
  | { readonly resolved: 'never-existed' }
  /** The server refuses what is inside: staff settle it by the reference. */
  | { readonly resolved: 'refused'; readonly code: FailureCode };

export interface OrderDraft {
  readonly sessionId: string;
  readonly purpose: OrderPurpose;
  readonly billIds: readonly string[];
  readonly amountFen: Fen;
  readonly method: PaymentMethod;
  /** The owner looked at these anomalies and means the payment: the same order once more. */
  readonly confirm?: OrderToConfirm;
  /** Since when the server is known not to be reached: it is not even asked. Milliseconds since the epoch. */
  readonly unreachableSince?: number;
  /** Nobody is behind it for whom money could be kept: what is over goes back, and nothing is taken off line. */
  readonly keepsNothing?: boolean;
}

/** An order that the server takes only when its owner means it (LT-2113). */
export interface OrderToConfirm {
  readonly orderId: string;
  readonly rules: readonly AnomalyRule[];
}

export interface OpenedOrder {
  readonly orderId: string | undefined;
  readonly result: Result<PaymentOrder>;
  /** The server was not reached: cash may be taken all the same, up to this much. */
  readonly offline?: { readonly leftFen: Fen };
  /** Change can be paid here. */
  readonly givesChange?: boolean;
}

/** By what the server knows for whom is paid. */
export type KnownBy =
  | Credential
  | { readonly type: 'pay-slip'; readonly token: string }
  | { readonly type: 'stay'; readonly stayId: string };

/** A session, with the receipts that are owed for cash this kiosk took off line. */
export interface OpenedSession extends Session {
  readonly owed?: readonly RecoveredPayment[];
}

/** What may still be taken while the server cannot be reached, in fen. */
export interface OfflineAllowance {
  readonly enabled: boolean;
  readonly sessionLeftFen: number;
  readonly dayLeftFen: number;
}

/** A payment found finished when the kiosk started, or the card came back, whose receipt the owner has not got. */
export interface RecoveredPayment {
  readonly orderId: string;
  readonly receipt: Receipt;
  /** `offer-copy`: when the power went it may have been printed already; only a marked copy may follow. */
  readonly print: 'first' | 'offer-copy';
}

/** How far a call for help is. */
export interface HelpNews {
  readonly call: 'received' | 'coming' | 'over';
  readonly helper?: Helper;
}

export interface Slip {
  readonly orderId: string;
  readonly reference: string;
  readonly amountFen: Fen;
  /** Not about money in doubt: a code behind which the invoice is asked for and taken. */
  readonly invoice?: { readonly pageUrl: string };
  /** The money is inside and is booked as soon as the server is reached; what it is for, a line a bill. */
  readonly bookedLater?: { readonly lines: readonly string[] };
  /** Whoever holds it may pay; the amount is what was owed when it was printed. */
  readonly payForMe?: { readonly url: string; readonly validUntil: string };
}

/** What a device says of itself to a technician. */
export interface InspectedDevice {
  readonly modelName?: string;
  readonly firmwareVersion?: string;
  readonly recovery?: string;
  readonly readings?: readonly DeviceReading[];
  /** The last of its line, newest first. */
  readonly trace: readonly string[];
}

/**
 * Everything the flows ask of the world. The implementations journal before and after each irreversible step, so a
 * flow that is stopped anywhere leaves an intent behind, never a doubt.
 */
export interface FlowEffects {
  /** After hands were in the cabinet: the devices have come back, or were given time to. */
  readonly selfCheck: (input: unknown, signal: AbortSignal) => Promise<void>;
  /** Ends when every open intent is settled or handed to a person, and customers may be taken. */
  readonly start: () => Promise<Result<{ readonly recovered: readonly RecoveredPayment[] }>>;
  /** With a session id it is asked for fresh bills. */
  readonly openSession: (input: {
    readonly credential: KnownBy;
    readonly sessionId?: string;
  }) => Promise<Result<OpenedSession>>;
  /** Cars that stand here and have these digits on their plates; with `after`, those that came before that one. */
  readonly findCars: (input: { readonly digits: string; readonly after?: string }) => Promise<Result<FoundCars>>;
  readonly sendPhoneCode: (input: {
    readonly phone: string;
  }) => Promise<Result<{ readonly codeId: string; readonly resendAfterS: number }>>;
  readonly identifyBy: (claim: Claim) => Promise<Result<Identification>>;
  readonly doorsHere: () => Promise<Result<Doors>>;
  readonly showCode: () => Promise<Result<Showing & { readonly showingId: string }>>;
  /** Ends with who opened it, or with LT-1017; when nobody waits any more, the code opens nothing. */
  readonly watchShowing: (
    input: { readonly showingId: string },
    signal: AbortSignal,
  ) => Promise<Result<Identification>>;
  /** Best effort: the server ends sessions by itself. */
  readonly closeSession: (sessionId: string) => void;
  /** Journaled and told when it can be: nobody waits for it. */
  readonly rememberPreferences: (input: { readonly sessionId: string; readonly preferences: Preferences }) => void;
  readonly paidOf: (input: {
    readonly sessionId: string;
    readonly year: number | undefined;
  }) => Promise<Result<PaidYear>>;
  readonly makePaySlip: (input: { readonly sessionId: string }) => Promise<Result<PaySlip>>;
  readonly cancelPaySlips: (input: { readonly sessionId: string }) => Promise<Result<undefined>>;
  readonly offersOf: (input: { readonly sessionId: string }) => Promise<Result<readonly Offer[]>>;
  readonly takeOffer: (input: {
    readonly sessionId: string;
    readonly offerKey: string;
    readonly months: number | undefined;
  }) => Promise<Result<Bill>>;
  readonly wishesOf: (input: { readonly sessionId: string }) => Promise<Result<NoticeWishes>>;
  readonly setWishes: (input: {
    readonly sessionId: string;
    readonly type: NoticeType;
    readonly ways: NoticeWishes[NoticeType];
  }) => Promise<Result<NoticeWishes>>;
  /** As the server tells it, or as it told it last. */
  readonly feeNotice: () => Promise<Result<FeeNotice>>;
  readonly agree: (input: { readonly sessionId: string; readonly agreement: Agreement }) => Promise<Result<Agreement>>;
  readonly refundsOf: (input: { readonly sessionId: string }) => Promise<Result<readonly RefundNotice[]>>;
  readonly invoiceOf: (input: { readonly orderId: string }) => Promise<Result<InvoiceView>>;
  /** Journaled before it is sent: after a failure that `isUncertain` it is sent again when the line is back. */
  readonly wishInvoice: (input: { readonly orderId: string }) => Promise<Result<InvoiceView>>;
  /** Ends when the invoice is no longer as known, or with a failure that watching longer cannot cure. */
  readonly watchInvoice: (
    input: { readonly orderId: string; readonly knownState: InvoiceView['state'] },
    signal: AbortSignal,
  ) => Promise<Result<InvoiceView>>;
  /** Journaled before it is sent. `again`: the same call once more, because the line did not take it. */
  readonly callHelp: (input: { readonly again: boolean }) => Promise<Result<HelpNews>>;
  /** Ends when there is something else to say than what is known. */
  readonly watchHelp: (known: HelpNews, signal: AbortSignal) => Promise<HelpNews>;
  /** The owner needs nobody any more. */
  readonly endHelp: () => void;
  /** Kept, whether the line takes it now or later. */
  readonly disputeBill: (input: {
    readonly sessionId: string;
    readonly billId: string;
    readonly complaint: Complaint;
  }) => Promise<Result<{ readonly reference: string }>>;
  /** As the property wrote them; else as they were last known, or as the product has them. */
  readonly questions: () => Promise<readonly Question[]>;
  /**
   * `question`: there is no line to ask whether the code is right; whoever knows the answer of the office to this
   * question opens it. LT-4007
   */
  readonly openMaintenance: (input: { readonly code: string }) => Promise<Result<{ readonly question?: string }>>;
  readonly inspectDevice: (input: { readonly role: string }) => Promise<Result<InspectedDevice>>;
  readonly testDevice: (input: { readonly role: string }, signal: AbortSignal) => Promise<Result<undefined>>;
  readonly giveFace: (input: { readonly face: Face; readonly sessionId: string | undefined }) => void;

  /** The order id is journaled before the first call and is answered even when the call failed. */
  readonly openOrder: (draft: OrderDraft) => Promise<OpenedOrder>;
  /** The owner does not want the order that had to be confirmed. */
  readonly dropOrder: (orderId: string) => void;
  /** Ends with a final state, or with a failure that watching longer cannot cure. */
  readonly watchOrder: (input: { readonly orderId: string }, signal: AbortSignal) => Promise<Result<PaymentOrder>>;
  /** Query, close, query: a final state, or a failure that leaves the outcome unknown. LT-2109: never existed. */
  readonly closeOrder: (input: { readonly orderId: string }) => Promise<Result<PaymentOrder>>;
  /** Goes on, in the background, until the order is final; whoever asks waits for the same answer. */
  readonly resolveOrder: (input: { readonly orderId: string }, signal: AbortSignal) => Promise<Resolution>;

  /** Ends when somebody holds a payer code to the scanner: it is kept for the order that is opened now. */
  readonly heldPayerCode: (input: void, signal: AbortSignal) => Promise<object>;
  /** Scans one payer code, unless one was held there just now, and keeps it; it never passes through a flow. */
  readonly readPayerCode: (input: { readonly orderId: string }, signal: AbortSignal) => Promise<Result<undefined>>;
  readonly submitPayerCode: (input: { readonly orderId: string }) => Promise<Result<PaymentOrder>>;

  /** One sale at the terminal, told to the server. LT-2103: nobody knows yet; the resolver does not give up. */
  readonly sellByCard: (input: { readonly orderId: string; readonly amountFen: Fen }) => Promise<Result<PaymentOrder>>;
  /** Asks the terminal to stop; `sellByCard` says whether it did. */
  readonly stopCardSale: () => void;

  readonly takeNote: (
    input: { readonly orderId: string; readonly limitFen: Fen; readonly remainingFen: Fen },
    signal: AbortSignal,
  ) => Promise<Result<TakenCash>>;
  readonly stackNote: (input: {
    readonly orderId: string;
    readonly noteId: string;
    readonly denominationFen: Fen;
    readonly overpayConsent: boolean;
  }) => Promise<NoteOutcome>;
  readonly returnNote: (input: { readonly orderId: string; readonly noteId: string }) => Promise<NoteOutcome>;
  /** After an interrupted `takeNote`: gives back what is in escrow and says what became of the note. */
  readonly clearNote: (input: { readonly orderId: string }) => Promise<NoteOutcome>;
  /** Pays change out; what does not come out stays with the payment. */
  readonly payChange: (input: { readonly orderId: string; readonly amountFen: Fen }) => Promise<ChangeOutcome>;
  readonly settleCash: (input: {
    readonly orderId: string;
    readonly disposition: 'bills' | 'prepayment';
    readonly excess: 'prepayment' | 'unclaimed';
  }) => Promise<Result<PaymentOrder>>;

  readonly printReceipt: (input: { readonly orderId: string; readonly receipt: Receipt }) => Promise<Result<undefined>>;
  /** Registers a copy at the server, then prints it marked 补打. */
  readonly copyReceipt: (input: {
    readonly orderId: string;
    readonly receiptNumber: string;
  }) => Promise<Result<undefined>>;
  /** The owner has left the receipt screen: what was not printed by now is no longer printed by itself. */
  readonly leaveReceipt: (orderId: string) => void;
  readonly printSlip: (slip: Slip) => Promise<Result<undefined>>;
}

export interface TakenCash {
  readonly noteId: string;
  readonly denominationFen: Fen;
  /** It is in the box already. */
  readonly isCoin?: boolean;
  /** What is over, when exactly that can be given back. */
  readonly changeFen?: Fen;
}

/** `open`: nobody can tell yet how much came out. */
export type ChangeOutcome = { readonly outcome: 'settled'; readonly paidFen: Fen } | { readonly outcome: 'open' };

/** Failures after which nobody knows whether the other side acted; every other failure means it did not. */
const UNCERTAIN: ReadonlySet<FailureCode> = new Set([
  'LT-5001',
  'LT-2102',
  'LT-2103',
  'LT-9003',
  'LT-9999',
] satisfies FailureCode[]);

export function isUncertain(failure: Failure): boolean {
  return UNCERTAIN.has(failure.code);
}

/** Failures that say for sure that nothing came out of the printer; after any other the next print is a copy. */
export function nothingPrinted(code: FailureCode | undefined): boolean {
  return code === 'LT-3201' || code === 'LT-3202' || code === 'LT-3203' || code === 'LT-3903';
}

/** Stands for an actor until the service provides it. */
export function unprovided<Output, Input>() {
  return fromPromise<Output, Input>(() => Promise.reject(new Error('effect is not provided')));
}

type Effect<Name extends keyof FlowEffects> = FlowEffects[Name] extends (
  input: infer Input,
  signal: AbortSignal,
) => Promise<infer Output>
  ? { readonly input: Input; readonly output: Output }
  : never;

export function unprovidedEffect<Name extends keyof FlowEffects>(_name: Name) {
  return unprovided<Effect<Name>['output'], Effect<Name>['input']>();
}
