import type { FailureCode } from '@louting/common/failure-codes';
import type { Result } from '@louting/common/result';
import {
  type Doors,
  type Identification,
  MOBILE_NUMBER,
  PHONE_CODE_DIGITS,
} from '@louting/server/contract/identification-api';
import type { Credential } from '@louting/server/contract/session-api';
import { assign, setup } from 'xstate';
import type { WayIn } from '../screens/ways-in.ts';
import { unprovidedEffect } from './effects.ts';
import type { OwnerEvent } from './events.ts';

export interface WaysInInput {
  /** Nothing to choose from: the card. */
  readonly cardOnly: boolean;
}

export type WaysInOutput = { readonly credential: Credential | undefined };

/** What somebody types and chooses to say who they are. It lives no longer than this actor. */
export interface WaysInContext extends WaysInInput {
  readonly way: WayIn;
  readonly typed: string;
  readonly phone: string;
  readonly codeId: string;
  readonly resendLeft: number;
  readonly resendOf: number;
  readonly doors: Doors | undefined;
  readonly building: string;
  readonly unit: string;
  readonly room: string;
  readonly showing: { readonly showingId: string; readonly pageUrl: string; readonly number: string } | undefined;
  readonly secondsLeft: number;
  readonly ofSeconds: number;
  readonly problem: FailureCode | undefined;
  readonly found: Identification | undefined;
  readonly credential: Credential | undefined;
}

const PHONE_DIGITS = 11;
const MOST_ROOM_DIGITS = 6;
const LAST_DIGITS = 4;
const UNEXPECTED: FailureCode = 'LT-9999';

const NOTHING = { typed: '', problem: undefined } as const;

function codeOf(answer: Result<unknown>): FailureCode {
  return answer.ok ? UNEXPECTED : answer.error.code;
}

function unitsOf({ doors, building }: Pick<WaysInContext, 'doors' | 'building'>): readonly string[] {
  return doors?.buildings.find(({ code }) => code === building)?.units ?? [];
}

const machineSetup = setup({
  types: {
    context: {} as WaysInContext,
    events: {} as OwnerEvent,
    input: {} as WaysInInput,
    output: {} as WaysInOutput,
  },
  actors: {
    sendPhoneCode: unprovidedEffect('sendPhoneCode'),
    identifyBy: unprovidedEffect('identifyBy'),
    doorsHere: unprovidedEffect('doorsHere'),
    showCode: unprovidedEffect('showCode'),
    watchShowing: unprovidedEffect('watchShowing'),
  },
  actions: {
    ignore: () => undefined,
    erase: assign({ typed: ({ context }) => context.typed.slice(0, -1), problem: undefined }),
    eraseAll: assign(NOTHING),
    type: assign({
      typed: ({ context, event }) => (event.type === 'press-digit' ? `${context.typed}${event.digit}` : context.typed),
      problem: undefined,
    }),
    noteProblem: assign({ problem: (_, code: FailureCode) => code }),
    take: assign({ found: (_, found: Identification) => found }),
    secondPasses: assign({ secondsLeft: ({ context }) => Math.max(0, context.secondsLeft - 1) }),
  },
  guards: {
    hasRoom: ({ context }, most: number) => context.typed.length < most,
    isWhole: ({ context }, digits: number) => context.typed.length === digits,
    isMobile: ({ context }) => MOBILE_NUMBER.test(context.typed),
  },
});

/** Digits of at most `most`, as on every keypad. */
const keypad = (most: number) =>
  ({
    'press-digit': { guard: { type: 'hasRoom', params: most }, actions: 'type' },
    'erase-digit': { actions: 'erase' },
  }) as const;

const BROKEN = { target: 'problem', actions: { type: 'noteProblem', params: UNEXPECTED } } as const;

