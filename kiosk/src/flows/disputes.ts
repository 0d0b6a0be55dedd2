import { failed } from '@louting/common/result';
import type { FailureCode } from '@louting/common/failure-codes';
import { assign } from 'xstate';
import type { Screen } from '../screens.ts';
import type { DisputeView } from '../screens/help-desk.ts';
import { inEachLanguage } from './languages.ts';
import type { SessionContext } from './session-context.ts';
import { sessionSetup } from './session-setup.ts';

/** "This bill is wrong": what seems wrong, and the number to ask by. It moves no money. */
export const disputeStates = {
  dispute: sessionSetup.createStateConfig({
    entry: ['mayLeave', assign({ dispute: undefined })],
    on: {
      complain: { target: 'disputeSending', actions: assign({ complaint: ({ event }) => event.complaint }) },
      back: 'billDetail',
      cancel: 'goodbye',
      'owner-gone': 'goodbye',
    },
  }),
  disputeSending: sessionSetup.createStateConfig({
    entry: 'mustStay',
    invoke: {
      id: 'disputeBill',
      src: 'disputeBill',
      input: ({ context: { session, detailBillId, complaint } }) => ({
        sessionId: session?.sessionId ?? '',
        billId: detailBillId ?? '',
        complaint: complaint ?? 'not-clear',
      }),
      onDone: {
        target: 'disputeNoted',
        actions: assign({
          dispute: ({ event }) => event.output,
          session: ({ context: { session, detailBillId }, event: { output } }) =>
            session && output.ok
              ? {
                  ...session,
                  disputes: [
                    { billId: detailBillId ?? '', reference: output.value.reference, progress: 'received' as const },
                    ...session.disputes,
                  ],
                }
              : session,
        }),
      },
      onError: { target: 'disputeNoted', actions: assign({ dispute: () => failed('LT-9999') }) },
    },
  }),
  disputeNoted: sessionSetup.createStateConfig({
    entry: 'mayLeave',
    on: { finish: 'bills', back: 'bills', cancel: 'goodbye', 'owner-gone': 'goodbye' },
  }),
};

export function disputeScreen(flow: 'dispute' | 'disputeSending' | 'disputeNoted', context: SessionContext): Screen {
  const { dispute, session, detailBillId, configuration } = context;
  if (flow === 'disputeNoted') {
    const refused: FailureCode = dispute?.ok === false ? dispute.error.code : 'LT-9999';
    if (!dispute?.ok) return { screen: 'dispute-refused', code: refused };
    const days = configuration?.helpDesk.disputeDays ?? 3;
    return { screen: 'dispute-noted', reference: dispute.value.reference, days };
  }
  const bill = session?.bills.find(({ billId }) => billId === detailBillId);
  const itemName = inEachLanguage(bill?.item.name ?? { 'zh-CN': '', en: '' });
  return { screen: 'dispute', itemName, sending: flow === 'disputeSending' };
}

/** How far the question about a bill is. */
export function disputeOf({ session }: SessionContext, billId: string): DisputeView | undefined {
  const found = session?.disputes.find((dispute) => dispute.billId === billId);
  return found && { reference: found.reference, progress: found.progress };
}
