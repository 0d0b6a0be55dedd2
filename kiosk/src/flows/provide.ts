import { fromPromise } from 'xstate';
import { bankCardMachine } from './bank-card.ts';
import { cashIntakeMachine } from './cash-intake.ts';
import type { FlowEffects } from './effects.ts';
import { extrasMachine } from './extras.ts';
import { invoiceMachine } from './invoice.ts';
import { laterSlipMachine } from './later-slip.ts';
import { maintenanceMachine } from './maintenance.ts';
import { onlinePaymentMachine } from './online-payment.ts';
import { receiptMachine } from './receipt.ts';
import { sessionMachine } from './session.ts';
import { stayMachine } from './stay.ts';
import { verifyingMachine } from './verifying.ts';
import { waysInMachine } from './ways-in.ts';

/** The session machine with its world: the only way the flows are run, in the product and in tests. */
export function provideFlows(effects: FlowEffects, unhandled: (eventType: string) => void = () => undefined) {
  const ask = <Input, Output>(effect: (input: Input, signal: AbortSignal) => Promise<Output>) =>
    fromPromise<Output, Input>(({ input, signal }) => effect(input, signal));
  const ignore = ({ event }: { readonly event: { readonly type: string } }) => unhandled(event.type);

  const closeOrder = ask(effects.closeOrder);
  const openOrder = ask(effects.openOrder);
  const printSlip = ask(effects.printSlip);
  const printReceipt = ask(effects.printReceipt);

  const verifying = verifyingMachine.provide({
    actors: { resolveOrder: ask(effects.resolveOrder), printSlip },
    actions: { ignore },
  });
  const onlinePayment = onlinePaymentMachine.provide({
    actors: {
      openOrder,
      closeOrder,
      verifying,
      watchOrder: ask(effects.watchOrder),
      readPayerCode: ask(effects.readPayerCode),
      submitPayerCode: ask(effects.submitPayerCode),
    },
    actions: { ignore },
  });
  const bankCard = bankCardMachine.provide({
    actors: { openOrder, closeOrder, verifying, sellByCard: ask(effects.sellByCard) },
    actions: { ignore, stopCardSale: () => effects.stopCardSale() },
  });
  const cashIntake = cashIntakeMachine.provide({
    actors: {
      openOrder,
      closeOrder,
      verifying,
      printReceipt,
      printSlip,
      takeNote: ask(effects.takeNote),
      stackNote: ask(effects.stackNote),
      returnNote: ask(effects.returnNote),
      clearNote: ask(effects.clearNote),
      payChange: ask(effects.payChange),
      settleCash: ask(effects.settleCash),
    },
    actions: { ignore },
  });
  const receipt = receiptMachine.provide({
    actors: { printReceipt, copyReceipt: ask(effects.copyReceipt) },
    actions: { ignore, leaveReceipt: (_, { orderId }) => effects.leaveReceipt(orderId) },
  });
  const invoice = invoiceMachine.provide({
    actors: {
      invoiceOf: ask(effects.invoiceOf),
      wishInvoice: ask(effects.wishInvoice),
      watchInvoice: ask(effects.watchInvoice),
      printSlip,
    },
    actions: { ignore },
  });
  const laterSlip = laterSlipMachine.provide({ actors: { printSlip }, actions: { ignore } });
  const waysIn = waysInMachine.provide({
    actors: {
      sendPhoneCode: ask(effects.sendPhoneCode),
      identifyBy: ask(effects.identifyBy),
      doorsHere: ask(effects.doorsHere),
      showCode: ask(effects.showCode),
      watchShowing: ask(effects.watchShowing),
    },
    actions: { ignore },
  });
  const stay = stayMachine.provide({
    actors: { findCars: ask(effects.findCars), openSession: ask(effects.openSession) },
    actions: { ignore },
  });
  const extras = extrasMachine.provide({
    actors: {
      printSlip,
      copyReceipt: ask(effects.copyReceipt),
      paidOf: ask(effects.paidOf),
      makePaySlip: ask(effects.makePaySlip),
      cancelPaySlips: ask(effects.cancelPaySlips),
      offersOf: ask(effects.offersOf),
      takeOffer: ask(effects.takeOffer),
      wishesOf: ask(effects.wishesOf),
      setWishes: ask(effects.setWishes),
      feeNotice: ask(effects.feeNotice),
    },
    actions: { ignore },
  });
  const maintenance = maintenanceMachine.provide({
    actors: {
      openMaintenance: ask(effects.openMaintenance),
      inspectDevice: ask(effects.inspectDevice),
      testDevice: ask(effects.testDevice),
    },
    actions: { ignore },
  });
  return sessionMachine.provide({
    actors: {
      maintenance,
      waysIn,
      stay,
      extras,
      onlinePayment,
      bankCard,
      cashIntake,
      receipt,
      invoice,
      laterSlip,
      heldPayerCode: ask(effects.heldPayerCode),
      agree: ask(effects.agree),
      refundsOf: ask(effects.refundsOf),
      start: ask(effects.start),
      selfCheck: ask(effects.selfCheck),
      openSession: ask(effects.openSession),
      callHelp: ask(effects.callHelp),
      watchHelp: ask(effects.watchHelp),
      disputeBill: ask(effects.disputeBill),
      questions: ask(effects.questions),
    },
    actions: {
      ignore,
      endHelp: () => effects.endHelp(),
      giveFace: (_, given) => effects.giveFace(given),
      dropOrder: (_, { orderId }) => {
        if (orderId !== undefined) effects.dropOrder(orderId);
      },
      rememberPreferences: (_, choice) => {
        if (choice) effects.rememberPreferences(choice);
      },
      closeSession: (_, { sessionId }) => {
        if (sessionId !== undefined) effects.closeSession(sessionId);
      },
    },
  });
}
