import type { FailureCode } from '@louting/common/failure-codes';
import type { Failure } from '@louting/common/result';
import type { Preferences } from '@louting/server/contract/owner-preferences';
import type { Question } from '@louting/server/contract/questions-api';
import type { Face } from '@louting/server/contract/tickets-api';
import { assign, not, or, raise, sendTo, setup, stateIn } from 'xstate';
import type { MoneyInsideEvent } from './cash-context.ts';
import { closedBy, shutBy } from './cabinet-rules.ts';
import { bankCardMachine, type BankCardEvent } from './bank-card.ts';
import { cashIntakeMachine } from './cash-intake.ts';
import { unprovided, unprovidedEffect, type HelpNews, type OpenedSession } from './effects.ts';
import type { PaymentEnd } from './payment-end.ts';
import { OWNER_EVENT_TYPES, type KioskEvent, type OwnerEvent } from './events.ts';
import { extrasMachine } from './extras.ts';
import { invoiceMachine } from './invoice.ts';
import { laterSlipMachine } from './later-slip.ts';
import { maintenanceMachine } from './maintenance.ts';
import { onlinePaymentMachine } from './online-payment.ts';
import { appearanceAtTap } from './preferences.ts';
import { wayChoices } from './present-ways-in.ts';
import { practiceMachine } from './practice.ts';
import { receiptMachine } from './receipt.ts';
import { hasPaid, inDispute, mayHaveInvoice, mayRetry } from './session-facts.ts';
import { soundAfter, soundAfterSession } from './sound.ts';
import { stayMachine } from './stay.ts';
import { waysInMachine } from './ways-in.ts';
import { AFTER_SESSION, type SessionContext, type SessionInput } from './session-context.ts';

type InternalEvent =
  { readonly type: 'owner-gone' } | { readonly type: 'session-over' } | { readonly type: 'nobody-came' };

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
