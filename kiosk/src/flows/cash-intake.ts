import { addFen, subtractFen, ZERO_FEN } from '@louting/common/money';
import { and, assign, not, sendParent } from 'xstate';
import {
  bookedLater,
  BROKEN,
  changeDue,
  excessOf,
  cashIntakeSetup,
  noteLimit,
  referenceOf,
  startOfIntake,
  type MoneyInsideEvent,
} from './cash-context.ts';
import { cashPapers } from './cash-papers.ts';
import { isUncertain } from './effects.ts';
import { notOpened, paymentFailed, type PaymentEnd } from './payment-end.ts';

const NOTHING = { noteId: '', denominationFen: ZERO_FEN };

/**
 * Cash, note by note: one note is in escrow, journaled, stacked and counted before the next may enter. Over-paying needs
 * the owner's consent while the note can still go back. Whatever cannot be told now is left to the journal, never guessed.
 */
export const cashIntakeMachine = cashIntakeSetup.createMachine({
  id: 'cash',
  context: ({ input }) => startOfIntake(input),
  output: ({ context }) => context.end,
  initial: 'opening',
  on: {
    device: { actions: 'noteDevice' },
    'note-refused': { actions: assign({ problem: ({ event }) => event.code }) },
    '*': { actions: 'ignore' },
  },
  states: {
    opening: {
      on: {
        back: { actions: 'leaveToMethod' },
        'other-method': { actions: 'leaveToMethod' },
        cancel: { actions: 'leaveToGoodbye' },
      },
      invoke: {
        id: 'openOrder',
        src: 'openOrder',
        input: ({ context }) => context.draft,
        onDone: [
          {
            guard: ({ event }) => event.output.result.ok,
            target: 'deciding',
            actions: assign(({ event }) => ({
              orderId: event.output.orderId,
              order: event.output.result.ok ? event.output.result.value : undefined,
              offlineLeftFen: event.output.offline?.leftFen,
              givesChange: event.output.givesChange ?? false,
            })),
          },
          {
            // Nothing is inside; closing only frees the bills.
            guard: ({ event }) =>
              event.output.orderId !== undefined && !event.output.result.ok && isUncertain(event.output.result.error),
            target: 'closing',
            actions: assign(({ event }) => ({
              orderId: event.output.orderId,
              end: paymentFailed(event.output.result.ok ? 'LT-9999' : event.output.result.error.code, 'not-taken'),
            })),
          },
          { target: 'done', actions: assign({ end: ({ context, event }) => notOpened(context.draft, event.output) }) },
        ],
        onError: { target: 'done', actions: assign({ end: paymentFailed('LT-9999', 'not-taken') }) },
      },
    },

    /** Between two notes. */
    deciding: {
      entry: 'tellSession',
      always: [
        { guard: ({ context }) => changeDue(context) > 0, target: 'changing' },
        { guard: ({ context }) => context.suspense || context.insertedFen >= context.dueFen, target: 'settling' },
        {
          guard: and(['isLeaving', ({ context }) => context.insertedFen === 0]),
          target: 'closing',
          actions: assign({ end: ({ context }) => ({ end: 'left', towards: context.leaving ?? 'goodbye' }) }),
        },
        { guard: 'isLeaving', target: 'stopChoice' },
        { target: 'waiting' },
      ],
    },

    waiting: {
      on: {
        device: [
          { guard: 'closes', target: 'clearing', actions: ['noteDevice', 'leaveToGoodbye'] },
          { actions: 'noteDevice' },
        ],
        back: { target: 'clearing', actions: 'leaveToMethod' },
        'other-method': { target: 'clearing', actions: 'leaveToMethod' },
        cancel: { target: 'clearing', actions: 'leaveToGoodbye' },
        finish: { target: 'clearing', actions: 'leaveToGoodbye' },
      },
      invoke: {
        id: 'takeNote',
        src: 'takeNote',
        input: ({ context }) => ({
          orderId: context.orderId ?? '',
          limitFen: noteLimit(context),
          remainingFen: subtractFen(context.dueFen, context.insertedFen),
        }),
        onDone: [
          {
            guard: {
              type: 'overpays',
              params: ({ event }) => (event.output.ok ? event.output.value : NOTHING),
            },
            target: 'consent',
            actions: { type: 'holdTaken', params: ({ event }) => (event.output.ok ? event.output.value : NOTHING) },
          },
          {
            guard: ({ event }) => event.output.ok,
            target: 'stacking',
            actions: { type: 'holdTaken', params: ({ event }) => (event.output.ok ? event.output.value : NOTHING) },
          },
          {
            target: 'clearingAfterTrouble',
            actions: assign({ problem: ({ event }) => (event.output.ok ? undefined : event.output.error.code) }),
          },
        ],
        onError: { target: 'clearingAfterTrouble', actions: assign({ problem: 'LT-9999' }) },
      },
    },

    consent: {
      entry: 'tellSession',
      on: {
        'accept-overpay': { guard: not('keepsNothing'), target: 'stacking', actions: assign({ overpayConsent: true }) },
        'take-change': {
          guard: ({ context }) => context.escrow?.changeFen !== undefined,
          target: 'stacking',
          // What does not come out is kept, as the key says.
          actions: assign({ overpayConsent: true, wantsChange: true }),
        },
        'return-note': 'returning',
        back: 'returning',
        'other-method': { target: 'returning', actions: 'leaveToMethod' },
        cancel: { target: 'returning', actions: 'leaveToGoodbye' },
      },
    },

    stacking: {
      entry: 'tellSession',
      invoke: {
        id: 'stackNote',
        src: 'stackNote',
        input: ({ context }) => ({
          orderId: context.orderId ?? '',
          noteId: context.escrow?.noteId ?? '',
          denominationFen: context.escrow?.denominationFen ?? ZERO_FEN,
          overpayConsent: context.overpayConsent,
        }),
        onDone: [
          { guard: ({ event }) => event.output.outcome === 'open', target: 'verifying' },
          {
            guard: ({ event }) => event.output.outcome === 'not-stacked',
            target: 'returning',
            actions: assign({
              problem: ({ event }) => (event.output.outcome === 'not-stacked' ? event.output.code : undefined),
            }),
          },
          {
            guard: ({ event }) => event.output.outcome === 'returned',
            target: 'deciding',
            actions: [{ type: 'book', params: ({ event }) => event.output }, assign({ problem: 'LT-3107' })],
          },
          { target: 'deciding', actions: { type: 'book', params: ({ event }) => event.output } },
        ],
        onError: 'verifying',
      },
    },

    returning: {
      invoke: {
        id: 'returnNote',
        src: 'returnNote',
        input: ({ context }) => ({ orderId: context.orderId ?? '', noteId: context.escrow?.noteId ?? '' }),
        onDone: [
          {
            guard: ({ event }) => event.output.outcome === 'open' || event.output.outcome === 'not-stacked',
            target: 'verifying',
          },
          { target: 'deciding', actions: { type: 'book', params: ({ event }) => event.output } },
        ],
        onError: 'verifying',
      },
      exit: assign({ overpayConsent: false, wantsChange: false }),
    },

    /** The owner leaves, and a note may just be entering. */
    clearing: {
      invoke: {
        id: 'clearNote',
        src: 'clearNote',
        input: ({ context }) => ({ orderId: context.orderId ?? '' }),
        onDone: [
          {
            guard: ({ event }) => event.output.outcome === 'open' || event.output.outcome === 'not-stacked',
            target: 'verifying',
          },
          { target: 'deciding', actions: { type: 'book', params: ({ event }) => event.output } },
        ],
        onError: 'verifying',
      },
    },

    clearingAfterTrouble: {
      on: {
        back: { actions: 'leaveToMethod' },
        'other-method': { actions: 'leaveToMethod' },
        cancel: { actions: 'leaveToGoodbye' },
        finish: { actions: 'leaveToGoodbye' },
      },
      invoke: {
        id: 'clearNote',
        src: 'clearNote',
        input: ({ context }) => ({ orderId: context.orderId ?? '' }),
        onDone: [
          {
            guard: ({ event }) => event.output.outcome === 'open' || event.output.outcome === 'not-stacked',
            target: 'verifying',
          },
          {
            guard: and([
              not('isLeaving'),
              ({ context, event }) => event.output.outcome === 'returned' && !context.suspense,
            ]),
            target: 'stopped',
            actions: { type: 'book', params: ({ event }) => event.output },
          },
          { target: 'deciding', actions: { type: 'book', params: ({ event }) => event.output } },
        ],
        onError: 'verifying',
      },
    },

    /** The acceptor does not take notes; what is inside stays counted. It goes on by itself while the device says it is well. */
    stopped: {
      entry: 'tellSession',
      after: {
        tryAcceptorAgain: {
          guard: 'acceptorUsable',
          target: 'waiting',
          actions: assign({ problem: undefined }),
        },
      },
      on: {
        device: [
          { guard: 'closes', target: 'deciding', actions: ['noteDevice', 'leaveToGoodbye'] },
          { target: 'stopped', reenter: true, actions: 'noteDevice' },
        ],
        retry: { target: 'waiting', actions: assign({ problem: undefined }) },
        back: { target: 'deciding', actions: 'leaveToMethod' },
        'other-method': { target: 'deciding', actions: 'leaveToMethod' },
        cancel: { target: 'deciding', actions: 'leaveToGoodbye' },
        finish: { target: 'deciding', actions: 'leaveToGoodbye' },
      },
    },

    /** Closing, the owner is not waited for longer than the machine can: the bills are what the money was brought for. */
    stopChoice: {
      after: { ownerDecides: { guard: 'mustClose', target: 'settling', actions: 'decideForOwner' } },
      on: {
        device: { target: 'stopChoice', reenter: true, actions: 'noteDevice' },
        'continue-cash': { guard: not('mustClose'), target: 'waiting', actions: 'stay' },
        back: { guard: not('mustClose'), target: 'waiting', actions: 'stay' },
        'stop-cash': [
          { guard: 'keepsNothing', target: 'settling' },
          { target: 'settling', actions: assign({ disposition: ({ event }) => event.disposition }) },
        ],
      },
    },

    /** All is inside, and what is over comes out. However much comes out, the payment is booked with it. */
    changing: {
      invoke: {
        id: 'payChange',
        src: 'payChange',
        input: ({ context }) => ({ orderId: context.orderId ?? '', amountFen: changeDue(context) }),
        onDone: [
          { guard: ({ event }) => event.output.outcome === 'open', target: 'verifying' },
          { target: 'settling' },
        ],
        onError: 'verifying',
      },
    },

    settling: {
      invoke: {
        id: 'settleCash',
        src: 'settleCash',
        input: ({ context }) => ({
          orderId: context.orderId ?? '',
          disposition: context.disposition,
          excess: excessOf(context),
        }),
        onDone: [
          {
            guard: ({ context, event }) =>
              event.output.ok && context.suspense && event.output.value.receipt !== undefined,
            target: 'suspenseReceipt',
            actions: assign({ order: ({ event }) => (event.output.ok ? event.output.value : undefined) }),
          },
          { guard: ({ context, event }) => event.output.ok && context.suspense, target: 'slip' },
          {
            guard: ({ event }) => event.output.ok && event.output.value.state === 'SUCCEEDED',
            target: 'done',
            actions: assign({
              end: ({ event }): PaymentEnd => (event.output.ok ? { end: 'paid', order: event.output.value } : BROKEN),
            }),
          },
          {
            guard: ({ context, event }) =>
              context.offlineLeftFen !== undefined &&
              !context.suspense &&
              !event.output.ok &&
              isUncertain(event.output.error),
            target: 'done',
            actions: assign({ end: ({ context }) => bookedLater(context) }),
          },
          {
            // The server refuses what is inside: staff sort it out by the reference on the slip.
            guard: ({ event }) => !event.output.ok && !isUncertain(event.output.error),
            target: 'slip',
            actions: assign({ problem: ({ event }) => (event.output.ok ? undefined : event.output.error.code) }),
          },
          { target: 'verifying' },
        ],
        onError: 'verifying',
      },
    },

    ...cashPapers,

    /** Nothing is inside. If the server cannot be reached the resolver closes the order later; the owner need not wait. */
    closing: {
      invoke: {
        id: 'closeOrder',
        src: 'closeOrder',
        input: ({ context }) => ({ orderId: context.orderId ?? '' }),
        onDone: 'done',
        onError: 'done',
      },
    },

    verifying: {
      entry: sendParent({ type: 'money-inside', inside: true } satisfies MoneyInsideEvent),
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
          reference: referenceOf(context),
          amountFen: addFen(context.insertedFen, context.escrow?.denominationFen ?? ZERO_FEN),
          timings: context.timings,
        }),
        onDone: {
          target: 'done',
          actions: assign({
            end: ({ context, event }): PaymentEnd => {
              const { resolution } = event.output;
              if (!resolution) return { end: 'handed-over' };
              if (resolution.resolved === 'refused') {
                return paymentFailed(resolution.code, 'being-verified', referenceOf(context));
              }
              if (resolution.resolved === 'order' && resolution.order.state === 'SUCCEEDED') {
                return { end: 'paid', order: resolution.order };
              }
              return paymentFailed(context.problem ?? 'LT-3107', 'returned', referenceOf(context));
            },
          }),
        },
        onError: { target: 'done', actions: assign({ end: { end: 'handed-over' } }) },
      },
    },

    done: { type: 'final' },
  },
});
