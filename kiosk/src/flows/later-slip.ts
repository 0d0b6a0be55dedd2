import type { FailureCode } from '@louting/common/failure-codes';
import { assign, setup } from 'xstate';
import type { DisplayMode } from '../screens.ts';
import { unprovidedEffect, type Slip } from './effects.ts';
import type { OwnerEvent, Timings } from './events.ts';

export interface LaterSlipInput {
  readonly slip: Slip;
  readonly mode: DisplayMode;
  readonly timings: Timings;
}

interface LaterSlipContext extends LaterSlipInput {
  readonly problem: FailureCode | undefined;
}

/** The paper for cash that is inside and booked later. It promises nothing the journal does not hold already. */
export const laterSlipMachine = setup({
  types: { context: {} as LaterSlipContext, events: {} as OwnerEvent, input: {} as LaterSlipInput },
  actors: { printSlip: unprovidedEffect('printSlip') },
  actions: { ignore: () => undefined },
  delays: {
    printing: ({ context }) => context.timings.printing,
    leave: ({ context }) => context.timings.success[context.mode],
  },
}).createMachine({
  id: 'laterSlip',
  context: ({ input }) => ({ ...input, problem: undefined }),
  initial: 'printing',
  on: { '*': { actions: 'ignore' }, finish: '.done', cancel: '.done' },
  states: {
    printing: {
      entry: assign({ problem: undefined }),
      // Nobody leaves without a reference in hand, unless the printer keeps it.
      on: { finish: { actions: 'ignore' }, cancel: { actions: 'ignore' } },
      invoke: {
        id: 'printSlip',
        src: 'printSlip',
        input: ({ context }) => context.slip,
        onDone: [
          { guard: ({ event }) => event.output.ok, target: 'printed' },
          {
            target: 'trouble',
            actions: assign({ problem: ({ event }) => (event.output.ok ? undefined : event.output.error.code) }),
          },
        ],
        onError: { target: 'trouble', actions: assign({ problem: 'LT-3204' }) },
      },
      after: { printing: { target: 'trouble', actions: assign({ problem: 'LT-3205' }) } },
    },
    printed: { after: { leave: 'done' } },
    trouble: { after: { leave: 'done' }, on: { 'print-slip': 'printing' } },
    done: { type: 'final' },
  },
});
