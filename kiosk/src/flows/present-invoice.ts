import type { Receipt } from '@louting/server/contract/kiosk-api';
import type { ActorRefFrom } from 'xstate';
import type { Screen } from '../screens.ts';
import { isUncertain } from './effects.ts';
import { mayUsePhone, type invoiceMachine } from './invoice.ts';

type InvoiceScreen = Extract<Screen, { screen: 'invoice' }>;

export function invoiceScreen(invoice: ActorRefFrom<typeof invoiceMachine>): InvoiceScreen {
  const { value, context } = invoice.getSnapshot();
  const { view, receipt } = context;
  const buyerMasked = view?.buyerMasked ?? receipt.payerMasked;
  const amountFen = view?.amountFen ?? receipt.totalFen;
  if (typeof value === 'object') {
    const shown = { pageUrl: view?.pageUrl ?? '', slip: value.code.slip } as const;
    if (view?.state !== 'REQUESTED' && view?.state !== 'ISSUING' && view?.state !== 'ISSUED') {
      return { screen: 'invoice', stage: 'phone', ...shown };
    }
    const stage = view.state === 'ISSUED' ? 'issued' : 'issuing';
    return { screen: 'invoice', stage, ...shown, buyerMasked, amountFen };
  }
  switch (value) {
    case 'offer':
      return { screen: 'invoice', stage: 'offer', buyerMasked, amountFen, partOnly: amountFen < billsPaid(receipt) };
    case 'sending':
      return { screen: 'invoice', stage: 'sending' };
    case 'problem': {
      const problem = context.problem ?? 'LT-9999';
      return {
        screen: 'invoice',
        stage: 'problem',
        problem,
        kept: context.kept,
        canRetry: isUncertain({ code: problem }) && !context.kept,
        canUsePhone: mayUsePhone(context),
      };
    }
    default:
      return { screen: 'invoice', stage: 'asking' };
  }
}

function billsPaid({ totalFen, toPrepaymentFen, refund }: Receipt): number {
  return totalFen - toPrepaymentFen - (refund?.state === 'on-its-way' ? refund.amountFen : 0);
}
