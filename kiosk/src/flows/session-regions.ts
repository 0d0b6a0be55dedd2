import { assign, not, raise } from 'xstate';
import { sessionSetup } from './session-setup.ts';

/**
 * Is the owner still there? Any touch starts the wait anew. WCAG 2.2.1: the warning comes before the end and one touch
 * extends it, as often as wanted.
 */
export const presenceRegion = sessionSetup.createStateConfig({
  initial: 'off',
  states: {
    off: { always: { guard: 'ownerMayLeave', target: 'watching' } },
    watching: {
      always: { guard: not('ownerMayLeave'), target: 'off' },
      after: {
        idle: {
          target: 'asking',
          actions: assign(({ context: { timings } }) => ({
            stillThereLeft: timings.stillThereSeconds,
            stillThereOf: timings.stillThereSeconds,
          })),
        },
      },
      on: {
        'card-removed': {
          guard: 'cardLay',
          target: 'asking',
          actions: assign(({ context: { timings } }) => ({
            stillThereLeft: timings.cardTakenSeconds,
            stillThereOf: timings.cardTakenSeconds,
          })),
        },
        '*': { guard: 'byOwner', target: 'watching', reenter: true },
      },
    },
    asking: {
      always: { guard: not('ownerMayLeave'), target: 'off' },
      after: {
        1000: [
          { guard: 'lastSecond', target: 'off', actions: ['mustStay', raise({ type: 'owner-gone' })] },
          {
            target: 'asking',
            reenter: true,
            actions: assign({ stillThereLeft: ({ context }) => context.stillThereLeft - 1 }),
          },
        ],
      },
      on: { '*': { guard: 'byOwner', target: 'watching' } },
    },
  },
});
