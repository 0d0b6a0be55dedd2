import type { FailureCode } from '@louting/common/failure-codes';
import type { Result } from '@louting/common/result';
import { type FoundCars, PLATE_DIGITS } from '@louting/server/contract/parking-stays-api';
import { type ActorRefFrom, assign, setup } from 'xstate';
import type { Screen } from '../screens.ts';
import { type KnownBy, type OpenedSession, unprovidedEffect } from './effects.ts';
import type { OwnerEvent } from './events.ts';

export interface FoundStay {
  readonly credential: KnownBy;
  readonly session: OpenedSession;
}

/** What is typed and chosen to find a car. It lives no longer than this actor. */
interface StayContext {
  readonly typed: string;
  /** Pages of cars with these digits, as far as they were asked for. */
  readonly pages: readonly FoundCars[];
  readonly stayId: string;
  readonly problem: FailureCode | undefined;
  readonly found: FoundStay | undefined;
}

const UNEXPECTED: FailureCode = 'LT-9999';

function codeOf(answer: Result<unknown>): FailureCode {
  return answer.ok ? UNEXPECTED : answer.error.code;
}

function carsShown({ pages }: StayContext): FoundCars['cars'] {
  return pages.at(-1)?.cars ?? [];
}

const BROKEN = { target: 'plate', actions: { type: 'noteProblem', params: UNEXPECTED } } as const;

/** Which car is it? The digits of its plate, and among cars with the same digits a choice. */
export const stayMachine = setup({
  types: {
    context: {} as StayContext,
    events: {} as OwnerEvent,
    output: {} as { readonly found: FoundStay | undefined },
  },
  actors: { findCars: unprovidedEffect('findCars'), openSession: unprovidedEffect('openSession') },
  actions: {
    ignore: () => undefined,
    noteProblem: assign((_, problem: FailureCode) => ({ problem, typed: '', pages: [] })),
  },
  guards: { oneCar: ({ context }) => context.pages.length === 1 && carsShown(context).length === 1 },
}).createMachine({
  id: 'stay',
  context: { typed: '', pages: [], stayId: '', problem: undefined, found: undefined },
  output: ({ context }) => ({ found: context.found }),
  initial: 'plate',
  on: { '*': { actions: 'ignore' } },
  states: {
    plate: {
      on: {
        'press-digit': {
          guard: ({ context }) => context.typed.length < PLATE_DIGITS.most,
          actions: assign({
            typed: ({ context, event }) => `${context.typed}${event.digit}`,
            problem: undefined,
          }),
        },
        'erase-digit': { actions: assign({ typed: ({ context }) => context.typed.slice(0, -1), problem: undefined }) },
        'accept-typed': { guard: ({ context }) => context.typed.length >= PLATE_DIGITS.least, target: 'finding' },
        back: 'done',
      },
    },
    finding: {
      invoke: {
        id: 'findCars',
        src: 'findCars',
        input: ({ context }) => ({
          digits: context.typed,
          ...(context.pages.length === 0 ? {} : { after: carsShown(context).at(-1)?.stayId ?? '' }),
        }),
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: 'found',
            actions: assign({
              pages: ({ context, event }) => [...context.pages, ...(event.output.ok ? [event.output.value] : [])],
            }),
          },
          { target: 'plate', actions: { type: 'noteProblem', params: ({ event }) => codeOf(event.output) } },
        ],
        onError: BROKEN,
      },
    },
    found: {
      always: [
        {
          guard: 'oneCar',
          target: 'opening',
          actions: assign({ stayId: ({ context }) => carsShown(context)[0]?.stayId ?? '' }),
        },
        { target: 'cars' },
      ],
    },
    cars: {
      on: {
        'choose-car': {
          guard: ({ context, event }) => carsShown(context).some(({ stayId }) => stayId === event.stayId),
          target: 'opening',
          actions: assign({ stayId: ({ event }) => event.stayId }),
        },
        'earlier-cars': {
          guard: ({ context }) => context.pages.at(-1)?.more === true,
          target: 'finding',
        },
        back: [
          {
            guard: ({ context }) => context.pages.length > 1,
            actions: assign({ pages: ({ context }) => context.pages.slice(0, -1) }),
          },
          { target: 'plate', actions: assign({ pages: [] }) },
        ],
      },
    },
    opening: {
      invoke: {
        id: 'openStay',
        src: 'openSession',
        input: ({ context }) => ({ credential: { type: 'stay' as const, stayId: context.stayId } }),
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: 'done',
            actions: assign({
              found: ({ context, event }) =>
                event.output.ok
                  ? { credential: { type: 'stay' as const, stayId: context.stayId }, session: event.output.value }
                  : undefined,
            }),
          },
          { target: 'plate', actions: { type: 'noteProblem', params: ({ event }) => codeOf(event.output) } },
        ],
        onError: BROKEN,
      },
    },
    done: { type: 'final' },
  },
});

export function stayScreen(actor: ActorRefFrom<typeof stayMachine>): Screen {
  const { context, value } = actor.getSnapshot();
  const { typed: digits, pages, problem } = context;
  const asking = value === 'finding' || value === 'opening';
  if (value === 'cars' || (asking && pages.length > 0)) {
    return {
      screen: 'stay-cars',
      asking,
      more: pages.at(-1)?.more === true,
      cars: carsShown(context).map(({ stayId, plateMasked, enteredAt }) => ({
        stayId,
        plateMasked,
        ...(enteredAt === undefined ? {} : { enteredAt }),
      })),
    };
  }
  return { screen: 'stay-plate', digits, asking, ...(problem === undefined ? {} : { problem }) };
}
