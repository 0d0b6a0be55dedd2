import type { FailureCode } from '@louting/common/failure-codes';
import type { Fen } from '@louting/common/money';
import type { Result } from '@louting/common/result';
import type { FeeNotice } from '@louting/server/contract/fee-notice-api';
import type { PaidEntry, PaidYear } from '@louting/server/contract/history-api';
import type { Offer } from '@louting/server/contract/offers-api';
import type { NoticeType, NoticeWishes } from '@louting/server/contract/owner-preferences';
import type { PaySlip } from '@louting/server/contract/pay-slip-api';
import type { Bill } from '@louting/server/contract/session-api';
import { assign, not, setup } from 'xstate';
import type { Place } from '../screens/extras.ts';
import { unprovidedEffect } from './effects.ts';
import type { OwnerEvent, Timings } from './events.ts';
import { noticeTypeOf, noticeWayOf, wishesAfter } from './wishes.ts';

export interface ExtrasInput {
  /** Absent on the idle screen, where only the fees can be looked at. */
  readonly sessionId: string | undefined;
  readonly place: Place;
  readonly owedFen: Fen;
  readonly timings: Timings;
}

/** Where the session goes on. */
export type ExtrasOutput =
  { readonly towards: 'back' | 'goodbye' | 'top-up' } | { readonly towards: 'pay'; readonly bill: Bill };

interface ExtrasContext extends ExtrasInput {
  readonly output: ExtrasOutput;
  readonly problem: FailureCode | undefined;
  readonly year: number | undefined;
  readonly paid: PaidYear | undefined;
  readonly entry: PaidEntry | undefined;
  readonly slip: PaySlip | undefined;
  readonly offers: readonly Offer[] | undefined;
  readonly offer: Offer | undefined;
  readonly months: number | undefined;
  readonly wishes: NoticeWishes | undefined;
  readonly wishType: NoticeType;
  readonly notice: FeeNotice | undefined;
}

/** What an answer changes: its value under `name`, or why there is none. */
function taken<Name extends keyof ExtrasContext>(
  name: Name,
  output: Result<ExtrasContext[Name]>,
): Partial<ExtrasContext> {
  return output.ok ? { [name]: output.value, problem: undefined } : { problem: output.error.code };
}

function codeOf(output: Result<unknown>): FailureCode | undefined {
  return output.ok ? undefined : output.error.code;
}

