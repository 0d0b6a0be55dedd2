import { PREPAYMENT_RANGE } from '@louting/server/contract/kiosk-api';
import type { RefundView, Screen } from '../screens.ts';
import type { SessionContext } from './session-context.ts';
import { TOP_UP_AMOUNTS, typedFen } from './top-up.ts';

type PrepaymentState = 'topUp' | 'topUpAmount' | 'agreementAutoUse' | 'agreementDuplicate' | 'agreementSaving';

/** Keeping money for later bills, and what is agreed about it. */
export function prepaymentScreen(state: PrepaymentState, context: SessionContext): Screen {
  const known = context.session?.agreement;
  const agreement = known ? { agreement: known } : {};
  switch (state) {
    case 'topUp':
      return {
        screen: 'top-up',
        prepaidFen: context.session?.prepaidFen ?? 0,
        amountsFen: TOP_UP_AMOUNTS,
        ...agreement,
      };
    case 'topUpAmount':
      return { screen: 'top-up-amount', amountFen: typedFen(context), ...PREPAYMENT_RANGE };
    default: {
      const { problem } = context.agreement;
      return {
        screen: 'agreement',
        question: state === 'agreementAutoUse' ? 'auto-use' : 'duplicate',
        saving: state === 'agreementSaving',
        ...agreement,
        ...(problem ? { problem } : {}),
      };
    }
  }
}

/** A notice of the server may carry fields without a value; the screen model leaves them out. */
export function refundsScreen({ refunds }: SessionContext): Screen {
  if (!refunds) return { screen: 'refunds' };
  if (!refunds.ok) return { screen: 'refunds', problem: refunds.error.code };
  return { screen: 'refunds', refunds: refunds.value as readonly RefundView[] };
}