/** Who is it? Card, the owner's own phone, a number and a code, or room and last digits. */
export const waysInMachine = machineSetup.createMachine({
  id: 'waysIn',
  context: ({ input }) => ({
    ...input,
    ...NOTHING,
    way: 'card',
    phone: '',
    codeId: '',
    resendLeft: 0,
    resendOf: 1,
    doors: undefined,
    building: '',
    unit: '',
    room: '',
    showing: undefined,
    secondsLeft: 0,
    ofSeconds: 1,
    found: undefined,
    credential: undefined,
  }),
  output: ({ context }) => ({ credential: context.credential }),
  initial: 'choosing',
  on: { '*': { actions: 'ignore' } },
  states: {
    choosing: {
      entry: ['eraseAll', assign({ phone: '', room: '', found: undefined, showing: undefined })],
      always: { guard: ({ context }) => context.cardOnly, target: 'card' },
      on: {
        'choose-way': { target: 'begin', actions: assign({ way: ({ event }) => event.way }) },
        back: 'done',
      },
    },
    begin: {
      always: [
        { guard: ({ context }) => context.way === 'owner-phone', target: 'askingToShow' },
        { guard: ({ context }) => context.way === 'phone-code', target: 'number' },
        { guard: ({ context }) => context.way === 'room', target: 'askingDoors' },
        { target: 'card' },
      ],
    },
    card: {
      on: { back: [{ guard: ({ context }) => context.cardOnly, target: 'done' }, { target: 'choosing' }] },
    },

    number: {
      entry: assign({ typed: ({ context }) => context.phone }),
      on: {
        ...keypad(PHONE_DIGITS),
        'accept-typed': [
          { guard: 'isMobile', target: 'sending', actions: assign({ phone: ({ context }) => context.typed }) },
          {
            guard: { type: 'isWhole', params: PHONE_DIGITS },
            actions: { type: 'noteProblem', params: 'LT-1009' },
          },
        ],
        back: 'choosing',
      },
    },
    sending: {
      invoke: {
        id: 'sendPhoneCode',
        src: 'sendPhoneCode',
        input: ({ context }) => ({ phone: context.phone }),
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: 'code',
            actions: [
              'eraseAll',
              assign(({ event }) => {
                if (!event.output.ok) throw new Error('no code');
                const { codeId, resendAfterS } = event.output.value;
                return { codeId, resendLeft: resendAfterS, resendOf: resendAfterS };
              }),
            ],
          },
          { target: 'problem', actions: { type: 'noteProblem', params: ({ event }) => codeOf(event.output) } },
        ],
        onError: BROKEN,
      },
      on: { back: 'number' },
    },
    code: {
      after: {
        1000: {
          guard: ({ context }) => context.resendLeft > 0,
          target: 'code',
          reenter: true,
          actions: assign({ resendLeft: ({ context }) => context.resendLeft - 1 }),
        },
      },
      on: {
        ...keypad(PHONE_CODE_DIGITS),
        'accept-typed': { guard: { type: 'isWhole', params: PHONE_CODE_DIGITS }, target: 'checkingCode' },
        'resend-code': { guard: ({ context }) => context.resendLeft === 0, target: 'sending' },
        back: 'number',
      },
    },
    checkingCode: {
      invoke: {
        id: 'checkCode',
        src: 'identifyBy',
        input: ({ context }) => ({ way: 'phone-code' as const, codeId: context.codeId, code: context.typed }),
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: 'found',
            actions: { type: 'take', params: ({ event }) => identificationIn(event.output) },
          },
          {
            guard: ({ event }) => ['LT-1010', 'LT-1011'].includes(codeOf(event.output)),
            target: 'code',
            actions: ['eraseAll', { type: 'noteProblem', params: ({ event }) => codeOf(event.output) }],
          },
          { target: 'problem', actions: { type: 'noteProblem', params: ({ event }) => codeOf(event.output) } },
        ],
        onError: BROKEN,
      },
    },

    askingDoors: {
      invoke: {
        id: 'doorsHere',
        src: 'doorsHere',
        onDone: [
          {
            guard: ({ event }) => event.output.ok && event.output.value.buildings.length > 0,
            target: 'building',
            actions: assign({ doors: ({ event }) => (event.output.ok ? event.output.value : undefined) }),
          },
          {
            target: 'problem',
            actions: {
              type: 'noteProblem',
              params: ({ event }) => (event.output.ok ? 'LT-1016' : event.output.error.code),
            },
          },
        ],
        onError: BROKEN,
      },
      on: { back: 'choosing' },
    },
    building: {
      on: {
        'choose-door': {
          guard: ({ context, event }) => context.doors?.buildings.some(({ code }) => code === event.door) ?? false,
          target: 'unit',
          actions: assign({ building: ({ event }) => event.door, unit: '' }),
        },
        back: 'choosing',
      },
    },
    unit: {
      // One entrance, or none with a name, is no choice.
      always: {
        guard: ({ context }) => unitsOf(context).length < 2,
        target: 'room',
        actions: assign({ unit: ({ context }) => unitsOf(context)[0] ?? '' }),
      },
      on: {
        'choose-door': {
          guard: ({ context, event }) => unitsOf(context).includes(event.door),
          target: 'room',
          actions: assign({ unit: ({ event }) => event.door }),
        },
        back: 'building',
      },
    },
    room: {
      entry: assign({ typed: ({ context }) => context.room, problem: undefined }),
      on: {
        ...keypad(MOST_ROOM_DIGITS),
        'accept-typed': {
          guard: ({ context }) => context.typed.length > 0,
          target: 'lastDigits',
          actions: [assign({ room: ({ context }) => context.typed }), 'eraseAll'],
        },
        back: [
          { guard: ({ context }) => unitsOf(context).length < 2, target: 'building', actions: assign({ room: '' }) },
          { target: 'unit', actions: assign({ room: '' }) },
        ],
      },
    },
    lastDigits: {
      on: {
        ...keypad(LAST_DIGITS),
        'accept-typed': { guard: { type: 'isWhole', params: LAST_DIGITS }, target: 'checkingRoom' },
        back: 'room',
      },
    },
    checkingRoom: {
      invoke: {
        id: 'checkRoom',
        src: 'identifyBy',
        input: ({ context: { building, unit, room, typed } }) => ({
          way: 'room' as const,
          building,
          unit,
          room,
          lastFour: typed,
        }),
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: 'found',
            actions: { type: 'take', params: ({ event }) => identificationIn(event.output) },
          },
          {
            guard: ({ event }) => codeOf(event.output) === 'LT-1013',
            target: 'lastDigits',
            actions: ['eraseAll', { type: 'noteProblem', params: 'LT-1013' }],
          },
          { target: 'problem', actions: { type: 'noteProblem', params: ({ event }) => codeOf(event.output) } },
        ],
        onError: BROKEN,
      },
    },

    askingToShow: {
      entry: assign({ showing: undefined }),
      invoke: {
        id: 'showCode',
        src: 'showCode',
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: 'showing',
            actions: assign(({ event }) => {
              if (!event.output.ok) throw new Error('nothing to show');
              const { livesS, ...showing } = event.output.value;
              return { showing, secondsLeft: livesS, ofSeconds: livesS };
            }),
          },
          { target: 'problem', actions: { type: 'noteProblem', params: ({ event }) => codeOf(event.output) } },
        ],
        onError: BROKEN,
      },
      on: { back: 'choosing' },
    },
    showing: {
      invoke: {
        id: 'watchShowing',
        src: 'watchShowing',
        input: ({ context }) => ({ showingId: context.showing?.showingId ?? '' }),
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: 'found',
            actions: { type: 'take', params: ({ event }) => identificationIn(event.output) },
          },
          { target: 'problem', actions: { type: 'noteProblem', params: ({ event }) => codeOf(event.output) } },
        ],
        onError: BROKEN,
      },
      initial: 'counting',
      states: {
        counting: { after: { 1000: { target: 'counting', reenter: true, actions: 'secondPasses' } } },
      },
      on: { back: 'choosing' },
    },

    problem: {
      entry: assign({ typed: '' }),
      on: { retry: 'begin', back: 'choosing', 'other-method': 'choosing' },
      exit: assign({ problem: undefined }),
    },
    found: {
      entry: 'eraseAll',
      always: [
        { guard: ({ context }) => context.found?.homes.length === 1, target: 'done', actions: assign(ofHome(0)) },
        { target: 'chooseHome' },
      ],
    },
    chooseHome: {
      on: {
        'choose-home': {
          guard: ({ context, event }) => context.found?.homes[event.home] !== undefined,
          target: 'done',
          actions: assign(({ context, event }) => ofHome(event.home)({ context })),
        },
        back: 'choosing',
      },
    },
    done: { type: 'final' },
  },
});

function identificationIn(answer: Result<Identification>): Identification {
  if (!answer.ok) throw new Error('nobody was identified');
  return answer.value;
}

function ofHome(home: number) {
  return ({ context: { found } }: { readonly context: WaysInContext }): Pick<WaysInContext, 'credential'> => ({
    credential: found && { type: 'identified', identificationId: found.identificationId, home },
  });
}
