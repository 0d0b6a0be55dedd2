import { assign } from 'xstate';
import { isOn, takesHeldCodeNow } from './session-context.ts';
import { sessionSetup } from './session-setup.ts';

/** How to pay. Whoever holds a payer code to the scanner has chosen. */
export const choosingStates = {
  method: sessionSetup.createStateConfig({
    entry: ['mayLeave', assign({ confirmed: undefined })],
    invoke: {
      id: 'heldPayerCode',
      src: 'heldPayerCode',
      onDone: {
        guard: ({ context }) => takesHeldCodeNow(context),
        target: 'payingOnline',
        actions: assign({ method: 'payer-code' }),
      },
      onError: {},
    },
    on: {
      'choose-method': [
        {
          guard: ({ context, event }) => event.method === 'cash' && isOn(context, event.method),
          target: 'payingCash',
          actions: assign({ method: ({ event }) => event.method }),
        },
        {
          guard: ({ context, event }) => event.method === 'bank-card' && isOn(context, event.method),
          target: 'payingByCard',
          actions: assign({ method: ({ event }) => event.method }),
        },
        {
          guard: ({ context, event }) => event.method !== 'cash' && isOn(context, event.method),
          target: 'payingOnline',
          actions: assign({ method: ({ event }) => event.method }),
        },
      ],
      back: [
        { guard: ({ context }) => context.cameFrom === 'top-up', target: 'topUp' },
        { guard: ({ context }) => context.cameFrom === 'offers', target: 'extras' },
        { guard: ({ context }) => context.cameFrom === 'choose', target: 'choose' },
        { guard: ({ context }) => context.cameFrom === 'stay', target: 'staySum' },
        { target: 'bills' },
      ],
      cancel: 'goodbye',
      'owner-gone': 'goodbye',
    },
  }),
};
