import { assign } from 'xstate';
import { codeOf, extrasSetup, taken } from './extras-setup.ts';

/** What was paid before, and its receipts once more. */
export const historyStates = {
  history: extrasSetup.createStateConfig({
    initial: 'asking',
    on: { back: 'more' },
    states: {
      asking: {
        entry: assign({ problem: undefined, paid: undefined }),
        invoke: {
          src: 'paidOf',
          input: ({ context: { sessionId = '', year } }) => ({ sessionId, year }),
          onDone: { target: 'shown', actions: assign(({ event }) => taken('paid', event.output)) },
          onError: { target: 'shown', actions: 'broke' },
        },
      },
      shown: {
        on: {
          retry: 'asking',
          pick: [
            {
              guard: ({ context, event }) => context.paid?.years.includes(Number(event.id)) === true,
              target: 'asking',
              actions: assign({ year: ({ event }) => Number(event.id) }),
            },
            {
              guard: ({ context, event }) => context.paid?.entries.some((one) => one.orderId === event.id) === true,
              target: '#extras.entry',
              actions: assign({
                entry: ({ context, event }) => context.paid?.entries.find((one) => one.orderId === event.id),
              }),
            },
          ],
        },
      },
    },
  }),
  /** One payment; its receipt can be printed once more, marked as a copy. */
  entry: extrasSetup.createStateConfig({
    initial: 'none',
    entry: 'forgetProblem',
    on: { back: 'history.shown' },
    states: {
      none: { on: { 'reprint-receipt': 'printing' } },
      printing: {
        entry: 'forgetProblem',
        invoke: {
          src: 'copyReceipt',
          input: ({ context: { entry } }) => ({
            orderId: entry?.orderId ?? '',
            receiptNumber: entry?.receiptNumber ?? '',
          }),
          onDone: [
            { guard: ({ event }) => event.output.ok, target: 'printed' },
            { target: 'trouble', actions: assign({ problem: ({ event }) => codeOf(event.output) }) },
          ],
          onError: { target: 'trouble', actions: 'broke' },
        },
        after: { printing: { target: 'trouble', actions: assign({ problem: 'LT-3205' }) } },
      },
      printed: {},
      trouble: { on: { 'reprint-receipt': 'printing' } },
    },
  }),
};
