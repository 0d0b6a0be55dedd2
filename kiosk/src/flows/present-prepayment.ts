import { PREPAYMENT_RANGE } from '@louting/server/contract/kiosk-api';
import type { Screen } from '../screens.ts';
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
