import { assign } from 'xstate';
import { noticeTypeOf, noticeWayOf, wishesAfter } from './wishes.ts';
import { extrasSetup, taken } from './extras-setup.ts';

/** By which ways the owner wants to hear of what. */
export const wishStates = {
  wishes: extrasSetup.createStateConfig({
    initial: 'asking',
    on: { back: [{ guard: 'owing', target: 'about' }, { target: 'more' }] },
    states: {
      asking: {
        entry: assign({ problem: undefined, wishes: undefined }),
        invoke: {
          src: 'wishesOf',
          input: ({ context }) => ({ sessionId: context.sessionId ?? '' }),
          onDone: { target: 'shown', actions: assign(({ event }) => taken('wishes', event.output)) },
          onError: { target: 'shown', actions: 'broke' },
        },
      },
      shown: {
        on: {
          retry: 'asking',
          pick: {
            guard: ({ context, event }) => context.wishes !== undefined && noticeTypeOf(event.id) !== undefined,
            target: '#extras.wish',
            actions: assign({ wishType: ({ event }) => noticeTypeOf(event.id) ?? 'bill', problem: undefined }),
          },
        },
      },
    },
  }),
  wish: extrasSetup.createStateConfig({
    initial: 'shown',
    states: {
      shown: {
        on: {
          back: '#extras.wishes.shown',
          pick: {
            guard: ({ event }) => noticeWayOf(event.id) !== undefined,
            target: 'saving',
            actions: assign({
              problem: undefined,
              wishes: ({ context: { wishes, wishType }, event }) => {
                const way = noticeWayOf(event.id);
                return wishes && way ? wishesAfter(wishes, wishType, way) : wishes;
              },
            }),
          },
        },
      },
      /** The switch moves at once, and moves back to what the server says when it was not kept. */
      saving: {
        invoke: {
          src: 'setWishes',
          input: ({ context: { sessionId = '', wishes, wishType } }) => ({
            sessionId,
            type: wishType,
            ways: wishes?.[wishType] ?? { sms: true, wechat: true, paper: false },
          }),
          onDone: [
            {
              guard: ({ event }) => event.output.ok,
              target: 'shown',
              actions: assign(({ event }) => taken('wishes', event.output)),
            },
            { target: '#extras.wishes.asking' },
          ],
          onError: '#extras.wishes.asking',
        },
      },
    },
  }),
};
