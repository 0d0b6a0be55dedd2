import type { FailureCode } from '@louting/common/failure-codes';
import { addFen, ZERO_FEN, type Fen } from '@louting/common/money';
import type { Failure, Result } from '@louting/common/result';
import type { KioskConfiguration, OrderPurpose, PaymentMethod } from '@louting/server/contract/kiosk-api';
import type { Bill, RefundNotice, Session } from '@louting/server/contract/session-api';
import type { Preferences } from '@louting/server/contract/owner-preferences';
import type { Question } from '@louting/server/contract/questions-api';
import type { Complaint, Face } from '@louting/server/contract/tickets-api';
import { assign, not, or, raise, sendTo, setup, stateIn } from 'xstate';
import type { DisplayMode, Language, MethodChoice } from '../screens.ts';
import type { ProfileName } from '../screens/profiles.ts';
import type { Theme } from '../screens/settings.ts';
import { NOT_ASKED, type AgreementContext } from './agreement-context.ts';
import type { MoneyInsideEvent } from './cash-context.ts';
import { closedBy, shutBy } from './cabinet-rules.ts';
import { bankCardMachine, type BankCardEvent } from './bank-card.ts';
import { cashIntakeMachine } from './cash-intake.ts';
import {
  unprovided,
  unprovidedEffect,
  type HelpNews,
  type OfflineAllowance,
  type OpenedSession,
  type OrderDraft,
  type OrderToConfirm,
  type PaymentEnd,
  type RecoveredPayment,
  type KnownBy,
} from './effects.ts';
import { OWNER_EVENT_TYPES, type KioskEvent, type OwnerEvent, type Timings } from './events.ts';
import type { Place } from '../screens/extras.ts';
import { extrasMachine } from './extras.ts';
import { invoiceMachine } from './invoice.ts';
import { laterSlipMachine } from './later-slip.ts';
import { maintenanceMachine } from './maintenance.ts';
import {
  givesChange,
  methodChoices,
  takesHeldCode,
  type DeviceReports,
  type Offline,
  NOTHING_OFFLINE,
} from './methods.ts';
import { onlinePaymentMachine } from './online-payment.ts';
import { appearanceAtTap } from './preferences.ts';
import { wayChoices } from './present-ways-in.ts';
import { practiceMachine } from './practice.ts';
import { receiptMachine, type ReceiptStanding } from './receipt.ts';
import { hasPaid, inDispute, mayHaveInvoice, mayRetry } from './session-facts.ts';
import { soundAfter, soundAfterSession, type SoundContext, type SoundPolicy } from './sound.ts';
import { stayMachine } from './stay.ts';
import { waysInMachine } from './ways-in.ts';

export interface SessionInput {
  readonly timings: Timings;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly configuration: KioskConfiguration | undefined;
  readonly profile: ProfileName;
  /** What the kiosk may still take in this session while the server cannot be reached. */
  readonly offlineAllowance: (sessionId: string) => OfflineAllowance;
  readonly soundPolicy: SoundPolicy;
}

export interface SessionContext extends SessionInput {
  readonly devices: DeviceReports;
  readonly trouble: FailureCode | undefined;
  /** Since when the server is known not to be reached. */
  readonly unreachableSince: number | undefined;
  /** Why the kiosk could not start at all; only staff and a restart help. */
  readonly startFailure: FailureCode | undefined;
  readonly language: Language;
  readonly mode: DisplayMode;
  readonly theme: Theme;
  readonly lowered: boolean;
  /** What was chosen by touch since the last owner left. */
  readonly choices: Preferences;
  readonly sound: SoundContext;
  /** Who it is, as the server is told. */
  readonly credential: KnownBy | undefined;
  /** When the card came that opened the session; milliseconds since the epoch. */
  readonly cardSince: number | undefined;
  readonly session: Session | undefined;
  readonly ticked: readonly string[];
  /** What is being paid. */
  readonly chosen: readonly string[];
  readonly purpose: OrderPurpose;
  /** What is to be kept for later bills, and what is typed of another amount. */
  readonly topUpFen: Fen;
  readonly typedYuan: number;
  readonly cameFrom: 'bills' | 'choose' | 'top-up' | 'offers' | 'stay';
  /** What is opened beside the bills. */
  readonly place: Place;
  readonly detailBillId: string | undefined;
  readonly method: PaymentMethod | undefined;
  readonly cardProblem: FailureCode;
  readonly lastEnd: PaymentEnd | undefined;
  readonly failure: Extract<PaymentEnd, { end: 'failed' }> | undefined;
  /** The owner said yes to it: the same order is sent once more. */
  readonly confirmed: OrderToConfirm | undefined;
  readonly bookedLater: Extract<PaymentEnd, { end: 'booked-later' }> | undefined;
  readonly agreement: AgreementContext;
  /** As the server last told them, or why it did not. */
  readonly refunds: Result<readonly RefundNotice[]> | undefined;
  /** Paid, but the server answered without a receipt. */
  readonly paid: { readonly amountFen: Fen; readonly reference: string } | undefined;
  /** Receipts still owed, the one on the screen first. */
  readonly receipts: readonly RecoveredPayment[];
  /** How that one stood when the owner turned to the invoice. */
  readonly receiptBefore: ReceiptStanding | undefined;
  /** Somebody touched the screen to go on from the receipt. */
  readonly ownerWentOn: boolean;
  /** The receipts are of cash taken off line on an earlier day; the bills come after them. */
  readonly collecting: boolean;
  /** False while money is inside or an outcome is unknown: then nobody is ever taken for gone. */
  readonly ownerMayLeave: boolean;
  readonly stillThereLeft: number;
  readonly stillThereOf: number;
  /** What is known of the call for help. */
  readonly helpNews: HelpNews | undefined;
  /** What seems wrong with the bill that is looked at, and what became of the question. */
  readonly complaint: Complaint | undefined;
  readonly dispute: Result<{ readonly reference: string }> | undefined;
  readonly faceGiven: boolean;
  readonly questions: readonly Question[] | undefined;
  readonly openQuestion: number | undefined;
}

