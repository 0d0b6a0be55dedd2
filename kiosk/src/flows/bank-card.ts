import { assign, sendTo, setup } from 'xstate';
import { isUncertain, unprovidedEffect, type OrderDraft } from './effects.ts';
import { isFinal, notOpened, paymentFailed, TO_GOODBYE, TO_METHOD, type PaymentEnd } from './payment-end.ts';
import type { KioskEvent, OwnerEvent, Timings } from './events.ts';
import type { PaymentOrder } from '@louting/server/contract/kiosk-api';
import type { BankCardScreen } from '../screens/bank-card.ts';
import { shortReference, verifyingMachine } from './verifying.ts';

export interface BankCardInput {
  readonly draft: OrderDraft;
  readonly timings: Timings;
}

export type BankCardEvent = OwnerEvent | Extract<KioskEvent, { type: 'card-stage' }>;

interface BankCardContext extends BankCardInput {
  readonly orderId: string | undefined;
  readonly order: PaymentOrder | undefined;
  readonly stage: BankCardScreen['stage'];
  /** Where the sale can still be called off: from here, or only by the terminal's own key. */
  readonly stop: 'here' | 'there' | 'no';
  /** How it ends should no money have moved. */
  readonly ifUnpaid: PaymentEnd | undefined;
  readonly end: PaymentEnd;
}

const BROKEN = paymentFailed('LT-9999', 'not-taken');

/** An unpaid order ends as the owner wanted it, or says why the card was refused. */
function endOf(order: PaymentOrder, ifUnpaid: PaymentEnd | undefined): PaymentEnd {
  if (order.state === 'SUCCEEDED') return { end: 'paid', order };
  if (ifUnpaid) return ifUnpaid;
  return paymentFailed(order.failure?.code ?? 'LT-3502', 'not-taken', order.reference);
}

function stopAt({ stage, canAbort }: Extract<BankCardEvent, { type: 'card-stage' }>): BankCardContext['stop'] {
  if (stage !== 'present-card' && stage !== 'enter-pin') return 'no';
  return canAbort ? 'here' : 'there';
}

const TURN_BACK = [
  { guard: 'stopsHere', actions: ['leaveToMethod', 'stopCardSale'] },
  { guard: 'stopsThere', actions: ['leaveToMethod', 'sendToItsKey'] },
] as const;

/**
 * A payment at the bank-card terminal. Leaving only asks the terminal to stop, or the owner to press its cancel key: how
 * it ended is what the terminal says.
 */
