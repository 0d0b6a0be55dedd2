import type { Agreement } from '@louting/server/contract/session-api';
import { assign } from 'xstate';
import type { SessionContext } from './session-context.ts';
import { sessionSetup } from './session-setup.ts';

/** Owners are asked once, when some of their money is kept for the first time and they are still standing there. */
export function asksAgreement({ session, agreement, lastEnd, purpose, trouble }: SessionContext): boolean {
  if (session?.strength !== 'strong' || session.agreement || agreement.asked || trouble !== undefined) return false;
  if (lastEnd?.end !== 'paid') return false;
  return purpose === 'prepayment' || (lastEnd.order.receipt?.toPrepaymentFen ?? 0) > 0;
}

const cameFromTopUp = ({ context }: { readonly context: SessionContext }) => context.agreement.from === 'top-up';

const LEAVE = [{ guard: cameFromTopUp, target: 'topUp' }, { target: 'goodbye' }];

/**
 * Two questions, one after the other: may prepayment pay new bills by itself, and where does money go that paid a bill
 * twice. Nothing is agreed before both are answered.
 */
export const agreementStates = {
  agreementAutoUse: sessionSetup.createStateConfig({
    entry: 'mayLeave',
    on: {
      'agree-auto-use': {
        target: 'agreementDuplicate',
        actions: assign({
          agreement: ({ context, event }) => ({ ...context.agreement, autoUse: event.yes, problem: undefined }),
        }),
      },
      back: LEAVE,
      cancel: 'goodbye',
      'owner-gone': 'goodbye',
    },
  }),

  agreementDuplicate: sessionSetup.createStateConfig({
    entry: 'mayLeave',
    on: {
      'agree-duplicate': {
        target: 'agreementSaving',
        actions: assign({
          agreement: ({ context, event }) => ({
            ...context.agreement,
            duplicate: event.disposition,
            problem: undefined,
          }),
        }),
      },
      back: 'agreementAutoUse',
      cancel: 'goodbye',
      'owner-gone': 'goodbye',
    },
  }),

  agreementSaving: sessionSetup.createStateConfig({
    entry: 'mustStay',
    invoke: {
      id: 'agree',
      src: 'agree',
      input: ({ context }) => ({ sessionId: context.session?.sessionId ?? '', agreement: agreementOf(context) }),
      onDone: [
        {
          guard: ({ context, event }) => event.output.ok && cameFromTopUp({ context }),
          target: 'topUp',
          actions: assign({ session: ({ context }) => withAgreement(context) }),
        },
        { guard: ({ event }) => event.output.ok, target: 'goodbye' },
        {
          target: 'agreementDuplicate',
          actions: assign({
            agreement: ({ context, event }) => ({
              ...context.agreement,
              problem: event.output.ok ? undefined : event.output.error.code,
            }),
          }),
        },
      ],
      onError: {
        target: 'agreementDuplicate',
        actions: assign({ agreement: ({ context }) => ({ ...context.agreement, problem: 'LT-9999' as const }) }),
      },
    },
  }),
};

function agreementOf({ agreement }: SessionContext): Agreement {
  return { autoUsePrepayment: agreement.autoUse, duplicatePayment: agreement.duplicate };
}

function withAgreement(context: SessionContext): SessionContext['session'] {
  return context.session && { ...context.session, agreement: agreementOf(context) };
}
