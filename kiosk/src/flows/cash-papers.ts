import { assign } from 'xstate';
import { cashIntakeSetup, referenceOf } from './cash-context.ts';
import { paymentFailed } from './payment-end.ts';

/** What is printed before a payment with a doubtful note ends. */
export const cashPapers = {
  /** What was surely stacked has its receipt; the doubtful note has a slip. */
  suspenseReceipt: cashIntakeSetup.createStateConfig({
    invoke: {
      id: 'printReceipt',
      src: 'printReceipt',
      input: ({ context }) => {
        const receipt = context.order?.receipt;
        if (!receipt) throw new Error('no receipt to print');
        return { orderId: context.orderId ?? '', receipt };
      },
      onDone: 'slip',
      onError: 'slip',
    },
  }),

  slip: cashIntakeSetup.createStateConfig({
    entry: assign({
      end: ({ context }) => paymentFailed(context.problem ?? 'LT-2302', 'being-verified', referenceOf(context)),
    }),
    invoke: {
      id: 'printSlip',
      src: 'printSlip',
      input: ({ context }) => ({
        orderId: context.orderId ?? '',
        reference: referenceOf(context),
        amountFen: context.insertedFen,
      }),
      onDone: 'done',
      onError: 'done',
    },
  }),
};
