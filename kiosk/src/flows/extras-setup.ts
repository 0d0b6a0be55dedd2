import type { FailureCode } from '@louting/common/failure-codes';
import type { Fen } from '@louting/common/money';
import type { Result } from '@louting/common/result';
import type { FeeNotice } from '@louting/server/contract/fee-notice-api';
import type { PaidEntry, PaidYear } from '@louting/server/contract/history-api';
import type { Offer } from '@louting/server/contract/offers-api';
import type { NoticeType, NoticeWishes } from '@louting/server/contract/owner-preferences';
import type { PaySlip } from '@louting/server/contract/pay-slip-api';
import type { Bill } from '@louting/server/contract/session-api';
import { assign, setup } from 'xstate';
import type { Place } from '../screens/extras.ts';
import { unprovidedEffect } from './effects.ts';
import type { OwnerEvent, Timings } from './events.ts';

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

export interface ExtrasContext extends ExtrasInput {
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
export function taken<Name extends keyof ExtrasContext>(
  name: Name,
  output: Result<ExtrasContext[Name]>,
): Partial<ExtrasContext> {
  return output.ok ? { [name]: output.value, problem: undefined } : { problem: output.error.code };
}

export function codeOf(output: Result<unknown>): FailureCode | undefined {
  return output.ok ? undefined : output.error.code;
}

export const extrasSetup = setup({
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
});
