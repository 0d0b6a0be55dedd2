import type { PaymentMethod } from '@louting/server/contract/kiosk-api';
import { and, assign, not } from 'xstate';
import { isAvailable } from './methods.ts';
import { AFTER_SESSION, draftOf, largestNote, sessionSetup, type SessionContext } from './session-context.ts';
import { helpRegion, presenceRegion } from './session-regions.ts';

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
    devices: {},
    trouble: undefined,
    startFailure: undefined,
    stillThereLeft: 0,
  }),
  states: {
    presence: presenceRegion,
    help: helpRegion,
    flow: {
      initial: 'starting',
      on: {
        device: {
          actions: assign({
            devices: ({ context, event }) => ({ ...context.devices, [event.report.role]: event.report }),
          }),
        },
        configuration: { actions: assign({ configuration: ({ event }) => event.configuration }) },
        trouble: { actions: assign({ trouble: ({ event }) => event.code }) },
        'set-language': { actions: assign({ language: ({ event }) => event.language }) },
        'set-mode': { actions: assign({ mode: ({ event }) => event.mode }) },
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
        outOfService: {
          always: { guard: ({ context }) => !context.trouble && !context.startFailure, target: 'idle' },
        },

        idle: {
          entry: ['forgetOwner', 'sessionOver'],
          always: { guard: 'inTrouble', target: 'outOfService' },
          on: {
            start: 'identify',
            card: { target: 'identifying', actions: assign({ uid: ({ event }) => event.uid }) },
            'card-unreadable': {
              target: 'cardProblem',
              actions: { type: 'noteCardProblem', params: ({ event }) => event },
            },
          },
        },
        identify: {
          entry: 'mayLeave',
          on: {
            card: { target: 'identifying', actions: assign({ uid: ({ event }) => event.uid }) },
            'card-unreadable': {
              target: 'cardProblem',
              actions: { type: 'noteCardProblem', params: ({ event }) => event },
            },
            back: 'idle',
            cancel: 'idle',
            'owner-gone': 'idle',
          },
        },
        identifying: {
          entry: 'mustStay',
          invoke: {
            id: 'openSession',
            src: 'openSession',
            input: ({ context }) => ({ uid: context.uid ?? '' }),
            onDone: [
              {
                guard: ({ event }) => event.output.ok && event.output.value.bills.length > 0,
                target: 'bills',
                actions: {
                  type: 'takeSession',
                  params: ({ event }) => {
                    if (!event.output.ok) throw new Error('no session');
                    return event.output.value;
                  },
                },
              },
              {
                guard: ({ event }) => event.output.ok,
                target: 'nothingOwed',
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
            retry: 'identify',
            back: 'identify',
            card: { target: 'identifying', actions: assign({ uid: ({ event }) => event.uid }) },
            'card-unreadable': { actions: { type: 'noteCardProblem', params: ({ event }) => event } },
            cancel: 'idle',
            'owner-gone': 'idle',
          },
        },

        nothingOwed: {
          entry: 'mayLeave',
          on: { finish: 'goodbye', cancel: 'goodbye', back: 'goodbye', 'owner-gone': 'goodbye' },
        },
        bills: {
          entry: ['mayLeave', assign({ cameFrom: 'bills' })],
          on: {
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
          entry: ['mayLeave', assign({ cameFrom: 'choose' })],
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
            back: [{ guard: ({ context }) => context.cameFrom === 'choose', target: 'choose' }, { target: 'bills' }],
            cancel: 'goodbye',
            'owner-gone': 'goodbye',
          },
        },
        method: {
          entry: 'mayLeave',
          on: {
            'choose-method': [
              {
                guard: ({ context, event }) => event.method === 'cash' && isOn(context, event.method),
                target: 'payingCash',
                actions: assign({ method: ({ event }) => event.method }),
              },
              {
                guard: ({ context, event }) => event.method !== 'cash' && isOn(context, event.method),
                target: 'payingOnline',
                actions: assign({ method: ({ event }) => event.method }),
              },
            ],
            back: [{ guard: ({ context }) => context.cameFrom === 'choose', target: 'choose' }, { target: 'bills' }],
            cancel: 'goodbye',
            'owner-gone': 'goodbye',
          },
        },

        payingOnline: {
          // The order has its own deadline, the channel's; the owner may be busy with the phone.
          entry: 'mustStay',
          invoke: {
            id: 'online',
            src: 'onlinePayment',
            input: ({ context }) => {
              const draft = draftOf(context);
              if (draft.method === 'cash') throw new Error('cash is not paid online');
              return { draft: { ...draft, method: draft.method }, timings: context.timings, now: context.now };
            },
            onDone: {
              target: 'ended',
              actions: { type: 'takeEnd', params: ({ event }) => event.output },
            },
            onError: {
              target: 'failure',
              actions: {
                type: 'takeEnd',
                params: { end: 'failed', code: 'LT-9999', money: 'being-verified' },
              },
            },
          },
          on: {
            back: { actions: 'tellOnline' },
            cancel: { actions: 'tellOnline' },
            'other-method': { actions: 'tellOnline' },
            'print-slip': { actions: 'tellOnline' },
            finish: { actions: 'tellOnline' },
          },
        },
        payingCash: {
          entry: 'mustStay',
          invoke: {
            id: 'cash',
            src: 'cashIntake',
            input: ({ context }) => ({
              draft: draftOf(context),
              largestNoteFen: largestNote(context),
              timings: context.timings,
            }),
            onDone: {
              target: 'ended',
              actions: { type: 'takeEnd', params: ({ event }) => event.output },
            },
            onError: {
              target: 'failure',
              actions: {
                type: 'takeEnd',
                params: { end: 'failed', code: 'LT-9999', money: 'being-verified' },
              },
            },
          },
          on: {
            'money-inside': { actions: assign({ ownerMayLeave: ({ event }) => !event.inside }) },
            'owner-gone': { actions: 'leaveCash' },
            back: { actions: 'tellCash' },
            cancel: { actions: 'tellCash' },
            finish: { actions: 'tellCash' },
            'other-method': { actions: 'tellCash' },
            retry: { actions: 'tellCash' },
            'accept-overpay': { actions: 'tellCash' },
            'return-note': { actions: 'tellCash' },
            'continue-cash': { actions: 'tellCash' },
            'stop-cash': { actions: 'tellCash' },
            'print-slip': { actions: 'tellCash' },
            'note-refused': { actions: 'tellCash' },
            device: {
              actions: [
                assign({
                  devices: ({ context, event }) => ({ ...context.devices, [event.report.role]: event.report }),
                }),
                'tellCash',
              ],
            },
          },
        },

        /** Where to go after a payment. */
        ended: {
          always: [
            { guard: ({ context }) => context.lastEnd?.end === 'failed', target: 'failure' },
            { guard: ({ context }) => context.lastEnd?.end === 'paid' && context.paid !== undefined, target: 'paid' },
            { guard: ({ context }) => context.lastEnd?.end === 'paid', target: 'receipt' },
            {
              guard: ({ context }) => context.lastEnd?.end === 'left' && context.lastEnd.towards === 'method',
              target: 'method',
            },
            { target: 'goodbye' },
          ],
        },
        receipt: {
          entry: 'mustStay',
          invoke: {
            id: 'receipt',
            src: 'receipt',
            input: ({ context }) => {
              const [owed] = context.receipts;
              if (!owed) throw new Error('no receipt is owed');
              return { ...owed, mode: context.mode, timings: context.timings };
            },
            onDone: [
              { guard: 'moreReceipts', target: 'receipt', reenter: true, actions: 'nextReceipt' },
              { target: 'goodbye' },
            ],
            onError: 'goodbye',
          },
          on: {
            finish: { actions: 'tellReceipt' },
            cancel: { actions: 'tellReceipt' },
            'reprint-receipt': { actions: 'tellReceipt' },
          },
        },
        paid: {
          entry: 'mustStay',
          after: { success: 'goodbye' },
          on: { finish: 'goodbye', cancel: 'goodbye' },
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
        goodbye: {
          entry: [
            'mustStay',
            { type: 'closeSession', params: ({ context }) => ({ sessionId: context.session?.sessionId }) },
          ],
          after: { goodbye: 'idle' },
          on: {
            start: 'idle',
            // The next one in the queue need not wait for the farewell.
            card: {
              target: 'identifying',
              actions: ['forgetOwner', 'sessionOver', assign({ uid: ({ event }) => event.uid })],
            },
          },
        },
      },
    },
  },
});

function isOn(context: SessionContext, method: PaymentMethod): boolean {
  return isAvailable(method, context.configuration, context.devices);
}
