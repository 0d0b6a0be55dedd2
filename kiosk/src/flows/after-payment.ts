import { assign } from 'xstate';
import { NOT_ASKED } from './agreement-context.ts';
import { asksAgreement } from './agreement.ts';
import type { SessionContext } from './session-context.ts';
import { sessionSetup } from './session-setup.ts';

function owedReceipt({ receipts, mode, timings }: SessionContext) {
  const [owed] = receipts;
  if (!owed) throw new Error('no receipt is owed');
  return { ...owed, mode, timings };
}

/** The paper of a payment, the invoice for whoever wants one, and what comes after. */
export const afterPaymentStates = {
  /** Paid, but the server answered without a receipt. */
  paid: sessionSetup.createStateConfig({
    entry: 'mustStay',
    after: { success: 'goodbye' },
    on: { finish: 'goodbye', cancel: 'goodbye' },
  }),

  receipt: sessionSetup.createStateConfig({
    entry: 'mustStay',
    invoke: {
      id: 'receipt',
      src: 'receipt',
      input: ({ context }) => ({ ...owedReceipt(context), before: context.receiptBefore }),
      onDone: [
        {
          guard: ({ event }) => event.output.asideFor !== undefined,
          target: 'invoice',
          actions: assign({ receiptBefore: ({ event }) => event.output.asideFor }),
        },
        { target: 'afterReceipt', actions: assign({ ownerWentOn: ({ event }) => event.output.ownerWentOn }) },
      ],
      onError: 'goodbye',
    },
    on: {
      finish: { actions: 'tellReceipt' },
      cancel: { actions: 'tellReceipt' },
      'ask-invoice': { guard: 'mayHaveInvoice', actions: 'tellReceipt' },
      'reprint-receipt': { actions: 'tellReceipt' },
    },
  }),

  invoice: sessionSetup.createStateConfig({
    entry: 'mayLeave',
    invoke: {
      id: 'invoice',
      src: 'invoice',
      input: ({ context }) => owedReceipt(context),
      onDone: [
        { guard: ({ event }) => event.output.towards === 'receipt', target: 'receipt' },
        {
          guard: ({ event }) => event.output.towards === 'on',
          target: 'afterReceipt',
          actions: assign({ ownerWentOn: true }),
        },
        { target: 'goodbye' },
      ],
      onError: 'receipt',
    },
    on: {
      back: { actions: 'tellInvoice' },
      cancel: { actions: 'tellInvoice' },
      finish: { actions: 'tellInvoice' },
      retry: { actions: 'tellInvoice' },
      'invoice-personal': { actions: 'tellInvoice' },
      'invoice-by-phone': { actions: 'tellInvoice' },
      'print-slip': { actions: 'tellInvoice' },
      'owner-gone': 'goodbye',
    },
  }),

  afterReceipt: sessionSetup.createStateConfig({
    always: [
      { guard: 'moreReceipts', target: 'receipt', actions: 'nextReceipt' },
      { guard: 'collecting', target: 'welcome', actions: assign({ receipts: [], collecting: false }) },
      {
        guard: ({ context }) => context.ownerWentOn && asksAgreement(context),
        target: 'agreementAutoUse',
        actions: assign({ agreement: { ...NOT_ASKED, asked: true } }),
      },
      { target: 'goodbye' },
    ],
  }),
};