type InternalEvent =
  { readonly type: 'owner-gone' } | { readonly type: 'session-over' } | { readonly type: 'nobody-came' };

export const AFTER_SESSION = {
  language: 'zh-CN',
  mode: 'standard',
  theme: 'day',
  lowered: false,
  choices: {},
  credential: undefined,
  cardSince: undefined,
  session: undefined,
  ticked: [],
  chosen: [],
  purpose: 'bills',
  topUpFen: ZERO_FEN,
  typedYuan: 0,
  cameFrom: 'bills',
  place: 'more',
  detailBillId: undefined,
  method: undefined,
  cardProblem: 'LT-1005',
  lastEnd: undefined,
  failure: undefined,
  confirmed: undefined,
  bookedLater: undefined,
  agreement: NOT_ASKED,
  refunds: undefined,
  paid: undefined,
  receipts: [],
  receiptBefore: undefined,
  ownerWentOn: false,
  collecting: false,
  complaint: undefined,
  dispute: undefined,
  faceGiven: false,
  questions: undefined,
  openQuestion: undefined,
  ownerMayLeave: false,
} as const satisfies Partial<SessionContext>;

export function billsOf(context: SessionContext, billIds: readonly string[]): readonly Bill[] {
  return (context.session?.bills ?? []).filter((bill) => billIds.includes(bill.billId));
}

export function sumOf(bills: readonly Bill[]): Fen {
  return addFen(...bills.map((bill) => bill.outstandingFen));
}

/** What is about to be paid. */
export function dueOf(context: SessionContext): Fen {
  return context.purpose === 'prepayment' ? context.topUpFen : sumOf(billsOf(context, context.chosen));
}

export function draftOf(context: SessionContext): OrderDraft {
  const { purpose, confirmed, unreachableSince } = context;
  return {
    sessionId: context.session?.sessionId ?? '',
    purpose,
    billIds: purpose === 'bills' ? context.chosen : [],
    amountFen: dueOf(context),
    method: context.method ?? 'cash',
    ...(confirmed ? { confirm: confirmed } : {}),
    ...(context.session?.stay ? { keepsNothing: true } : {}),
    ...(unreachableSince === undefined ? {} : { unreachableSince }),
  };
}

export function choicesOf(context: SessionContext): readonly MethodChoice[] {
  const { configuration, devices, purpose } = context;
  const choices = methodChoices(configuration, devices, offlineOf(context));
  // All of a prepayment is kept: nothing of it is over.
  if (purpose === 'prepayment' || !givesChange(devices)) return choices;
  return choices.map((choice) =>
    choice.method === 'cash' && choice.available ? { ...choice, givesChange: true } : choice,
  );
}

function offlineOf(context: SessionContext): Offline | undefined {
  if (context.unreachableSince === undefined) return undefined;
  // What a stay costs only the server knows.
  if (context.session?.stay) return NOTHING_OFFLINE;
  const allowance = context.offlineAllowance(context.session?.sessionId ?? '');
  return { purpose: context.purpose, amountFen: dueOf(context), allowance };
}