export const bankCardMachine = setup({
  types: {
    context: {} as BankCardContext,
    events: {} as BankCardEvent,
    input: {} as BankCardInput,
    output: {} as PaymentEnd,
    children: {} as { verifying: 'verifying' },
  },
  actors: {
    openOrder: unprovidedEffect('openOrder'),
    sellByCard: unprovidedEffect('sellByCard'),
    closeOrder: unprovidedEffect('closeOrder'),
    verifying: verifyingMachine,
  },
  actions: {
    ignore: () => undefined,
    stopCardSale: () => undefined,
    tellVerifying: sendTo('verifying', ({ event }) => event as OwnerEvent),
    leaveToMethod: assign({ ifUnpaid: TO_METHOD, stage: 'stopping', stop: 'no' }),
    leaveToGoodbye: assign({ ifUnpaid: TO_GOODBYE, stage: 'stopping', stop: 'no' }),
    sendToItsKey: assign({ stage: 'cancel-there' }),
  },
  guards: {
    stopsHere: ({ context }) => context.stop === 'here',
    stopsThere: ({ context }) => context.stop === 'there',
  },
}).createMachine({
  id: 'bankCard',
  context: ({ input }) => ({
    ...input,
    orderId: undefined,
    order: undefined,
    stage: 'starting',
    stop: 'no',
    ifUnpaid: undefined,
    end: BROKEN,
  }),
  output: ({ context }) => context.end,
  initial: 'opening',
  on: { '*': { actions: 'ignore' } },
  states: {
    opening: {
      invoke: {
        id: 'openOrder',
        src: 'openOrder',
        input: ({ context }) => context.draft,
        onDone: {
          target: 'opened',
          actions: assign(({ context, event }) => {
            const { orderId, result } = event.output;
            if (result.ok) return { orderId, order: result.value };
            if (orderId === undefined || !isUncertain(result.error)) {
              return { end: notOpened(context.draft, event.output) };
            }
            return { orderId, ifUnpaid: paymentFailed(result.error.code, 'not-taken') };
          }),
        },
        onError: 'done',
      },
    },
    opened: {
      always: [
        { guard: ({ context }) => context.order !== undefined, target: 'selling' },
        { guard: ({ context }) => context.ifUnpaid !== undefined, target: 'closing' },
        { target: 'done' },
      ],
    },
    selling: {
      on: {
        'card-stage': {
          guard: ({ context }) => context.ifUnpaid === undefined,
          actions: assign(({ event }) => ({ stage: event.stage, stop: stopAt(event) })),
        },
        back: TURN_BACK,
        'other-method': TURN_BACK,
        cancel: [
          { guard: 'stopsHere', actions: ['leaveToGoodbye', 'stopCardSale'] },
          { guard: 'stopsThere', actions: ['leaveToGoodbye', 'sendToItsKey'] },
        ],
      },
      invoke: {
        id: 'sellByCard',
        src: 'sellByCard',
        input: ({ context }) => ({ orderId: context.orderId ?? '', amountFen: context.draft.amountFen }),
        onDone: [
          {
            guard: ({ event }) => event.output.ok && isFinal(event.output.value),
            target: 'done',
            actions: assign({
              end: ({ context, event }) => (event.output.ok ? endOf(event.output.value, context.ifUnpaid) : BROKEN),
            }),
          },
          {
            guard: ({ event }) => !event.output.ok && !isUncertain(event.output.error),
            target: 'done',
            actions: assign({
              end: ({ event }) =>
                event.output.ok
                  ? BROKEN
                  : paymentFailed(
                      event.output.error.code,
                      event.output.error.code === 'LT-3508' ? 'returned' : 'not-taken',
                    ),
            }),
          },
          { target: 'verifying' },
        ],
        onError: 'verifying',
      },
    },
    /** The server may have the order: nothing was asked of the terminal for it. */
    closing: {
      invoke: {
        id: 'closeOrder',
        src: 'closeOrder',
        input: ({ context }) => ({ orderId: context.orderId ?? '' }),
        onDone: { target: 'done', actions: assign({ end: ({ context }) => context.ifUnpaid ?? BROKEN }) },
        onError: 'verifying',
      },
    },
    verifying: {
      on: {
        finish: { actions: 'tellVerifying' },
        cancel: { actions: 'tellVerifying' },
        'print-slip': { actions: 'tellVerifying' },
      },
      invoke: {
        id: 'verifying',
        src: 'verifying',
        input: ({ context }) => ({
          orderId: context.orderId ?? '',
          reference: context.order?.reference ?? shortReference(context.orderId ?? ''),
          amountFen: context.draft.amountFen,
          timings: context.timings,
        }),
        onDone: {
          target: 'done',
          actions: assign({
            end: ({ context, event }): PaymentEnd => {
              const { resolution } = event.output;
              if (!resolution) return { end: 'handed-over' };
              if (resolution.resolved === 'order') return endOf(resolution.order, context.ifUnpaid);
              if (resolution.resolved === 'refused') return paymentFailed(resolution.code, 'returned');
              return context.ifUnpaid ?? paymentFailed('LT-3501', 'not-taken');
            },
          }),
        },
        onError: { target: 'done', actions: assign({ end: { end: 'handed-over' } }) },
      },
    },
    done: { type: 'final' },
  },
});
