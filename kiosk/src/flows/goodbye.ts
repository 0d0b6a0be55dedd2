import { assign } from 'xstate';
import { sessionSetup } from './session-setup.ts';
import { toRemember } from './session-facts.ts';

/** The owner goes, and nothing of them stays. */
export const goodbyeStates = {
  goodbye: sessionSetup.createStateConfig({
    entry: [
      'mustStay',
      { type: 'rememberPreferences', params: ({ context }) => toRemember(context) },
      { type: 'closeSession', params: ({ context }) => ({ sessionId: context.session?.sessionId }) },
    ],
    after: { farewell: 'idle' },
    on: {
      'give-face': {
        guard: 'maySurvey',
        actions: [
          {
            type: 'giveFace',
            params: ({ context, event }) => ({ face: event.face, sessionId: context.session?.sessionId }),
          },
          assign({ faceGiven: true }),
        ],
      },
      start: 'idle',
      // The next one in the queue need not wait for the farewell.
      card: {
        guard: 'mayOpen',
        target: 'identifying',
        actions: ['forgetOwner', 'sessionOver', 'takeCard'],
      },
    },
  }),
};