/** A payer code that is held to the scanner on the screen of choices is taken, whether it has a key there or not. */
export function takesHeldCodeNow({ configuration, devices, unreachableSince }: SessionContext): boolean {
  return unreachableSince === undefined && takesHeldCode(configuration, devices);
}

export function isOn(context: SessionContext, method: PaymentMethod): boolean {
  return choicesOf(context).some((choice) => choice.method === method && choice.available);
}

/** After these the bills on the screen are no longer true: trying again means asking the server first. */
const STALE: ReadonlySet<FailureCode> = new Set([
  'LT-1007',
  'LT-2001',
  'LT-2002',
  'LT-2003',
  'LT-2004',
  'LT-2005',
] satisfies FailureCode[]);

/** Provided by the service. */
const closeSession: (scene: unknown, params: { readonly sessionId: string | undefined }) => void = () => undefined;
const rememberPreferences: (
  scene: unknown,
  params: { readonly sessionId: string; readonly preferences: Preferences } | undefined,
) => void = () => undefined;
const dropOrder: (scene: unknown, params: { readonly orderId: string | undefined }) => void = () => undefined;

/** Where nothing is under way: what was begun there is begun again afterwards. */
export const CALM_STATES = [
  'idle',
  'identify',
  'cardProblem',
  'bills',
  'choose',
  'billDetail',
  'nothingOwed',
  'method',
] as const;
/** Nobody has said yet who they are. */
export const NOBODY_STATES = ['idle', 'identify'] as const;

const giveFace: (
  scene: unknown,
  params: { readonly face: Face; readonly sessionId: string | undefined },
) => void = () => undefined;

