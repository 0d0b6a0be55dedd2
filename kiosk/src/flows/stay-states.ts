import type { Stay } from '@louting/server/contract/parking-stays-api';
import { assign } from 'xstate';
import type { Screen } from '../screens.ts';
import type { StayView } from '../screens/stay.ts';
import { inEachLanguage } from './languages.ts';
import type { SessionContext } from './session-context.ts';
import { sessionSetup } from './session-setup.ts';

/** Whoever pays for a car: no card, no household, nothing kept. */
export const stayStates = {
  findingCar: sessionSetup.createStateConfig({
    entry: 'mayLeave',
    invoke: {
      id: 'stay',
      src: 'stay',
      onDone: [
        {
          guard: ({ event }) => event.output.found !== undefined,
          target: 'staySum',
          actions: [
            assign({ credential: ({ event }) => event.output.found?.credential }),
            {
              type: 'takeSession',
              params: ({ event }) => {
                if (!event.output.found) throw new Error('no car was found');
                return event.output.found.session;
              },
            },
          ],
        },
        { target: 'idle' },
      ],
      onError: 'idle',
    },
    on: {
      'press-digit': { actions: 'tellStay' },
      'erase-digit': { actions: 'tellStay' },
      'accept-typed': { actions: 'tellStay' },
      'choose-car': { actions: 'tellStay' },
      'earlier-cars': { actions: 'tellStay' },
      back: { actions: 'tellStay' },
      card: { target: 'identifying', actions: 'takeCard' },
      cancel: 'idle',
      'owner-gone': 'idle',
    },
  }),

  staySum: sessionSetup.createStateConfig({
    entry: ['mayLeave', assign({ cameFrom: 'stay', purpose: 'bills' })],
    on: {
      pay: {
        guard: ({ context }) => (context.session?.bills.length ?? 0) > 0,
        target: 'method',
        actions: assign({ chosen: ({ context }) => (context.session?.bills ?? []).map((bill) => bill.billId) }),
      },
      // Another car is another person's: what was seen of this one goes first.
      back: {
        target: 'findingCar',
        actions: [
          { type: 'closeSession', params: ({ context }) => ({ sessionId: context.session?.sessionId }) },
          assign({ session: undefined, credential: undefined, chosen: [], ticked: [] }),
        ],
      },
      finish: 'goodbye',
      cancel: 'goodbye',
      'owner-gone': 'goodbye',
    },
  }),
};

export function staySumScreen({ session }: SessionContext): Screen {
  return session?.stay ? { screen: 'stay-sum', stay: stayView(session.stay) } : { screen: 'goodbye' };
}

function stayView({ why, holdsUntil, leaveBy, ...stay }: Stay): StayView {
  const { plateMasked, enteredAt, pricedAt, minutes, paidFen, owedFen, lines } = stay;
  return {
    plateMasked,
    enteredAt,
    pricedAt,
    minutes,
    paidFen,
    owedFen,
    ...(why === undefined ? {} : { why }),
    ...(holdsUntil === undefined ? {} : { holdsUntil }),
    ...(leaveBy === undefined ? {} : { leaveBy }),
    lines: lines.map(({ explanation, amountFen }) => ({ explanation: inEachLanguage(explanation), amountFen })),
  };
}
