import type { FailureCode } from '@louting/common/failure-codes';
import type { Result } from '@louting/common/result';
import { assign, setup, type ActorRefFrom } from 'xstate';
import type { Screen } from '../screens.ts';
import type { DeviceTest, DeviceView } from '../screens/maintenance.ts';
import { unprovidedEffect, type InspectedDevice } from './effects.ts';
import type { OwnerEvent } from './events.ts';
import type { DeviceReports } from './methods.ts';

interface MaintenanceContext {
  readonly digits: string;
  readonly problem: FailureCode | undefined;
  /** There is no line: what the office has to answer. */
  readonly question: string | undefined;
  readonly role: string;
  readonly inspected: InspectedDevice | undefined;
  readonly tested: Result<undefined> | undefined;
}

const CODE_DIGITS = 6;
/** Longer, because nobody but the kiosk itself counts who guesses. */
const ANSWER_DIGITS = 8;
/** Somebody who leaves the door open and goes home must not leave the device page open with it. */
const LONGEST_MS = 3_600_000;

/** What can be tried out, by role. */
const TESTS: Readonly<Record<string, DeviceTest>> = {
  'card-reader': 'card',
  'cash-acceptor': 'note',
  'coin-acceptor': 'coins',
  'change-dispenser': 'change',
  'receipt-printer': 'page',
  'barcode-reader': 'code',
  'payment-terminal': 'terminal',
  cabinet: 'lights',
};

const digitsWanted = ({ question }: Pick<MaintenanceContext, 'question'>): number =>
  question === undefined ? CODE_DIGITS : ANSWER_DIGITS;

const BROKEN: Result<undefined> = { ok: false, error: { code: 'LT-9999' } };

/** A code of the office opens it; then one device after another is looked at and tried out. */
export const maintenanceMachine = setup({
  types: { context: {} as MaintenanceContext, events: {} as OwnerEvent },
  actors: {
    openMaintenance: unprovidedEffect('openMaintenance'),
    inspectDevice: unprovidedEffect('inspectDevice'),
    testDevice: unprovidedEffect('testDevice'),
  },
  actions: {
    ignore: () => undefined,
    refuse: assign({ digits: '', problem: (_, code: FailureCode) => code }),
    choose: assign(({ event }) =>
      event.type === 'look-at-device' ? { role: event.role, inspected: undefined, tested: undefined } : {},
    ),
  },
  guards: {
    hasRoom: ({ context }) => context.digits.length < digitsWanted(context),
    isWhole: ({ context }) => context.digits.length === digitsWanted(context),
    canBeTested: ({ context }) => TESTS[context.role] !== undefined,
  },
}).createMachine({
  id: 'maintenance',
  initial: 'code',
  context: { digits: '', problem: undefined, question: undefined, role: '', inspected: undefined, tested: undefined },
  after: { [LONGEST_MS]: '.over' },
  on: { cancel: '.over', '*': { actions: 'ignore' } },
  states: {
    code: {
      on: {
        'press-digit': {
          guard: 'hasRoom',
          actions: assign({
            digits: ({ context, event }) => `${context.digits}${event.digit}`,
            problem: undefined,
          }),
        },
        'erase-digit': { actions: assign({ digits: ({ context }) => context.digits.slice(0, -1) }) },
        'accept-typed': { guard: 'isWhole', target: 'checking' },
        back: 'over',
      },
    },
    checking: {
      invoke: {
        src: 'openMaintenance',
        input: ({ context }) => ({ code: context.digits }),
        onDone: [
          {
            guard: ({ event }) => event.output.ok && event.output.value.question !== undefined,
            target: 'code',
            actions: assign({
              digits: '',
              question: ({ event }) => (event.output.ok ? event.output.value.question : undefined),
            }),
          },
          { guard: ({ event }) => event.output.ok, target: 'devices' },
          {
            target: 'code',
            actions: {
              type: 'refuse',
              params: ({ event }) => (event.output.ok ? 'LT-9999' : event.output.error.code),
            },
          },
        ],
        onError: { target: 'code', actions: { type: 'refuse', params: 'LT-9999' } },
      },
      on: { back: 'over' },
    },
    devices: { on: { 'look-at-device': { target: 'asking', actions: 'choose' }, back: 'over' } },
    asking: {
      invoke: {
        src: 'inspectDevice',
        input: ({ context }) => ({ role: context.role }),
        onDone: {
          target: 'device',
          actions: assign({ inspected: ({ event }) => (event.output.ok ? event.output.value : undefined) }),
        },
        onError: 'device',
      },
      on: { back: 'devices' },
    },
    device: {
      on: {
        'test-device': { guard: 'canBeTested', target: 'testing', actions: assign({ tested: undefined }) },
        'show-trace': 'trace',
        back: 'devices',
      },
    },
    testing: {
      invoke: {
        src: 'testDevice',
        input: ({ context }) => ({ role: context.role }),
        onDone: { target: 'asking', actions: assign({ tested: ({ event }) => event.output }) },
        onError: { target: 'asking', actions: assign({ tested: BROKEN }) },
      },
      on: { back: 'device' },
    },
    trace: { on: { back: 'device' } },
    over: { type: 'final' },
  },
});

export function maintenanceScreen(actor: ActorRefFrom<typeof maintenanceMachine>, reports: DeviceReports): Screen {
  const { value, context } = actor.getSnapshot();
  const { digits, problem, question, role, inspected, tested } = context;
  switch (value) {
    case 'code':
    case 'checking':
      return {
        screen: 'maintenance-code',
        digits,
        checking: value === 'checking',
        length: digitsWanted(context),
        ...(problem === undefined ? {} : { problem }),
        ...(question === undefined ? {} : { question }),
      };
    case 'asking':
    case 'device':
    case 'testing': {
      const result = tested === undefined ? 'ready' : tested.ok ? 'passed' : 'failed';
      const test = TESTS[role];
      return {
        screen: 'maintenance-device',
        device: devicesOf(reports).find((device) => device.role === role) ?? { role, state: 'absent' },
        ...(inspected?.modelName === undefined ? {} : { modelName: inspected.modelName }),
        ...(inspected?.firmwareVersion === undefined ? {} : { firmwareVersion: inspected.firmwareVersion }),
        ...(inspected?.recovery === undefined ? {} : { recovery: inspected.recovery }),
        ...(inspected?.readings === undefined ? {} : { readings: inspected.readings }),
        ...(test === undefined ? {} : { test }),
        stage: value === 'device' ? result : value,
        ...(value === 'device' && tested && !tested.ok ? { problem: tested.error.code } : {}),
      };
    }
    case 'trace':
      return { screen: 'maintenance-trace', role, lines: inspected?.trace ?? [] };
    default:
      return { screen: 'maintenance-devices', devices: devicesOf(reports) };
  }
}

function devicesOf(reports: DeviceReports): readonly DeviceView[] {
  return Object.values(reports).map(({ role, state, code }) => ({ role, state, ...(code ? { code } : {}) }));
}
