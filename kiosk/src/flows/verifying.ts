import type { Fen } from '@louting/common/money';
import { assign, setup } from 'xstate';
import { unprovidedEffect, type Resolution } from './effects.ts';
import type { OwnerEvent, Timings } from './events.ts';

export interface VerifyingInput {
  readonly orderId: string;
  readonly reference: string;
  readonly amountFen: Fen;
  readonly timings: Timings;
}

/** `resolution` is missing when the owner left first: the resolver goes on without a screen. */
export interface VerifyingOutput {
  readonly resolution: Resolution | undefined;
}

interface VerifyingContext extends VerifyingInput {
  readonly resolution: Resolution | undefined;
}

/**
 * Nobody knows yet whether the money moved. The resolver asks until it knows; the owner gets a slip after 20 s, or on
 * leaving before that. The screen itself leaves long after the slip, so that one lost order never blocks the kiosk.
 */
export const verifyingMachine = setup({
  types: {
    context: {} as VerifyingContext,
    events: {} as OwnerEvent,
    input: {} as VerifyingInput,
    output: {} as VerifyingOutput,
  },
  actors: {
    resolveOrder: unprovidedEffect('resolveOrder'),
    printSlip: unprovidedEffect('printSlip'),
  },
  actions: { ignore: () => undefined },
  delays: {
    slipAfter: ({ context }) => context.timings.slipAfter,
    handOverAfter: ({ context }) => context.timings.handOverAfter,
  },
}).createMachine({
  id: 'verifying',
  context: ({ input }) => ({ ...input, resolution: undefined }),
  output: ({ context }) => ({ resolution: context.resolution }),
  initial: 'open',
  on: { '*': { actions: 'ignore' } },
  states: {
    open: {
      invoke: {
        id: 'resolveOrder',
        src: 'resolveOrder',
        input: ({ context }) => ({ orderId: context.orderId }),
        onDone: { target: 'done', actions: assign({ resolution: ({ event }) => event.output }) },
        // The resolver itself broke: the open intent brings it back at the next start.
        onError: 'done',
      },
      after: { handOverAfter: 'done' },
      on: { finish: 'done', cancel: 'done' },
      initial: 'noSlip',
      states: {
        noSlip: {
          after: { slipAfter: 'printing' },
          on: { 'print-slip': 'printing', finish: 'parting', cancel: 'parting' },
        },
        printing: {
          invoke: {
            id: 'printSlip',
            src: 'printSlip',
            input: ({ context }) => ({
              orderId: context.orderId,
              reference: context.reference,
              amountFen: context.amountFen,
            }),
            onDone: [{ guard: ({ event }) => event.output.ok, target: 'printed' }, { target: 'refused' }],
            onError: 'refused',
          },
        },
        /** Nobody leaves without a reference in hand. */
        parting: {
          invoke: {
            id: 'printPartingSlip',
            src: 'printSlip',
            input: ({ context }) => ({
              orderId: context.orderId,
              reference: context.reference,
              amountFen: context.amountFen,
            }),
            onDone: '#verifying.done',
            onError: '#verifying.done',
          },
        },
        printed: {},
        /** No paper: the reference stays on the screen, and the owner may ask again. */
        refused: { on: { 'print-slip': 'printing' } },
      },
    },
    done: { type: 'final' },
  },
});

/** When the server never answered, the owner still needs something to read out: the end of the kiosk's own order id. */
export function shortReference(orderId: string): string {
  const tail = orderId.replaceAll('-', '').slice(-8).toUpperCase();
  return `${tail.slice(0, 4)}-${tail.slice(4)}`;
}
