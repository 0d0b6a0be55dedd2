import type { ActorRefFrom } from 'xstate';
import type { Purpose, Screen } from '../screens.ts';
import type { laterSlipMachine } from './later-slip.ts';
import { nextAfter } from './next-due.ts';
import type { receiptMachine } from './receipt.ts';
import type { SessionContext } from './session-context.ts';
import { mayHaveInvoice, mayRetry } from './session-facts.ts';

/** A stay is paid as a bill, and looks and sounds otherwise. */
export function purposeOf({ session, purpose }: SessionContext): Purpose {
  return session?.stay ? 'stay' : purpose;
}

export function successScreen(receiptActor: ActorRefFrom<typeof receiptMachine>, session: SessionContext): Screen {
  const { context, value } = receiptActor.getSnapshot();
  const { receipt, problem } = context;
  const next = nextAfter(session, receipt);
  const state = value === 'printed' || value === 'trouble' ? value : 'printing';
  return {
    screen: 'success',
    purpose: purposeOf(session),
    ...(session.session?.stay ? { leaveMinutes: session.session.stay.graceMinutes } : {}),
    paidEarlier: session.collecting,
    amountFen: receipt.totalFen,
    toPrepaymentFen: receipt.toPrepaymentFen,
    ...(next ? { next } : {}),
    canAskInvoice: mayHaveInvoice(session),
    ...(receipt.refund ? { refund: receipt.refund } : {}),
    receipt: {
      state,
      number: receipt.receiptNumber,
      verifyUrl: receipt.verifyUrl,
      ...(problem ? { problem } : {}),
    },
  };
}

export function laterScreen(laterSlip: ActorRefFrom<typeof laterSlipMachine>): Screen {
  const { context, value } = laterSlip.getSnapshot();
  const { slip, problem } = context;
  return {
    screen: 'booked-later',
    amountFen: slip.amountFen,
    reference: slip.reference,
    slip: value === 'printed' || value === 'trouble' ? value : 'printing',
    ...(problem ? { problem } : {}),
  };
}

export function failureScreen(context: SessionContext): Screen {
  const { failure } = context;
  if (!failure) return { screen: 'failure', code: 'LT-9999', money: 'being-verified', canRetry: false };
  return {
    screen: 'failure',
    code: failure.code,
    money: failure.money,
    canRetry: mayRetry(context),
    ...(failure.reference === undefined ? {} : { reference: failure.reference }),
  };
}
