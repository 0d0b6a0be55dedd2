import { and, assign, not } from 'xstate';
import { afterPaymentStates } from './after-payment.ts';
import { agreementStates } from './agreement.ts';
import { devicesAfter } from './cabinet-rules.ts';
import { choosingStates } from './choosing-method.ts';
import { closedStates, closingRegion } from './closing.ts';
import { confirmationStates } from './confirmation.ts';
import { extrasStates } from './extras-states.ts';
import { laterStates } from './later.ts';
import { goodbyeStates } from './goodbye.ts';
import { payingStates } from './paying.ts';
import { refundStates } from './refund-progress.ts';
import { AFTER_SESSION } from './session-context.ts';
import { sessionSetup } from './session-setup.ts';
import { wayChoices } from './present-ways-in.ts';
import { practiceStates } from './practising.ts';
import { maintenanceStates } from './maintenance-states.ts';
import { questionStates } from './questions.ts';
import { disputeStates } from './disputes.ts';
import { helpPanelRegion, helpRegion } from './help.ts';
import { presenceRegion } from './session-regions.ts';
import { SOUND_AT_START } from './sound.ts';
import { settingsRegion, wishesRegion } from './settings.ts';
import { stayStates } from './stay-states.ts';
import { topUpStates } from './top-up.ts';

/**
 * One customer after another, from the card to goodbye. Payment, cash and receipt are machines of their own; whatever is
 * not named in a state is ignored there on purpose (`ignore`), because late touches and late devices are normal.
 */
