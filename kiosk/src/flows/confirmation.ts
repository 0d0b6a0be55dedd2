import { assign } from 'xstate';
import type { SessionContext } from './session-context.ts';
import { sessionSetup } from './session-setup.ts';

const DROP = {
  type: 'dropOrder' as const,
  params: ({ context }: { readonly context: SessionContext }) => ({ orderId: context.failure?.confirm?.orderId }),
};

/** A payment that looks like a slip of the finger is asked about once more, in words. */
export const confirmationStates = {
  confirmPayment: sessionSetup.createStateConfig({
    entry: 'mayLeave',
    on: {
      'confirm-payment': [
        {
          guard: ({ context }) => context.method === 'cash',
          target: 'payingCash',
          actions: assign({ confirmed: ({ context }) => context.failure?.confirm }),
        },
        {
          guard: ({ context }) => context.method === 'bank-card',
          target: 'payingByCard',
          actions: assign({ confirmed: ({ context }) => context.failure?.confirm }),
        },
        { target: 'payingOnline', actions: assign({ confirmed: ({ context }) => context.failure?.confirm }) },
      ],
      back: { target: 'method', actions: DROP },
      cancel: { target: 'goodbye', actions: DROP },
      'owner-gone': { target: 'goodbye', actions: DROP },
    },
  }),
};