export const sessionSetup = setup({
  types: {
    context: {} as SessionContext,
    events: {} as OwnerEvent | KioskEvent | MoneyInsideEvent | InternalEvent,
    input: {} as SessionInput,
    children: {} as {
      online: 'onlinePayment';
      bankCard: 'bankCard';
      cash: 'cashIntake';
      receipt: 'receipt';
      invoice: 'invoice';
      laterSlip: 'laterSlip';
      waysIn: 'waysIn';
      stay: 'stay';
      extras: 'extras';
      practice: 'practice';
      maintenance: 'maintenance';
    },
  },
  actors: {
    start: unprovidedEffect('start'),
    selfCheck: unprovidedEffect('selfCheck'),
    openSession: unprovidedEffect('openSession'),
    callHelp: unprovidedEffect('callHelp'),
    watchHelp: unprovided<HelpNews, HelpNews>(),
    disputeBill: unprovidedEffect('disputeBill'),
    questions: unprovided<readonly Question[], void>(),
    onlinePayment: onlinePaymentMachine,
    bankCard: bankCardMachine,
    cashIntake: cashIntakeMachine,
    receipt: receiptMachine,
    invoice: invoiceMachine,
    laterSlip: laterSlipMachine,
    waysIn: waysInMachine,
    stay: stayMachine,
    extras: extrasMachine,
    practice: practiceMachine,
    maintenance: maintenanceMachine,
    heldPayerCode: unprovided<object, void>(),
    agree: unprovidedEffect('agree'),
    refundsOf: unprovidedEffect('refundsOf'),
  },
  actions: {
    ignore: () => undefined,
    closeSession,
    endHelp: () => undefined,
    giveFace,
    rememberPreferences,
    dropOrder,
    tellOnline: sendTo('online', ({ event }) => event as OwnerEvent),
    tellBankCard: sendTo('bankCard', ({ event }) => event as BankCardEvent),
    tellCash: sendTo('cash', ({ event }) => event as OwnerEvent | KioskEvent),
    tellLaterSlip: sendTo('laterSlip', ({ event }) => event as OwnerEvent),
    tellExtras: sendTo('extras', ({ event }) => event as OwnerEvent),
    tellInvoice: sendTo('invoice', ({ event }) => event as OwnerEvent),
    tellStay: sendTo('stay', ({ event }) => event as OwnerEvent),
    tellWaysIn: sendTo('waysIn', ({ event }) => event as OwnerEvent),
    tellReceipt: sendTo('receipt', ({ event }) => event as OwnerEvent),
    tellPractice: sendTo('practice', ({ event }) => event as OwnerEvent),
    tellMaintenance: sendTo('maintenance', ({ event }) => event as OwnerEvent),
    leaveCash: sendTo('cash', { type: 'cancel' }),
    forgetOwner: assign(({ context }) => ({ ...AFTER_SESSION, sound: soundAfterSession(context.sound) })),
    noteSound: assign({ sound: ({ context, event }) => soundAfter(context.sound, event) }),
    sessionOver: raise({ type: 'session-over' }),
    mayLeave: assign({ ownerMayLeave: true }),
    mustStay: assign({ ownerMayLeave: false }),
    takeCard: assign(({ context, event }) =>
      event.type === 'card' ? { credential: { type: 'card' as const, uid: event.uid }, cardSince: context.now() } : {},
    ),
    openPlace: assign({
      place: ({ event }) =>
        event.type === 'open' && (event.place === 'fees' || event.place === 'offers') ? event.place : 'more',
    }),
    takeSlip: assign(({ event }) =>
      event.type === 'pay-slip' ? { credential: { type: 'pay-slip' as const, token: event.token } } : {},
    ),
    noteCardProblem: assign({ cardProblem: (_, failure: Failure) => failure.code }),
    takeSession: assign(({ context }, { owed = [], ...session }: OpenedSession) => ({
      session,
      receipts: owed,
      collecting: owed.length > 0,
      ticked: session.bills.map((bill) => bill.billId),
      chosen: session.bills.map((bill) => bill.billId),
      ...appearanceAtTap(context, context.choices, session.preferences),
    })),
    takeEnd: assign((_, end: PaymentEnd) => {
      if (end.end === 'failed') return { lastEnd: end, failure: end, confirmed: undefined };
      if (end.end === 'booked-later') return { lastEnd: end, bookedLater: end };
      if (end.end !== 'paid') return { lastEnd: end, confirmed: undefined };
      const { orderId, receipt, amountFen, reference } = end.order;
      return receipt
        ? {
            lastEnd: end,
            receipts: [{ orderId, receipt, print: 'first' as const }],
            receiptBefore: undefined,
            paid: undefined,
          }
        : { lastEnd: end, paid: { amountFen, reference } };
    }),
    nextReceipt: assign({ receipts: ({ context }) => context.receipts.slice(1), receiptBefore: undefined }),
  },
  guards: {
    inTrouble: ({ context }) => shutBy(context) !== undefined,
    mayOpen: ({ context }) => shutBy(context) === undefined,
    mustClose: ({ context }) => closedBy(context.devices) !== undefined,
    byOwner: ({ event }) => OWNER_EVENT_TYPES.has(event.type),
    ownerMayLeave: ({ context }) => context.ownerMayLeave,
    cardLay: ({ context: { cardSince, now, timings } }) =>
      cardSince !== undefined && now() - cardSince >= timings.cardLies,
    lastSecond: ({ context }) => context.stillThereLeft <= 1,
    somethingTicked: ({ context }) => context.ticked.length > 0,
    billsAreStale: ({ context }) => context.failure !== undefined && STALE.has(context.failure.code),
    mayRetry: ({ context }) => mayRetry(context),
    moreReceipts: ({ context }) => context.receipts.length > 1,
    collecting: ({ context }) => context.collecting,
    mayHaveInvoice: ({ context }) => mayHaveInvoice(context),
    mayLookInside: ({ context }) => context.session?.strength === 'strong',
    forCar: ({ context }) => context.credential?.type === 'stay',
    wayIsOn: ({ context, event }) =>
      event.type === 'choose-way' && wayChoices(context).some(({ way, available }) => way === event.way && available),
    helpPanelMayOpen: or([({ context }) => context.ownerMayLeave || !context.session, not(stateIn({ help: 'none' }))]),
    mayAskQuestions: or(CALM_STATES.map((flow) => stateIn({ flow }))),
    mayPractise: or(NOBODY_STATES.map((flow) => stateIn({ flow }))),
    mayMaintain: or([stateIn({ flow: 'idle' }), stateIn({ flow: 'outOfService' })]),
    hasSession: ({ context }) => context.session !== undefined,
    maySurvey: ({ context }) => hasPaid(context) && !context.faceGiven,
    mayDispute: ({ context }) => !inDispute(context, context.detailBillId),
    hasRefunds: ({ context }) => (context.session?.refundCount ?? 0) > 0,
    serverIsThere: ({ context }) => context.trouble === undefined,
  },
  delays: {
    idle: ({ context }) => context.timings.idle[context.mode],
    // Whoever is asked something has the time to read it; the next card need not wait for it.
    farewell: ({ context }) => context.timings.goodbye * (hasPaid(context) ? 2 : 1),
    helpRetry: ({ context }) => context.timings.helpRetry,
    helpUnanswered: ({ context }) => (context.configuration?.helpDesk.unansweredSeconds ?? 60) * 1_000,
    helpForgotten: ({ context }) => context.timings.helpForgotten,
    helpPanel: ({ context }) => context.timings.helpPanel[context.mode],
    success: ({ context }) => context.timings.success[context.mode],
  },
});
