import { failed } from '@louting/common/result';
import { assign } from 'xstate';
import { sessionSetup } from './session-setup.ts';

/** How far the refunds of the household are: asked when the owner looks, so that what they read is true now. */
export const refundStates = {
  refundsAsked: sessionSetup.createStateConfig({
    entry: ['mayLeave', assign({ refunds: undefined })],
    invoke: {
      id: 'refundsOf',
      src: 'refundsOf',
      input: ({ context }) => ({ sessionId: context.session?.sessionId ?? '' }),
      onDone: { target: 'refunds', actions: assign({ refunds: ({ event }) => event.output }) },
      onError: { target: 'refunds', actions: assign({ refunds: () => failed('LT-9999') }) },
    },
    on: { back: 'welcome', cancel: 'goodbye', 'owner-gone': 'goodbye' },
  }),
  refunds: sessionSetup.createStateConfig({
    entry: 'mayLeave',
    on: { retry: 'refundsAsked', back: 'welcome', cancel: 'goodbye', 'owner-gone': 'goodbye' },
  }),
};
