import type { FailureCode } from '@louting/common/failure-codes';
import type { Receipt } from '@louting/server/contract/kiosk-api';
import { assign, setup } from 'xstate';
import type { DisplayMode } from '../screens.ts';
import { nothingPrinted, unprovidedEffect } from './effects.ts';
import type { OwnerEvent, Timings } from './events.ts';

export interface ReceiptInput {
  readonly orderId: string;
  readonly receipt: Receipt;
  /** `offer-copy`: an earlier print may have come out, so only a marked copy may follow, and only when asked for. */
  readonly print: 'first' | 'offer-copy';
  readonly mode: DisplayMode;
  readonly timings: Timings;
  /** The owner comes back to it: how it stood. */
  readonly before: ReceiptStanding | undefined;
}

export interface ReceiptStanding {
  readonly problem: FailureCode | undefined;
  readonly originalOut: boolean;
}

export interface ReceiptOutput {
  readonly ownerWentOn: boolean;
  /** The owner wants an invoice, and may come back to the receipt as it stands. */
  readonly asideFor: ReceiptStanding | undefined;
}

interface ReceiptContext extends ReceiptInput {
  readonly problem: FailureCode | undefined;
  /** Somebody is standing there: they touched the screen to go on. */
  readonly ownerWentOn: boolean;
  /** The unmarked original is, or may be, in somebody's hand. */
  readonly originalOut: boolean;
  readonly wantsInvoice: boolean;
}

/** Provided by the service. */
const leaveReceipt: (scene: unknown, params: { readonly orderId: string }) => void = () => undefined;

const ASIDE = { target: 'done', actions: 'wantInvoice' } as const;

function standingOf({ print }: ReceiptInput): ReceiptStanding {
  const originalOut = print === 'offer-copy';
  return { problem: originalOut ? 'LT-3205' : undefined, originalOut };
}

/** The paper for a payment that is already booked: nothing that happens here touches the money. */
export const receiptMachine = setup({
  types: {
    context: {} as ReceiptContext,
    events: {} as OwnerEvent,
    input: {} as ReceiptInput,
    output: {} as ReceiptOutput,
  },
  actors: {
    printReceipt: unprovidedEffect('printReceipt'),
    copyReceipt: unprovidedEffect('copyReceipt'),
  },
  actions: {
    ignore: () => undefined,
    leaveReceipt,
    wantInvoice: assign({ wantsInvoice: true }),
  },
  guards: { originalOut: ({ context }) => context.originalOut },
  delays: {
    leave: ({ context }) => context.timings.success[context.mode],
    printing: ({ context }) => context.timings.printing,
  },
}).createMachine({
  id: 'receipt',
  context: ({ input }) => ({
    ...input,
    ...(input.before ?? standingOf(input)),
    ownerWentOn: false,
    wantsInvoice: false,
  }),
  output: ({ context: { ownerWentOn, wantsInvoice, problem, originalOut } }) => ({
    ownerWentOn,
    asideFor: wantsInvoice ? { problem, originalOut } : undefined,
  }),
  initial: 'deciding',
  on: {
    '*': { actions: 'ignore' },
    finish: { target: '.done', actions: assign({ ownerWentOn: true }) },
    cancel: '.done',
  },
  states: {
    deciding: {
      always: [
        { guard: ({ context }) => context.before !== undefined && context.problem === undefined, target: 'printed' },
        { guard: ({ context }) => context.before === undefined && context.print === 'first', target: 'printing' },
        { target: 'trouble' },
      ],
    },
    printing: {
      invoke: {
        id: 'printReceipt',
        src: 'printReceipt',
        input: ({ context }) => ({ orderId: context.orderId, receipt: context.receipt }),
        onDone: [
          { guard: ({ event }) => event.output.ok, target: 'printed', actions: assign({ originalOut: true }) },
          {
            target: 'trouble',
            actions: assign(({ event }) => {
              const problem = event.output.ok ? undefined : event.output.error.code;
              return { problem, originalOut: !nothingPrinted(problem) };
            }),
          },
        ],
        onError: { target: 'trouble', actions: assign({ problem: 'LT-3205', originalOut: true }) },
      },
      after: { printing: { target: 'trouble', actions: assign({ problem: 'LT-3205', originalOut: true }) } },
    },
    copying: {
      invoke: {
        id: 'copyReceipt',
        src: 'copyReceipt',
        input: ({ context }) => ({ orderId: context.orderId, receiptNumber: context.receipt.receiptNumber }),
        onDone: [
          { guard: ({ event }) => event.output.ok, target: 'printed', actions: assign({ problem: undefined }) },
          {
            target: 'trouble',
            actions: assign({ problem: ({ event }) => (event.output.ok ? undefined : event.output.error.code) }),
          },
        ],
        onError: { target: 'trouble', actions: assign({ problem: 'LT-3205' }) },
      },
      after: { printing: { target: 'trouble', actions: assign({ problem: 'LT-3205' }) } },
    },
    printed: {
      after: { leave: 'done' },
      on: { 'reprint-receipt': 'copying', 'ask-invoice': ASIDE },
    },
    trouble: {
      after: { leave: 'done' },
      on: {
        'ask-invoice': ASIDE,
        'reprint-receipt': [
          { guard: 'originalOut', target: 'copying', actions: assign({ problem: undefined }) },
          { target: 'printing', actions: assign({ problem: undefined }) },
        ],
      },
    },
    done: {
      type: 'final',
      entry: { type: 'leaveReceipt', params: ({ context }) => ({ orderId: context.orderId }) },
    },
  },
});
