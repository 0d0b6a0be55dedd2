import type { ActorRefFrom } from 'xstate';
import type { OrderDraft } from './effects.ts';
import type { Purpose, Screen } from '../screens.ts';
import { closedBy } from './cabinet-rules.ts';
import type { bankCardMachine } from './bank-card.ts';
import type { cashIntakeMachine } from './cash-intake.ts';
import { givesChange } from './methods.ts';
import type { onlinePaymentMachine } from './online-payment.ts';
import { shortReference, type verifyingMachine } from './verifying.ts';

export function onlineScreen(online: ActorRefFrom<typeof onlinePaymentMachine>): Screen {
  const { context, value, children } = online.getSnapshot();
  const { method, amountFen } = context.draft;
  if (children.verifying) return verifyingScreen(children.verifying);
  if (typeof value === 'string' && ['charging', 'closing', 'submitting', 'verifying', 'done'].includes(value)) {
    const reference = context.order?.reference ?? shortReference(context.orderId ?? '');
    return { screen: 'verifying', amountFen, reference, slip: 'none' };
  }
  if (method === 'payer-code') {
    return { screen: 'payer-code', amountFen, ...(context.problem ? { problem: context.problem } : {}) };
  }
  const { secondsLeft, ofSeconds } = context;
  const content = context.order?.qr?.content;
  return { screen: 'qr', method, amountFen, secondsLeft, ofSeconds, ...(content === undefined ? {} : { content }) };
}

export function bankCardScreen(bankCard: ActorRefFrom<typeof bankCardMachine>): Screen {
  const { context, value, children } = bankCard.getSnapshot();
  const { draft, stage, stop, order, orderId } = context;
  if (children.verifying) return verifyingScreen(children.verifying);
  if (value === 'verifying' || value === 'done') {
    const reference = order?.reference ?? shortReference(orderId ?? '');
    return { screen: 'verifying', amountFen: draft.amountFen, reference, slip: 'none' };
  }
  return { screen: 'bank-card', amountFen: draft.amountFen, stage, canStop: stop !== 'no' };
}

const ACCEPTOR = {
  opening: 'starting',
  deciding: 'ready',
  waiting: 'ready',
  stacking: 'note-moving',
  settling: 'note-moving',
  returning: 'returning',
  changing: 'paying-change',
  clearing: 'returning',
  clearingAfterTrouble: 'stopped',
  stopped: 'stopped',
  closing: 'stopped',
} as const;

export function cashScreen(cash: ActorRefFrom<typeof cashIntakeMachine>): Screen {
  const { context, value, children } = cash.getSnapshot();
  const { dueFen, insertedFen, escrow, problem } = context;
  if (children.verifying) return verifyingScreen(children.verifying);
  switch (value) {
    case 'consent': {
      const noteFen = escrow?.denominationFen ?? 0;
      const canGiveChange = escrow?.changeFen !== undefined;
      return {
        screen: 'cash-overpay',
        ...(context.draft.keepsNothing ? { keepsNothing: true } : {}),
        dueFen,
        insertedFen,
        noteFen,
        excessFen: insertedFen + noteFen - dueFen,
        canGiveChange,
      };
    }
    case 'stopChoice': {
      const closing = closedBy(context.devices);
      const stop = { screen: 'cash-stop', purpose: purposeOf(context), dueFen, insertedFen } as const;
      return closing === undefined ? stop : { ...stop, closing };
    }
    case 'suspenseReceipt':
    case 'slip':
    case 'verifying':
    case 'done': {
      const reference = context.order?.reference ?? shortReference(context.orderId ?? '');
      const slip = value === 'slip' ? 'printing' : 'none';
      return { screen: 'verifying', amountFen: insertedFen, reference, slip };
    }
    default:
      return {
        screen: 'cash',
        purpose: purposeOf(context),
        bookedLater: context.offlineLeftFen !== undefined,
        givesChange: context.givesChange && givesChange(context.devices),
        dueFen,
        insertedFen,
        remainingFen: Math.max(0, dueFen - insertedFen),
        notes: context.notes,
        acceptor: ACCEPTOR[value],
        ...(problem ? { problem } : {}),
      };
  }
}

const SLIP = {
  noSlip: 'none',
  refused: 'none',
  printing: 'printing',
  parting: 'printing',
  printed: 'printed',
} as const;

function verifyingScreen(verifying: ActorRefFrom<typeof verifyingMachine>): Screen {
  const { context, value } = verifying.getSnapshot();
  const { amountFen, reference } = context;
  return { screen: 'verifying', amountFen, reference, slip: typeof value === 'object' ? SLIP[value.open] : 'none' };
}

function purposeOf({ draft }: { readonly draft: OrderDraft }): Purpose {
  return draft.keepsNothing ? 'stay' : draft.purpose;
}
