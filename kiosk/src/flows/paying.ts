import { fen, type Fen } from '@louting/common/money';
import { assign } from 'xstate';
import { devicesAfter } from './cabinet-rules.ts';
import { paymentFailed } from './payment-end.ts';
import { draftOf, type SessionContext } from './session-context.ts';
import { sessionSetup } from './session-setup.ts';

/** A machine that broke cannot say where the money is. */
const BROKEN_DOWN = {
  target: 'failure',
  actions: { type: 'takeEnd', params: paymentFailed('LT-9999', 'being-verified') },
} as const;

/** The ways to pay, each a machine of its own. */
export const payingStates = {
  payingOnline: sessionSetup.createStateConfig({
    // The order has its own deadline, the channel's; the owner may be busy with the phone.
    entry: 'mustStay',
    invoke: {
      id: 'online',
      src: 'onlinePayment',
      input: ({ context }) => {
        const draft = draftOf(context);
        if (draft.method === 'cash' || draft.method === 'bank-card') throw new Error('not paid online');
        return { draft: { ...draft, method: draft.method }, timings: context.timings, now: context.now };
      },
      onDone: {
        target: 'ended',
        actions: { type: 'takeEnd', params: ({ event }) => event.output },
      },
      onError: BROKEN_DOWN,
    },
    on: {
      back: { actions: 'tellOnline' },
      cancel: { actions: 'tellOnline' },
      'other-method': { actions: 'tellOnline' },
      'print-slip': { actions: 'tellOnline' },
      finish: { actions: 'tellOnline' },
    },
  }),

  payingByCard: sessionSetup.createStateConfig({
    entry: 'mustStay',
    invoke: {
      id: 'bankCard',
      src: 'bankCard',
      input: ({ context }) => ({ draft: draftOf(context), timings: context.timings }),
      onDone: { target: 'ended', actions: { type: 'takeEnd', params: ({ event }) => event.output } },
      onError: BROKEN_DOWN,
    },
    on: {
      'card-stage': { actions: 'tellBankCard' },
      back: { actions: 'tellBankCard' },
      cancel: { actions: 'tellBankCard' },
      'other-method': { actions: 'tellBankCard' },
      'print-slip': { actions: 'tellBankCard' },
      finish: { actions: 'tellBankCard' },
    },
  }),

  payingCash: sessionSetup.createStateConfig({
    entry: 'mustStay',
    invoke: {
      id: 'cash',
      src: 'cashIntake',
      input: ({ context }) => ({
        draft: draftOf(context),
        largestNoteFen: largestNote(context),
        devices: context.devices,
        timings: context.timings,
      }),
      onDone: {
        target: 'ended',
        actions: { type: 'takeEnd', params: ({ event }) => event.output },
      },
      onError: BROKEN_DOWN,
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
      'take-change': { actions: 'tellCash' },
      'return-note': { actions: 'tellCash' },
      'continue-cash': { actions: 'tellCash' },
      'stop-cash': { actions: 'tellCash' },
      'print-slip': { actions: 'tellCash' },
      'note-refused': { actions: 'tellCash' },
      device: {
        actions: [
          assign({
            devices: ({ context, event }) => devicesAfter(context.devices, event.report),
          }),
          'tellCash',
        ],
      },
    },
  }),
};

function largestNote(context: SessionContext): Fen {
  return fen(Math.max(0, ...(context.configuration?.acceptedNotes ?? [])));
}
