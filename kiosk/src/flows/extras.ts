import { assign, not } from 'xstate';
import { historyStates } from './extras-history.ts';
import { paySlipStates } from './extras-pay-slip.ts';
import { offerStates } from './extras-offers.ts';
import { wishStates } from './extras-wishes.ts';
import { extrasSetup, taken } from './extras-setup.ts';

/** What an owner may look up, choose or pay beside the open bills. No money moves in here. */
export const extrasMachine = extrasSetup.createMachine({
  id: 'extras',
  context: ({ input }) => ({
    ...input,
    output: { towards: 'back' },
    problem: undefined,
    year: undefined,
    paid: undefined,
    entry: undefined,
    slip: undefined,
    offers: undefined,
    offer: undefined,
    months: undefined,
    wishes: undefined,
    wishType: 'bill',
    notice: undefined,
  }),
  output: ({ context }) => context.output,
  initial: 'deciding',
  on: {
    '*': { actions: 'ignore' },
    cancel: { target: '.done', actions: assign({ output: { towards: 'goodbye' } }) },
  },
  states: {
    deciding: {
      always: [
        { guard: ({ context }) => context.place === 'fees', target: 'fees' },
        { guard: ({ context }) => context.place === 'offers', target: 'offers' },
        { target: 'more' },
      ],
    },
    more: {
      entry: 'forgetProblem',
      on: {
        open: [
          { guard: ({ event }) => event.place === 'history', target: 'history' },
          { guard: ({ event }) => event.place === 'pay-slip', target: 'paySlip' },
          { guard: ({ event }) => event.place === 'offers', target: 'offers' },
          { guard: ({ event }) => event.place === 'about', target: 'about' },
          { guard: ({ event }) => event.place === 'wishes', target: 'wishes' },
          { guard: ({ event }) => event.place === 'fees', target: 'fees' },
        ],
        back: 'done',
      },
    },
    /** What one touches least often, a touch further away. */
    about: {
      entry: 'forgetProblem',
      on: {
        open: [
          { guard: ({ event }) => event.place === 'wishes', target: 'wishes' },
          { guard: ({ event }) => event.place === 'fees', target: 'fees' },
        ],
        back: 'more',
      },
    },

    ...historyStates,
    ...paySlipStates,
    ...offerStates,
    ...wishStates,

    fees: {
      initial: 'asking',
      on: {
        back: [{ guard: not('inSession'), target: 'done' }, { guard: 'owing', target: 'about' }, { target: 'more' }],
      },
      states: {
        asking: {
          entry: assign({ problem: undefined }),
          invoke: {
            src: 'feeNotice',
            onDone: { target: 'shown', actions: assign(({ event }) => taken('notice', event.output)) },
            onError: { target: 'shown', actions: 'broke' },
          },
        },
        shown: { on: { retry: 'asking' } },
      },
    },

    done: { type: 'final' },
  },
});