export const sessionMachine = sessionSetup.createMachine({
  id: 'session',
  type: 'parallel',
  context: ({ input }) => ({
    ...input,
    ...AFTER_SESSION,
    sound: SOUND_AT_START,
    devices: {},
    trouble: undefined,
    unreachableSince: undefined,
    startFailure: undefined,
    stillThereLeft: 0,
    stillThereOf: 1,
    helpNews: undefined,
  }),
  states: {
    presence: presenceRegion,
    closing: closingRegion,
    help: helpRegion,
    helpPanel: helpPanelRegion,
    settings: settingsRegion,
    wishes: wishesRegion,
    flow: {
      initial: 'starting',
      on: {
        device: {
          actions: assign({
            devices: ({ context, event }) => devicesAfter(context.devices, event.report),
          }),
        },
        configuration: { actions: assign({ configuration: ({ event }) => event.configuration }) },
        trouble: {
          actions: assign({
            trouble: ({ event }) => event.code,
            unreachableSince: ({ context, event }) =>
              event.code === 'LT-5001' ? (context.unreachableSince ?? context.now()) : undefined,
          }),
        },
        'set-language': {
          actions: assign(({ context, event: { language } }) => ({
            language,
            choices: { ...context.choices, language },
          })),
        },
        'set-mode': {
          actions: assign(({ context, event: { mode } }) => ({ mode, choices: { ...context.choices, mode } })),
        },
        'set-volume': { actions: 'noteSound' },
        'set-dark': { actions: 'noteSound' },
        headset: { actions: 'noteSound' },
        'set-theme': {
          actions: assign(({ context, event: { theme } }) => ({ theme, choices: { ...context.choices, theme } })),
        },
        'set-lowered': {
          actions: assign(({ context, event: { lowered } }) => ({
            lowered,
            choices: { ...context.choices, low: lowered ? 'on' : 'off' },
          })),
        },
        'open-maintenance': { guard: 'mayMaintain', target: '.maintaining' },
        practise: { guard: 'mayPractise', target: '.practising' },
        'show-questions': { guard: 'mayAskQuestions', target: '.questionsAsked' },
        '*': { actions: 'ignore' },
      },
      states: {
        starting: {
          invoke: {
            id: 'start',
            src: 'start',
            onDone: [
              {
                guard: ({ event }) => !event.output.ok,
                target: 'outOfService',
                actions: assign({
                  startFailure: ({ event }) => (event.output.ok ? undefined : event.output.error.code),
                }),
              },
              {
                guard: ({ event }) => event.output.ok && event.output.value.recovered.length > 0,
                target: 'receipt',
                actions: assign({ receipts: ({ event }) => (event.output.ok ? event.output.value.recovered : []) }),
              },
              { target: 'idle' },
            ],
            onError: { target: 'outOfService', actions: assign({ startFailure: 'LT-9999' }) },
          },
        },
        ...closedStates,
        idle: {
          entry: ['forgetOwner', 'sessionOver'],
          always: { guard: 'inTrouble', target: 'outOfService' },
          on: {
            start: 'identify',
            'find-car': { guard: ({ context }) => context.configuration?.parkingStays === true, target: 'findingCar' },
            'nobody-came': { actions: 'forgetOwner' },
            open: { guard: ({ event }) => event.place === 'fees', target: 'extras', actions: 'openPlace' },
            // The wait for the owner begins at once: nobody sees a dark idle screen.
            'set-dark': { guard: ({ event }) => event.dark, target: 'identify', actions: 'noteSound' },
            headset: [
              { guard: ({ event }) => event.plugged, target: 'identify', actions: 'noteSound' },
              { actions: 'noteSound' },
            ],
            card: { target: 'identifying', actions: 'takeCard' },
            'pay-slip': { target: 'identifying', actions: 'takeSlip' },
            'card-unreadable': {
              target: 'cardProblem',
              actions: { type: 'noteCardProblem', params: ({ event }) => event },
            },
          },
        },
        identify: {
          entry: 'mayLeave',
          invoke: {
            id: 'waysIn',
            src: 'waysIn',
            input: ({ context }) => ({ cardOnly: wayChoices(context).length < 2 }),
            onDone: [
              {
                guard: ({ event }) => event.output.credential !== undefined,
                target: 'identifying',
                actions: assign({ credential: ({ event }) => event.output.credential }),
              },
              { target: 'idle' },
            ],
            onError: 'idle',
          },
          on: {
            card: { target: 'identifying', actions: 'takeCard' },
            'pay-slip': { target: 'identifying', actions: 'takeSlip' },
            'card-unreadable': {
              target: 'cardProblem',
              actions: { type: 'noteCardProblem', params: ({ event }) => event },
            },
            'choose-way': { guard: 'wayIsOn', actions: 'tellWaysIn' },
            'press-digit': { actions: 'tellWaysIn' },
            'erase-digit': { actions: 'tellWaysIn' },
            'accept-typed': { actions: 'tellWaysIn' },
            'resend-code': { actions: 'tellWaysIn' },
            'choose-door': { actions: 'tellWaysIn' },
            'choose-home': { actions: 'tellWaysIn' },
            retry: { actions: 'tellWaysIn' },
            'other-method': { actions: 'tellWaysIn' },
            back: { actions: 'tellWaysIn' },
            cancel: 'idle',
            'owner-gone': 'idle',
          },
        },
        identifying: {
          entry: 'mustStay',
          invoke: {
            id: 'openSession',
            src: 'openSession',
            input: ({ context }) => {
              if (!context.credential) throw new Error('nobody was identified');
              const sessionId = context.session?.sessionId;
              return { credential: context.credential, ...(sessionId === undefined ? {} : { sessionId }) };
            },
            onDone: [
              {
                guard: ({ event }) => event.output.ok,
                target: 'welcome',
                actions: {
                  type: 'takeSession',
                  params: ({ event }) => {
                    if (!event.output.ok) throw new Error('no session');
                    return event.output.value;
                  },
                },
              },
              {
                target: 'cardProblem',
                actions: {
                  type: 'noteCardProblem',
                  params: ({ event }) => (event.output.ok ? { code: 'LT-9999' } : event.output.error),
                },
              },
            ],
            onError: {
              target: 'cardProblem',
              actions: { type: 'noteCardProblem', params: { code: 'LT-9999' } },
            },
          },
          on: { cancel: 'goodbye' },
        },
        cardProblem: {
          entry: 'mayLeave',
          on: {
            retry: [{ guard: 'forCar', target: 'findingCar' }, { target: 'identify' }],
            back: [{ guard: 'forCar', target: 'findingCar' }, { target: 'identify' }],
            card: { target: 'identifying', actions: 'takeCard' },
            'pay-slip': { target: 'identifying', actions: 'takeSlip' },
            'card-unreadable': { actions: { type: 'noteCardProblem', params: ({ event }) => event } },
            cancel: 'idle',
            'owner-gone': 'idle',
          },
        },
        /** What the owner sees first: the receipts still owed, then the bills. */
        welcome: {
          always: [
            { guard: 'collecting', target: 'receipt' },
            { guard: ({ context }) => context.session?.stay !== undefined, target: 'staySum' },
            { guard: ({ context }) => (context.session?.bills.length ?? 0) > 0, target: 'bills' },
            { target: 'nothingOwed' },
          ],
        },
        nothingOwed: {
          entry: 'mayLeave',
          on: {
            open: { guard: 'mayLookInside', target: 'extras', actions: 'openPlace' },
            'top-up': { guard: and(['serverIsThere', 'mayLookInside']), target: 'topUp' },
            'show-refunds': { guard: 'hasRefunds', target: 'refundsAsked' },
            finish: 'goodbye',
            cancel: 'goodbye',
            back: 'goodbye',
            'owner-gone': 'goodbye',
          },
        },
        bills: {
          entry: ['mayLeave', assign({ cameFrom: 'bills', purpose: 'bills' })],
          on: {
            open: { guard: 'mayLookInside', target: 'extras', actions: 'openPlace' },
            'top-up': { guard: and(['serverIsThere', 'mayLookInside']), target: 'topUp' },
            'show-refunds': { guard: 'hasRefunds', target: 'refundsAsked' },
            pay: {
              target: 'method',
              actions: assign({ chosen: ({ context }) => (context.session?.bills ?? []).map((bill) => bill.billId) }),
            },
            'choose-bills': 'choose',
            'show-bill': { target: 'billDetail', actions: assign({ detailBillId: ({ event }) => event.billId }) },
            cancel: 'goodbye',
            finish: 'goodbye',
            'owner-gone': 'goodbye',
          },
        },
        choose: {
          entry: ['mayLeave', assign({ cameFrom: 'choose', purpose: 'bills' })],
          on: {
            'toggle-bill': {
              actions: assign({
                ticked: ({ context, event }) =>
                  context.ticked.includes(event.billId)
                    ? context.ticked.filter((billId) => billId !== event.billId)
                    : [...context.ticked, event.billId],
              }),
            },
            pay: {
              guard: 'somethingTicked',
              target: 'method',
              actions: assign({ chosen: ({ context }) => context.ticked }),
            },
            'show-bill': { target: 'billDetail', actions: assign({ detailBillId: ({ event }) => event.billId }) },
            back: 'bills',
            cancel: 'goodbye',
            'owner-gone': 'goodbye',
          },
        },
        billDetail: {
          entry: 'mayLeave',
          // A bill id the session does not hold shows nothing.
          always: {
            guard: ({ context }) => !context.session?.bills.some((bill) => bill.billId === context.detailBillId),
            target: 'bills',
          },
          on: {
            'dispute-bill': { guard: 'mayDispute', target: 'dispute' },
            back: [{ guard: ({ context }) => context.cameFrom === 'choose', target: 'choose' }, { target: 'bills' }],
            cancel: 'goodbye',
            'owner-gone': 'goodbye',
          },
        },
        ...choosingStates,
        ...payingStates,
        ...stayStates,
        ...extrasStates,
        ...refundStates,
        ...disputeStates,
        ...questionStates,
        ...practiceStates,
        ...maintenanceStates,
        ...topUpStates,
        ...agreementStates,
        ...confirmationStates,
        ...laterStates,
        ...afterPaymentStates,
        /** Where to go after a payment. */
        ended: {
          always: [
            {
              guard: ({ context }) => context.lastEnd?.end === 'failed' && context.lastEnd.confirm !== undefined,
              target: 'confirmPayment',
            },
            { guard: ({ context }) => context.lastEnd?.end === 'failed', target: 'failure' },
            { guard: ({ context }) => context.lastEnd?.end === 'booked-later', target: 'bookedLater' },
            { guard: ({ context }) => context.lastEnd?.end === 'paid' && context.paid !== undefined, target: 'paid' },
            { guard: ({ context }) => context.lastEnd?.end === 'paid', target: 'receipt' },
            {
              guard: ({ context }) => context.lastEnd?.end === 'left' && context.lastEnd.towards === 'method',
              target: 'method',
            },
            { target: 'goodbye' },
          ],
        },
        failure: {
          entry: 'mayLeave',
          on: {
            retry: [
              { guard: and(['mayRetry', 'billsAreStale']), target: 'identifying' },
              { guard: 'mayRetry', target: 'method' },
            ],
            'other-method': { guard: and(['mayRetry', not('billsAreStale')]), target: 'method' },
            finish: 'goodbye',
            back: 'goodbye',
            cancel: 'goodbye',
            'owner-gone': 'goodbye',
          },
        },
        ...goodbyeStates,
      },
    },
  },
});
