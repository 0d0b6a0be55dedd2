import { assign } from 'xstate';
import type { HelpFrame, HelpState } from '../screens/help-desk.ts';
import type { SessionContext } from './session-context.ts';
import { CALM_STATES, NOBODY_STATES, sessionSetup } from './session-setup.ts';

/**
 * One touch calls somebody, on every screen and beside whatever goes on there. A call that was heard outlives the
 * session: who comes will come to the kiosk.
 */
export const helpRegion = sessionSetup.createStateConfig({
  initial: 'none',
  states: {
    none: { entry: assign({ helpNews: undefined }), on: { help: 'calling' } },
    calling: {
      invoke: {
        id: 'callHelp',
        src: 'callHelp',
        input: { again: false },
        onDone: [{ guard: ({ event }) => event.output.ok, target: 'waiting' }, { target: 'unreachable' }],
        onError: 'unreachable',
      },
      on: { 'end-help': { target: 'none', actions: 'endHelp' }, 'session-over': 'none' },
    },
    /** The line does not take it: the owner reads the phone number, and the kiosk goes on trying. */
    unreachable: {
      after: { helpRetry: 'retrying' },
      on: { 'end-help': { target: 'none', actions: 'endHelp' }, help: 'retrying', 'session-over': 'none' },
    },
    retrying: {
      invoke: {
        id: 'callHelpAgain',
        src: 'callHelp',
        input: { again: true },
        onDone: [{ guard: ({ event }) => event.output.ok, target: 'waiting' }, { target: 'unreachable' }],
        onError: 'unreachable',
      },
      on: { 'end-help': { target: 'none', actions: 'endHelp' }, 'session-over': 'none' },
    },
    waiting: {
      invoke: {
        id: 'watchHelp',
        src: 'watchHelp',
        input: { call: 'received' },
        onDone: [
          { guard: ({ event }) => event.output.call === 'over', target: 'none' },
          {
            guard: ({ event }) => event.output.call === 'coming',
            target: 'coming',
            actions: assign({ helpNews: ({ event }) => event.output }),
          },
        ],
        onError: 'unanswered',
      },
      after: { helpUnanswered: 'unanswered' },
      on: { 'end-help': { target: 'none', actions: 'endHelp' } },
    },
    unanswered: {
      invoke: {
        id: 'watchHelp',
        src: 'watchHelp',
        input: { call: 'received' },
        onDone: [
          { guard: ({ event }) => event.output.call === 'over', target: 'none' },
          {
            guard: ({ event }) => event.output.call === 'coming',
            target: 'coming',
            actions: assign({ helpNews: ({ event }) => event.output }),
          },
        ],
      },
      after: { helpForgotten: 'none' },
      on: { 'end-help': { target: 'none', actions: 'endHelp' } },
    },
    coming: {
      invoke: {
        id: 'watchHelp',
        src: 'watchHelp',
        input: ({ context }) => context.helpNews ?? { call: 'received' },
        onDone: [
          { guard: ({ event }) => event.output.call === 'over', target: 'none' },
          {
            target: 'coming',
            reenter: true,
            actions: assign({ helpNews: ({ event }) => event.output }),
          },
        ],
        onError: 'none',
      },
      after: { helpForgotten: 'none' },
      on: { 'end-help': { target: 'none', actions: 'endHelp' } },
    },
  },
});

/**
 * The panel over the lower half says what is being done. While money may be on its way it opens only when asked for a
 * second time: the line at the foot says the same, and nothing covers the payment.
 */
export const helpPanelRegion = sessionSetup.createStateConfig({
  initial: 'shut',
  states: {
    shut: { on: { help: { guard: 'helpPanelMayOpen', target: 'open' } } },
    open: {
      after: { helpPanel: 'shut' },
      on: {
        'close-help': 'shut',
        'end-help': 'shut',
        'show-questions': 'shut',
        practise: 'shut',
        card: 'shut',
        'session-over': 'shut',
      },
    },
  },
});

const SAID: Readonly<Record<string, HelpState>> = {
  none: 'none',
  calling: 'calling',
  retrying: 'unreachable',
  unreachable: 'unreachable',
  waiting: 'received',
  unanswered: 'unanswered',
  coming: 'coming',
};

/** Where the call stands, and what else there is, for the frame of whatever screen it is. */
export function helpFrame(
  { help: call, helpPanel, flow }: { readonly help: string; readonly helpPanel: string; readonly flow: string },
  { helpNews }: SessionContext,
): HelpFrame {
  const help = SAID[call] ?? 'none';
  const offers = { canAsk: isIn(CALM_STATES, flow), canPractise: isIn(NOBODY_STATES, flow) };
  return {
    help,
    ...(help === 'coming' && helpNews?.helper ? { helper: helpNews.helper } : {}),
    ...(helpPanel === 'open' ? { helpPanel: offers } : {}),
  };
}

function isIn(states: readonly string[], state: string): boolean {
  return states.includes(state);
}
