import { raise } from 'xstate';
import { sessionSetup } from './session-setup.ts';

/** What an owner does to leave the screen that the settings lie over. */
const LEAVING = ['cancel', 'finish', 'back', 'card', 'nobody-came', 'session-over', 'owner-gone'] as const;

/** The settings lie over whatever is on the screen: nothing underneath waits for them. */
export const settingsRegion = sessionSetup.createStateConfig({
  initial: 'closed',
  states: {
    closed: { on: { 'show-settings': 'open' } },
    open: {
      on: {
        'close-settings': 'closed',
        ...(Object.fromEntries(LEAVING.map((type) => [type, 'closed'])) as Record<(typeof LEAVING)[number], 'closed'>),
        // Something that was being asked has its answer: the owner wants to see it.
        'xstate.done.actor.*': 'closed',
      },
    },
  },
});

/** Who chose English on the idle screen and walked away leaves the next one a Chinese kiosk. */
export const wishesRegion = sessionSetup.createStateConfig({
  initial: 'usual',
  states: {
    usual: { on: { '*': { guard: 'byOwner', target: 'touched' } } },
    touched: {
      after: { idle: { target: 'usual', actions: raise({ type: 'nobody-came' }) } },
      on: { '*': { guard: 'byOwner', target: 'touched', reenter: true } },
    },
  },
});
