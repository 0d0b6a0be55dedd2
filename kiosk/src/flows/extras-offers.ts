import { assign } from 'xstate';
import { codeOf, extrasSetup, taken } from './extras-setup.ts';

/** What can be paid without a bill. */
export const offerStates = {
  offers: extrasSetup.createStateConfig({
    initial: 'asking',
    on: { back: 'more', 'top-up': { target: 'done', actions: 'towardsTopUp' } },
    states: {
      asking: {
        entry: assign({ problem: undefined, offers: undefined }),
        invoke: {
          src: 'offersOf',
          input: ({ context }) => ({ sessionId: context.sessionId ?? '' }),
          onDone: { target: 'shown', actions: assign(({ event }) => taken('offers', event.output)) },
          onError: { target: 'shown', actions: 'broke' },
        },
      },
      shown: {
        on: {
          retry: 'asking',
          pick: {
            guard: ({ context, event }) => context.offers?.some((one) => one.offerKey === event.id) === true,
            target: '#extras.offer',
            actions: assign({
              offer: ({ context, event }) => context.offers?.find((one) => one.offerKey === event.id),
              months: undefined,
              problem: undefined,
            }),
          },
        },
      },
    },
  }),
  offer: extrasSetup.createStateConfig({
    on: {
      back: 'offers.shown',
      pay: { guard: ({ context }) => context.offer?.months.length === 0, target: 'taking' },
      pick: {
        guard: ({ context, event }) => context.offer?.months.includes(Number(event.id)) === true,
        target: 'taking',
        actions: assign({ months: ({ event }) => Number(event.id) }),
      },
    },
  }),
  taking: extrasSetup.createStateConfig({
    invoke: {
      src: 'takeOffer',
      input: ({ context: { sessionId = '', offer, months } }) => ({
        sessionId,
        offerKey: offer?.offerKey ?? '',
        months,
      }),
      onDone: [
        {
          guard: ({ event }) => event.output.ok,
          target: 'done',
          actions: assign({
            output: ({ event }) =>
              event.output.ok ? { towards: 'pay' as const, bill: event.output.value } : { towards: 'back' as const },
          }),
        },
        { target: 'offer', actions: assign({ problem: ({ event }) => codeOf(event.output) }) },
      ],
      onError: { target: 'offer', actions: 'broke' },
    },
  }),
};
