import { fen, type Fen } from '@louting/common/money';
import { PREPAYMENT_RANGE } from '@louting/server/contract/kiosk-api';
import { assign } from 'xstate';
import { NOT_ASKED } from './agreement-context.ts';
import type { SessionContext } from './session-context.ts';
import { sessionSetup } from './session-setup.ts';

/** What is offered with one touch, in fen. */
export const TOP_UP_AMOUNTS: readonly Fen[] = [100, 200, 500, 1_000].map((yuan) => fen(yuan * 100));

/** Whole yuan: the keypad has no point, and cash knows no fen. */
export function typedFen({ typedYuan }: Pick<SessionContext, 'typedYuan'>): Fen {
  return fen(typedYuan * 100);
}

function fits(amountFen: number): boolean {
  return amountFen >= PREPAYMENT_RANGE.leastFen && amountFen <= PREPAYMENT_RANGE.mostFen;
}

/** Money kept for later bills: how much, then the usual way of paying. */
export const topUpStates = {
  topUp: sessionSetup.createStateConfig({
    entry: ['mayLeave', assign({ cameFrom: 'top-up', purpose: 'prepayment', typedYuan: 0 })],
    on: {
      'choose-amount': {
        guard: ({ event }) => fits(event.amountFen),
        target: 'method',
        actions: assign({ topUpFen: ({ event }) => fen(event.amountFen) }),
      },
      'own-amount': 'topUpAmount',
      'show-agreement': {
        guard: 'serverIsThere',
        target: 'agreementAutoUse',
        actions: assign({ agreement: { ...NOT_ASKED, asked: true, from: 'top-up' } }),
      },
      back: 'welcome',
      cancel: 'goodbye',
      'owner-gone': 'goodbye',
    },
  }),

  topUpAmount: sessionSetup.createStateConfig({
    entry: 'mayLeave',
    on: {
      'press-digit': {
        guard: ({ context, event }) => (context.typedYuan * 10 + event.digit) * 100 <= PREPAYMENT_RANGE.mostFen,
        actions: assign({ typedYuan: ({ context, event }) => context.typedYuan * 10 + event.digit }),
      },
      'erase-digit': { actions: assign({ typedYuan: ({ context }) => Math.floor(context.typedYuan / 10) }) },
      'accept-amount': {
        guard: ({ context }) => fits(typedFen(context)),
        target: 'method',
        actions: assign({ topUpFen: ({ context }) => typedFen(context) }),
      },
      back: 'topUp',
      cancel: 'goodbye',
      'owner-gone': 'goodbye',
    },
  }),
};