/** What an owner may look up, choose or pay beside the open bills. No money moves in here. */
export const extrasMachine = setup({
  types: {
    context: {} as ExtrasContext,
    events: {} as OwnerEvent,
    input: {} as ExtrasInput,
    output: {} as ExtrasOutput,
  },
  actors: {
    paidOf: unprovidedEffect('paidOf'),
    copyReceipt: unprovidedEffect('copyReceipt'),
    makePaySlip: unprovidedEffect('makePaySlip'),
    cancelPaySlips: unprovidedEffect('cancelPaySlips'),
    printSlip: unprovidedEffect('printSlip'),
    offersOf: unprovidedEffect('offersOf'),
    takeOffer: unprovidedEffect('takeOffer'),
    wishesOf: unprovidedEffect('wishesOf'),
    setWishes: unprovidedEffect('setWishes'),
    feeNotice: unprovidedEffect('feeNotice'),
  },
  actions: {
    ignore: () => undefined,
    broke: assign({ problem: 'LT-9999' }),
    forgetProblem: assign({ problem: undefined }),
    towardsTopUp: assign({ output: { towards: 'top-up' } }),
  },
  guards: {
    inSession: ({ context }) => context.sessionId !== undefined,
    owing: ({ context }) => context.owedFen > 0,
  },
  delays: { printing: ({ context }) => context.timings.printing },
}).createMachine({
  id: 'extras',
  context: ({ input }) => ({
    ...input,
    output: { towards: 'back' },
    problem: undefined,
    year: undefined,
    paid: undefined,
    entry: undefined,
    slip: undefined,
    offers: undefined,
    offer: undefined,
    months: undefined,
    wishes: undefined,
    wishType: 'bill',
    notice: undefined,
  }),
  output: ({ context }) => context.output,
  initial: 'deciding',
  on: {
    '*': { actions: 'ignore' },
    cancel: { target: '.done', actions: assign({ output: { towards: 'goodbye' } }) },
  },
  states: {
    deciding: {
      always: [
        { guard: ({ context }) => context.place === 'fees', target: 'fees' },
        { guard: ({ context }) => context.place === 'offers', target: 'offers' },
        { target: 'more' },
      ],
    },
    more: {
      entry: 'forgetProblem',
      on: {
        open: [
          { guard: ({ event }) => event.place === 'history', target: 'history' },
          { guard: ({ event }) => event.place === 'pay-slip', target: 'paySlip' },
          { guard: ({ event }) => event.place === 'offers', target: 'offers' },
          { guard: ({ event }) => event.place === 'about', target: 'about' },
          { guard: ({ event }) => event.place === 'wishes', target: 'wishes' },
          { guard: ({ event }) => event.place === 'fees', target: 'fees' },
        ],
        back: 'done',
      },
    },
    /** What one touches least often, a touch further away. */
    about: {
      entry: 'forgetProblem',
      on: {
        open: [
          { guard: ({ event }) => event.place === 'wishes', target: 'wishes' },
          { guard: ({ event }) => event.place === 'fees', target: 'fees' },
        ],
        back: 'more',
      },
    },

    history: {
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
    },
    /** One payment; its receipt can be printed once more, marked as a copy. */
    entry: {
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
    },

    paySlip: {
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
    },

    offers: {
      initial: 'asking',
      on: { back: 'more', 'top-up': { target: 'done', actions: 'towardsTopUp' } },
      states: {
        asking: {
          entry: assign({ problem: undefined, offers: undefined }),
          invoke: {
            src: 'offersOf',
            input: ({ context }) => ({ sessionId: context.sessionId ?? '' }),
            onDone: { target: 'shown', actions: assign(({ event }) => taken('offers', event.output)) },
            onError: { target: 'shown', actions: 'broke' },
          },
        },
        shown: {
          on: {
            retry: 'asking',
            pick: {
              guard: ({ context, event }) => context.offers?.some((one) => one.offerKey === event.id) === true,
              target: '#extras.offer',
              actions: assign({
                offer: ({ context, event }) => context.offers?.find((one) => one.offerKey === event.id),
                months: undefined,
                problem: undefined,
              }),
            },
          },
        },
      },
    },
    offer: {
      on: {
        back: 'offers.shown',
        pay: { guard: ({ context }) => context.offer?.months.length === 0, target: 'taking' },
        pick: {
          guard: ({ context, event }) => context.offer?.months.includes(Number(event.id)) === true,
          target: 'taking',
          actions: assign({ months: ({ event }) => Number(event.id) }),
        },
      },
    },
    taking: {
      invoke: {
        src: 'takeOffer',
        input: ({ context: { sessionId = '', offer, months } }) => ({
          sessionId,
          offerKey: offer?.offerKey ?? '',
          months,
        }),
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: 'done',
            actions: assign({
              output: ({ event }) =>
                event.output.ok ? { towards: 'pay' as const, bill: event.output.value } : { towards: 'back' as const },
            }),
          },
          { target: 'offer', actions: assign({ problem: ({ event }) => codeOf(event.output) }) },
        ],
        onError: { target: 'offer', actions: 'broke' },
      },
    },

    wishes: {
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
    },
    wish: {
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
    },

    fees: {
      initial: 'asking',
      on: {
        back: [{ guard: not('inSession'), target: 'done' }, { guard: 'owing', target: 'about' }, { target: 'more' }],
      },
      states: {
        asking: {
          entry: assign({ problem: undefined }),
          invoke: {
            src: 'feeNotice',
            onDone: { target: 'shown', actions: assign(({ event }) => taken('notice', event.output)) },
            onError: { target: 'shown', actions: 'broke' },
          },
        },
        shown: { on: { retry: 'asking' } },
      },
    },

    done: { type: 'final' },
  },
});
