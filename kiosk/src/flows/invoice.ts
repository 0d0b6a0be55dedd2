import type { FailureCode } from '@louting/common/failure-codes';
import type { Result } from '@louting/common/result';
import type { InvoiceView } from '@louting/server/contract/invoices-api';
import type { Receipt } from '@louting/server/contract/kiosk-api';
import { assign, setup } from 'xstate';
import { isUncertain, unprovidedEffect } from './effects.ts';
import type { OwnerEvent, Timings } from './events.ts';

export interface InvoiceInput {
  readonly orderId: string;
  readonly receipt: Receipt;
  readonly timings: Timings;
}

/** `on`: whatever comes after the receipt; `left`: the owner goes. */
export interface InvoiceOutput {
  readonly towards: 'receipt' | 'on' | 'left';
}

interface InvoiceContext extends InvoiceInput, InvoiceOutput {
  /** As the server last told it. */
  readonly view: InvoiceView | undefined;
  readonly problem: FailureCode | undefined;
  /** The wish is in the journal and is sent when the line is back. */
  readonly kept: boolean;
}

const UNEXPECTED: FailureCode = 'LT-9999';

/** What stands in the way of the invoice, whoever asks for it. */
function obstacleOf(view: InvoiceView): FailureCode | undefined {
  if (view.state === 'RED_REQUIRED' || view.state === 'RED_ISSUED') return 'LT-2909';
  return view.failure?.code;
}

/** The view of an answer, or what is wrong. */
function taken(answer: Result<InvoiceView>): Partial<InvoiceContext> {
  if (!answer.ok) return { problem: answer.error.code };
  return { view: answer.value, problem: obstacleOf(answer.value) };
}

/**
 * The e-invoice of a payment: in the owner's own name by one touch; for everything else a phone does the typing. It is
 * made by the server in its own time, so nobody has to wait here.
 */
export const invoiceMachine = setup({
  types: {
    context: {} as InvoiceContext,
    events: {} as OwnerEvent,
    input: {} as InvoiceInput,
    output: {} as InvoiceOutput,
  },
  actors: {
    invoiceOf: unprovidedEffect('invoiceOf'),
    wishInvoice: unprovidedEffect('wishInvoice'),
    watchInvoice: unprovidedEffect('watchInvoice'),
    printSlip: unprovidedEffect('printSlip'),
  },
  actions: { ignore: () => undefined },
  guards: {
    isObstructed: ({ context }) => context.problem !== undefined,
    isAsked: ({ context }) => context.view !== undefined && context.view.state !== 'none',
    mayRetry: ({ context }) => isUncertain({ code: context.problem ?? UNEXPECTED }) && !context.kept,
  },
  delays: { printing: ({ context }) => context.timings.printing },
}).createMachine({
  id: 'invoice',
  context: ({ input }) => ({ ...input, towards: 'left', view: undefined, problem: undefined, kept: false }),
  output: ({ context }) => ({ towards: context.towards }),
  initial: 'asking',
  on: {
    '*': { actions: 'ignore' },
    back: { target: '.done', actions: assign({ towards: 'receipt' }) },
    finish: { target: '.done', actions: assign({ towards: 'on' }) },
    cancel: { target: '.done', actions: assign({ towards: 'left' }) },
  },
  states: {
    asking: {
      invoke: {
        id: 'invoiceOf',
        src: 'invoiceOf',
        input: ({ context }) => ({ orderId: context.orderId }),
        onDone: { target: 'deciding', actions: assign(({ event }) => taken(event.output)) },
        onError: { target: 'problem', actions: assign({ problem: UNEXPECTED }) },
      },
    },
    deciding: {
      always: [{ guard: 'isObstructed', target: 'problem' }, { guard: 'isAsked', target: 'code' }, { target: 'offer' }],
    },
    offer: { on: { 'invoice-personal': 'sending', 'invoice-by-phone': 'code' } },
    sending: {
      invoke: {
        id: 'wishInvoice',
        src: 'wishInvoice',
        input: ({ context }) => ({ orderId: context.orderId }),
        onDone: {
          target: 'deciding',
          actions: assign(({ event: { output } }) => ({
            ...taken(output),
            kept: !output.ok && isUncertain(output.error),
          })),
        },
        onError: { target: 'problem', actions: assign({ problem: UNEXPECTED }) },
      },
    },
    /** The code to scan stands here until the owner goes; what the phone or the tax platform does shows by itself. */
    code: {
      type: 'parallel',
      states: {
        news: {
          initial: 'watching',
          states: {
            watching: {
              invoke: {
                id: 'watchInvoice',
                src: 'watchInvoice',
                input: ({ context }) => ({ orderId: context.orderId, knownState: context.view?.state ?? 'none' }),
                onDone: [
                  { guard: ({ event }) => !event.output.ok, target: 'quiet' },
                  {
                    guard: ({ event }) => event.output.ok && obstacleOf(event.output.value) !== undefined,
                    target: '#invoice.problem',
                    actions: assign(({ event }) => taken(event.output)),
                  },
                  {
                    guard: ({ event }) => event.output.ok && event.output.value.state === 'ISSUED',
                    target: 'quiet',
                    actions: assign(({ event }) => taken(event.output)),
                  },
                  { target: 'watching', reenter: true, actions: assign(({ event }) => taken(event.output)) },
                ],
                onError: 'quiet',
              },
            },
            quiet: {},
          },
        },
        slip: {
          initial: 'none',
          states: {
            none: { on: { 'print-slip': 'printing' } },
            printing: {
              invoke: {
                id: 'printSlip',
                src: 'printSlip',
                input: ({ context: { orderId, receipt, view } }) => ({
                  orderId,
                  reference: receipt.receiptNumber,
                  amountFen: receipt.totalFen,
                  invoice: { pageUrl: view?.pageUrl ?? '' },
                }),
                onDone: [{ guard: ({ event }) => event.output.ok, target: 'printed' }, { target: 'trouble' }],
                onError: 'trouble',
              },
              after: { printing: 'trouble' },
            },
            printed: {},
            trouble: { on: { 'print-slip': 'printing' } },
          },
        },
      },
    },
    problem: {
      on: {
        retry: { guard: 'mayRetry', target: 'asking', actions: assign({ problem: undefined }) },
        'invoice-by-phone': {
          guard: ({ context }) => mayUsePhone(context),
          target: 'code',
          actions: assign({ problem: undefined }),
        },
      },
    },
    done: { type: 'final' },
  },
});

/** The page takes another title after a refusal, too. */
export function mayUsePhone({ view }: Pick<InvoiceContext, 'view'>): boolean {
  return view?.state === 'REJECTED';
}
