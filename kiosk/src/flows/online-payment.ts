import type { FailureCode } from '@louting/common/failure-codes';
import type { PaymentOrder } from '@louting/server/contract/kiosk-api';
import { assign, sendTo, setup } from 'xstate';
import { isUncertain, unprovidedEffect, type OrderDraft } from './effects.ts';
import { isFinal, notOpened, paymentFailed, TO_GOODBYE, TO_METHOD, type PaymentEnd } from './payment-end.ts';
import type { OwnerEvent, Timings } from './events.ts';
import { shortReference, verifyingMachine } from './verifying.ts';

export interface OnlinePaymentInput {
  readonly draft: OrderDraft & { readonly method: 'wechat-qr' | 'alipay-qr' | 'payer-code' };
  readonly timings: Timings;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

interface OnlinePaymentContext extends OnlinePaymentInput {
  readonly orderId: string | undefined;
  readonly order: PaymentOrder | undefined;
  readonly secondsLeft: number;
  readonly ofSeconds: number;
  /** What the owner reads beside the scanner. */
  readonly problem: FailureCode | undefined;
  readonly tries: number;
  /** How the payment ends should the order turn out closed and unpaid. */
  readonly ifUnpaid: PaymentEnd;
  readonly end: PaymentEnd;
}

const MAX_SCANS = 3;
const EXPIRED = paymentFailed('LT-2104', 'not-taken');
const BROKEN = paymentFailed('LT-9999', 'not-taken');

/** The end that a final order means. An unpaid one ends as the owner, or the clock, wanted. */
function endOf(order: PaymentOrder, ifUnpaid: PaymentEnd): PaymentEnd {
  if (order.state === 'SUCCEEDED') return { end: 'paid', order };
  if (order.state === 'FAILED') return paymentFailed(order.failure?.code ?? 'LT-2101', 'not-taken', order.reference);
  return ifUnpaid;
}

/**
 * A payment on the payer's phone: by a QR code shown here, or by a payer code scanned here. The outcome is only what the
 * server says; leaving the screen always means query, close, query, because a payment can win the race.
 */
export const onlinePaymentMachine = setup({
  types: {
    context: {} as OnlinePaymentContext,
    events: {} as OwnerEvent,
    input: {} as OnlinePaymentInput,
    output: {} as PaymentEnd,
    children: {} as { verifying: 'verifying' },
  },
  actors: {
    openOrder: unprovidedEffect('openOrder'),
    watchOrder: unprovidedEffect('watchOrder'),
    closeOrder: unprovidedEffect('closeOrder'),
    readPayerCode: unprovidedEffect('readPayerCode'),
    submitPayerCode: unprovidedEffect('submitPayerCode'),
    verifying: verifyingMachine,
  },
  actions: {
    ignore: () => undefined,
    countDown: assign({
      secondsLeft: ({ context }) => {
        const expiresAt = context.order?.qr?.expiresAt ?? 0;
        return Math.max(0, Math.ceil((expiresAt - context.now()) / 1000));
      },
    }),
    tellVerifying: sendTo('verifying', ({ event }) => event),
    leaveToMethod: assign({ ifUnpaid: TO_METHOD }),
    leaveToGoodbye: assign({ ifUnpaid: TO_GOODBYE }),
  },
  guards: { qrRanOut: ({ context }) => context.secondsLeft <= 0 },
  delays: { charging: ({ context }) => context.timings.charging },
}).createMachine({
  id: 'online',
  context: ({ input }) => ({
    ...input,
    orderId: undefined,
    order: undefined,
    secondsLeft: 0,
    ofSeconds: 0,
    problem: undefined,
    tries: 0,
    ifUnpaid: EXPIRED,
    end: BROKEN,
  }),
  output: ({ context }) => context.end,
  initial: 'opening',
  on: { '*': { actions: 'ignore' } },
  states: {
    opening: {
      // A wish to leave is kept until the order can be closed.
      on: {
        back: { actions: 'leaveToMethod' },
        'other-method': { actions: 'leaveToMethod' },
        cancel: { actions: 'leaveToGoodbye' },
      },
      invoke: {
        id: 'openOrder',
        src: 'openOrder',
        input: ({ context }) => context.draft,
        onDone: {
          target: 'opened',
          actions: assign(({ context, event }) => {
            const { orderId, result } = event.output;
            if (result.ok) return { orderId, order: result.value };
            const { code } = result.error;
            if (orderId === undefined || !isUncertain(result.error)) {
              return { end: notOpened(context.draft, event.output) };
            }
            // The order may exist all the same: it has to be closed before the owner pays another way.
            const ifUnpaid = context.ifUnpaid === EXPIRED ? paymentFailed(code, 'not-taken') : context.ifUnpaid;
            return { orderId, ifUnpaid };
          }),
        },
        onError: 'done',
      },
    },

    opened: {
      always: [
        { guard: ({ context }) => context.orderId === undefined, target: 'done' },
        { guard: ({ context }) => context.end !== BROKEN, target: 'done' },
        { guard: ({ context }) => context.order === undefined || context.ifUnpaid !== EXPIRED, target: 'closing' },
        {
          guard: ({ context }) => context.order !== undefined && isFinal(context.order),
          target: 'done',
          actions: assign({ end: ({ context }) => (context.order ? endOf(context.order, EXPIRED) : BROKEN) }),
        },
        { guard: ({ context }) => context.draft.method === 'payer-code', target: 'scanning' },
        {
          guard: ({ context }) => context.order?.qr !== undefined,
          target: 'showing',
          actions: ['countDown', assign({ ofSeconds: ({ context }) => context.secondsLeft })],
        },
        // A QR order without a QR code cannot be paid.
        { target: 'closing', actions: assign({ ifUnpaid: paymentFailed('LT-2102', 'not-taken') }) },
      ],
    },

    showing: {
      type: 'parallel',
      on: {
        back: { target: 'closing', actions: 'leaveToMethod' },
        'other-method': { target: 'closing', actions: 'leaveToMethod' },
        cancel: { target: 'closing', actions: 'leaveToGoodbye' },
      },
      states: {
        payer: {
          invoke: {
            id: 'watchOrder',
            src: 'watchOrder',
            input: ({ context }) => ({ orderId: context.orderId ?? '' }),
            onDone: [
              {
                guard: ({ event }) => event.output.ok && isFinal(event.output.value),
                target: '#online.done',
                actions: assign({
                  end: ({ event }) => (event.output.ok ? endOf(event.output.value, EXPIRED) : BROKEN),
                }),
              },
              { target: '#online.closing' },
            ],
            onError: '#online.closing',
          },
        },
        countdown: {
          initial: 'running',
          states: {
            running: {
              always: { guard: 'qrRanOut', target: '#online.closing' },
              after: { 1000: { target: 'running', reenter: true, actions: 'countDown' } },
            },
          },
        },
      },
    },

    scanning: {
      on: {
        back: { target: 'closing', actions: 'leaveToMethod' },
        'other-method': { target: 'closing', actions: 'leaveToMethod' },
        cancel: { target: 'closing', actions: 'leaveToGoodbye' },
      },
      invoke: {
        id: 'readPayerCode',
        src: 'readPayerCode',
        input: ({ context }) => ({ orderId: context.orderId ?? '' }),
        onDone: [
          { guard: ({ event }) => event.output.ok, target: 'submitting', actions: assign({ problem: undefined }) },
          {
            guard: ({ context, event }) =>
              !event.output.ok &&
              (event.output.error.code === 'LT-3302' || event.output.error.code === 'LT-2105') &&
              context.tries + 1 < MAX_SCANS,
            target: 'scanning',
            reenter: true,
            actions: assign({
              tries: ({ context }) => context.tries + 1,
              problem: ({ event }) => (event.output.ok ? undefined : event.output.error.code),
            }),
          },
          {
            target: 'closing',
            actions: assign({
              ifUnpaid: ({ event }) =>
                paymentFailed(event.output.ok ? 'LT-9999' : event.output.error.code, 'not-taken'),
            }),
          },
        ],
        onError: { target: 'closing', actions: assign({ ifUnpaid: BROKEN }) },
      },
    },

    submitting: {
      invoke: {
        id: 'submitPayerCode',
        src: 'submitPayerCode',
        input: ({ context }) => ({ orderId: context.orderId ?? '' }),
        onDone: [
          {
            guard: ({ event }) => event.output.ok && isFinal(event.output.value),
            target: 'done',
            actions: assign({ end: ({ event }) => (event.output.ok ? endOf(event.output.value, EXPIRED) : BROKEN) }),
          },
          { guard: ({ event }) => event.output.ok || isUncertain(event.output.error), target: 'charging' },
          {
            target: 'closing',
            actions: assign({
              ifUnpaid: ({ event }) =>
                paymentFailed(event.output.ok ? 'LT-9999' : event.output.error.code, 'not-taken'),
            }),
          },
        ],
        onError: 'charging',
      },
    },

    /** The payer is asked for a password on the phone, or the answer was lost: only watching tells. */
    charging: {
      invoke: {
        id: 'watchOrder',
        src: 'watchOrder',
        input: ({ context }) => ({ orderId: context.orderId ?? '' }),
        onDone: [
          {
            guard: ({ event }) => event.output.ok && isFinal(event.output.value),
            target: 'done',
            actions: assign({ end: ({ event }) => (event.output.ok ? endOf(event.output.value, EXPIRED) : BROKEN) }),
          },
          { target: 'closing' },
        ],
        onError: 'closing',
      },
      after: { charging: 'closing' },
    },

    closing: {
      invoke: {
        id: 'closeOrder',
        src: 'closeOrder',
        input: ({ context }) => ({ orderId: context.orderId ?? '' }),
        onDone: [
          {
            guard: ({ event }) => event.output.ok && isFinal(event.output.value),
            target: 'done',
            actions: assign({
              end: ({ context, event }) =>
                event.output.ok ? endOf(event.output.value, context.ifUnpaid) : context.ifUnpaid,
            }),
          },
          {
            // The server never heard of it, so nobody can have paid it.
            guard: ({ event }) => !event.output.ok && event.output.error.code === 'LT-2109',
            target: 'done',
            actions: assign({ end: ({ context }) => context.ifUnpaid }),
          },
          { target: 'verifying' },
        ],
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
              return context.ifUnpaid;
            },
          }),
        },
        onError: { target: 'done', actions: assign({ end: { end: 'handed-over' } }) },
      },
    },

    done: { type: 'final' },
  },
});
