import { addFen } from '@louting/common/money';
import type { Bill } from '@louting/server/contract/session-api';
import { assign } from 'xstate';
import type { SessionContext } from './session-context.ts';
import { sessionSetup } from './session-setup.ts';

const LEAVE_IDLE = { target: 'idle' } as const;

/** What an owner looks up beside the bills, and the fees that anybody may look up. */
export const extrasStates = {
  extras: sessionSetup.createStateConfig({
    entry: 'mayLeave',
    invoke: {
      id: 'extras',
      src: 'extras',
      input: ({ context }) => ({
        sessionId: context.session?.sessionId,
        place: context.place,
        owedFen: context.session?.totalOutstandingFen ?? addFen(),
        timings: context.timings,
      }),
      onDone: [
        { guard: ({ context }) => context.session === undefined, target: 'idle' },
        {
          guard: ({ event }) => event.output.towards === 'pay',
          target: 'method',
          actions: assign(({ context, event }) =>
            event.output.towards === 'pay' ? withBill(context, event.output.bill) : {},
          ),
        },
        { guard: ({ event }) => event.output.towards === 'top-up', target: 'topUp' },
        { guard: ({ event }) => event.output.towards === 'goodbye', target: 'goodbye' },
        { target: 'welcome' },
      ],
      onError: 'goodbye',
    },
    on: {
      open: { actions: 'tellExtras' },
      pick: { actions: 'tellExtras' },
      back: { actions: 'tellExtras' },
      cancel: { actions: 'tellExtras' },
      retry: { actions: 'tellExtras' },
      pay: { actions: 'tellExtras' },
      'top-up': { actions: 'tellExtras' },
      'print-slip': { actions: 'tellExtras' },
      'cancel-slips': { actions: 'tellExtras' },
      'reprint-receipt': { actions: 'tellExtras' },
      // Nobody is kept from paying by what the last one looked at.
      card: { guard: ({ context }) => context.session === undefined, target: 'identifying', actions: 'takeCard' },
      'owner-gone': [{ guard: ({ context }) => context.session === undefined, ...LEAVE_IDLE }, { target: 'goodbye' }],
    },
  }),
};

/** A bill that was made for what the owner chose is the one that is paid now. */
function withBill(context: SessionContext, bill: Bill): Partial<SessionContext> {
  const { session } = context;
  if (!session) return {};
  const bills = [...session.bills.filter(({ billId }) => billId !== bill.billId), bill];
  return {
    session: { ...session, bills },
    chosen: [bill.billId],
    ticked: bills.map(({ billId }) => billId),
    purpose: 'bills',
    cameFrom: 'offers',
    place: 'offers',
  };
}
