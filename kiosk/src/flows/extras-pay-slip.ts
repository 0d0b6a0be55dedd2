import { assign } from 'xstate';
import { codeOf, extrasSetup, taken } from './extras-setup.ts';

/** A slip by which somebody else pays. */
export const paySlipStates = {
  paySlip: extrasSetup.createStateConfig({
    initial: 'asking',
    on: { back: 'more' },
    states: {
      asking: {
        entry: assign({ problem: undefined, slip: undefined }),
        invoke: {
          src: 'makePaySlip',
          input: ({ context }) => ({ sessionId: context.sessionId ?? '' }),
          onDone: [
            {
              guard: ({ event }) => event.output.ok,
              target: 'none',
              actions: assign(({ event }) => taken('slip', event.output)),
            },
            { target: 'failed', actions: assign({ problem: ({ event }) => codeOf(event.output) }) },
          ],
          onError: { target: 'failed', actions: 'broke' },
        },
      },
      failed: { on: { retry: 'asking' } },
      none: { on: { 'print-slip': 'printing', 'cancel-slips': 'cancelling' } },
      printing: {
        entry: 'forgetProblem',
        invoke: {
          src: 'printSlip',
          input: ({ context: { slip, owedFen } }) => ({
            orderId: slip?.slipId ?? '',
            reference: '',
            amountFen: owedFen,
            payForMe: { url: slip?.url ?? '', validUntil: slip?.validUntil ?? '' },
          }),
          onDone: [
            { guard: ({ event }) => event.output.ok, target: 'printed' },
            { target: 'trouble', actions: assign({ problem: ({ event }) => codeOf(event.output) }) },
          ],
          onError: { target: 'trouble', actions: 'broke' },
        },
        after: { printing: { target: 'trouble', actions: assign({ problem: 'LT-3205' }) } },
      },
      printed: { on: { 'cancel-slips': 'cancelling' } },
      trouble: { on: { 'print-slip': 'printing', 'cancel-slips': 'cancelling' } },
      cancelling: {
        invoke: {
          src: 'cancelPaySlips',
          input: ({ context }) => ({ sessionId: context.sessionId ?? '' }),
          onDone: [
            { guard: ({ event }) => event.output.ok, target: '#extras.more' },
            { target: 'trouble', actions: assign({ problem: ({ event }) => codeOf(event.output) }) },
          ],
          onError: { target: 'trouble', actions: 'broke' },
        },
      },
    },
  }),
};
