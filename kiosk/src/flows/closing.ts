import { and, raise } from 'xstate';
import { sessionSetup } from './session-setup.ts';

/** Whoever has nothing under way is said goodbye to when the cabinet is opened or the battery runs down. */
export const closingRegion = sessionSetup.createStateConfig({
  initial: 'watching',
  states: {
    watching: {
      always: {
        guard: and(['mustClose', 'ownerMayLeave']),
        actions: ['mustStay', raise({ type: 'owner-gone' })],
      },
    },
  },
});

export const closedStates = {
  outOfService: sessionSetup.createStateConfig({
    always: [
      { guard: 'mustClose', target: 'closed' },
      { guard: 'mayOpen', target: 'idle' },
    ],
  }),

  /** Somebody has hands in the cabinet, or the power was out: the devices are looked at before the next owner. */
  closed: sessionSetup.createStateConfig({ always: { guard: 'mayOpen', target: 'selfCheck' } }),

  selfCheck: sessionSetup.createStateConfig({
    always: { guard: 'inTrouble', target: 'outOfService' },
    invoke: { id: 'selfCheck', src: 'selfCheck', onDone: 'idle', onError: 'idle' },
  }),
};
