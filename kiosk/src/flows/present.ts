import type { Bill } from '@louting/server/contract/session-api';
import type { SnapshotFrom } from 'xstate';
import type { BillView, Frame, Screen } from '../screens.ts';
import { shutBy } from './cabinet-rules.ts';
import { disputeOf, disputeScreen } from './disputes.ts';
import { canCancel, canGoBack } from './frame-keys.ts';
import { helpFrame } from './help.ts';
import { inEachLanguage } from './languages.ts';
import { maintenanceScreen } from './maintenance.ts';
import { givesChange, methodChoices } from './methods.ts';
import { extrasScreen } from './present-extras.ts';
import { invoiceScreen } from './present-invoice.ts';
import { bankCardScreen, cashScreen, onlineScreen } from './present-paying.ts';
import { prepaymentScreen, refundsScreen } from './present-prepayment.ts';
import { failureScreen, laterScreen, purposeOf, successScreen } from './present-results.ts';
import { stayScreen } from './stay.ts';
import { staySumScreen } from './stay-states.ts';
import { wayChoices, waysInScreen } from './present-ways-in.ts';
import { practiceFrame, practiceScreen } from './practice.ts';
import { questionsScreen } from './questions.ts';
import { soundView } from './sound.ts';
import { billsOf, choicesOf, takesHeldCodeNow, dueOf, sumOf, type SessionContext } from './session-context.ts';
import { hasPaid } from './session-facts.ts';
import type { sessionMachine } from './session.ts';

export type SessionSnapshot = SnapshotFrom<typeof sessionMachine>;
/** A screen model that nobody has numbered yet. */
export type UnnumberedModel = Omit<Frame, 'revision'> & Screen;
type FlowState = SessionSnapshot['value']['flow'];

/** What the owner sees, from the state of the flows alone. `revision` is added by whoever pushes the model. */
export function present(snapshot: SessionSnapshot): UnnumberedModel {
  const { context, value } = snapshot;
  const screen = screenOf(value.flow, snapshot);
  const { configuration } = context;
  return {
    ...screen,
    language: context.language,
    mode: context.mode,
    theme: context.theme,
    profile: context.profile,
    lowered: context.lowered,
    settings: value.settings,
    community: inEachLanguage(configuration?.community ?? { 'zh-CN': '', en: '' }),
    kioskNumber: configuration?.kioskNumber ?? '',
    servicePhone: configuration?.servicePhone ?? '',
    ...helpFrame(value, context),
    ...(snapshot.children.practice ? { practice: practiceFrame(snapshot.children.practice) } : {}),
    sound: soundView(context.sound, context.soundPolicy, context.now()),
    canGoBack: canGoBack(screen),
    canCancel: canCancel(screen),
    ...(value.presence === 'asking'
      ? { stillThere: { secondsLeft: context.stillThereLeft, ofSeconds: context.stillThereOf } }
      : {}),
  };
}

/** Two models with the same key are the same screen to the owner's finger. */
export function screenKey(model: UnnumberedModel): string {
  const over = [model.stillThere && 'still-there', model.helpPanel && 'help'].filter(Boolean).join(' ');
  return `${model.screen} ${detailOf(model)} ${over} ${model.settings}`;
}

function detailOf(model: UnnumberedModel): string {
  if (model.screen === 'bill-detail') return model.bill.billId;
  if (model.screen === 'agreement') return model.question;
  if (model.screen === 'door') return model.part;
  if (model.screen === 'history') return String(model.year);
  if (model.screen === 'paid-entry') return model.entry.orderId;
  if (model.screen === 'offer') return model.offer.offerKey;
  if (model.screen === 'wish') return model.type;
  if (model.screen === 'maintenance-device') return `${model.device.role} ${model.stage}`;
  if (model.screen === 'questions') return String(model.open ?? 'list');
  // An invoice that comes while it is looked at has the same keys as before.
  if (model.screen === 'invoice') return model.stage === 'issued' ? 'issuing' : model.stage;
  return '';
}

function screenOf(flow: FlowState, snapshot: SessionSnapshot): Screen {
  const { context, children } = snapshot;
  const cardReader = isWorking(context, 'card-reader') ? 'ready' : 'absent';
  switch (flow) {
    case 'starting':
      return context.trouble ? { screen: 'out-of-service', code: context.trouble } : { screen: 'starting' };
    case 'outOfService':
    case 'closed':
      return { screen: 'out-of-service', code: shutBy(context) ?? 'LT-9999' };
    case 'selfCheck':
      return { screen: 'starting' };
    case 'idle': {
      const methods = methodChoices(context.configuration, context.devices).filter(({ available }) => available);
      const otherWays = wayChoices(context).some(({ way, available }) => way !== 'card' && available);
      const cars = context.configuration?.parkingStays && context.trouble === undefined ? { parking: true } : {};
      const change = givesChange(context.devices) ? { givesChange: true } : {};
      return {
        screen: 'idle',
        methods: methods.map(({ method }) => method),
        cardReader,
        otherWays,
        ...change,
        ...cars,
      };
    }
    case 'identify':
      return children.waysIn ? waysInScreen(children.waysIn, context) : { screen: 'goodbye' };
    case 'findingCar':
      return children.stay ? stayScreen(children.stay) : { screen: 'goodbye' };
    case 'staySum':
      return staySumScreen(context);
    case 'identifying':
      return { screen: 'identifying' };
    case 'cardProblem':
      return { screen: 'card-problem', code: context.cardProblem };
    case 'bills':
    case 'choose':
      return { screen: flow, ...household(context), ...billList(context) };
    case 'billDetail':
      return billDetail(context);
    case 'nothingOwed':
      return { screen: 'nothing-owed', ...household(context), ...nextDue(context) };
    case 'extras':
      return children.extras ? extrasScreen(children.extras) : { screen: 'goodbye' };
    case 'dispute':
    case 'disputeSending':
    case 'disputeNoted':
      return disputeScreen(flow, context);
    case 'refundsAsked':
    case 'refunds':
      return refundsScreen(context);
    case 'topUp':
    case 'topUpAmount':
    case 'agreementAutoUse':
    case 'agreementDuplicate':
    case 'agreementSaving':
      return prepaymentScreen(flow, context);
    case 'method':
      return {
        screen: 'method',
        purpose: purposeOf(context),
        amountFen: dueOf(context),
        ...methodsOf(context),
      };
    case 'confirmPayment':
      return {
        screen: 'confirm-payment',
        purpose: context.purpose,
        amountFen: dueOf(context),
        rules: context.failure?.confirm?.rules ?? [],
      };
    case 'payingOnline':
      return children.online ? onlineScreen(children.online) : { screen: 'goodbye' };
    case 'payingByCard':
      return children.bankCard ? bankCardScreen(children.bankCard) : { screen: 'goodbye' };
    case 'payingCash':
      return children.cash ? cashScreen(children.cash) : { screen: 'goodbye' };
    case 'receipt':
      return children.receipt ? successScreen(children.receipt, context) : { screen: 'goodbye' };
    case 'invoice':
      return children.invoice ? invoiceScreen(children.invoice) : { screen: 'goodbye' };
    case 'bookedLater':
      return children.laterSlip ? laterScreen(children.laterSlip) : { screen: 'goodbye' };
    case 'paid':
      return {
        screen: 'success',
        purpose: purposeOf(context),
        paidEarlier: false,
        amountFen: context.paid?.amountFen ?? 0,
        toPrepaymentFen: 0,
        canAskInvoice: false,
        receipt: { state: 'trouble', number: context.paid?.reference ?? '', verifyUrl: '', problem: 'LT-2401' },
      };
    case 'failure':
      return failureScreen(context);
    case 'maintaining':
      return children.maintenance ? maintenanceScreen(children.maintenance, context.devices) : { screen: 'goodbye' };
    case 'practising':
      return children.practice ? practiceScreen(children.practice) : { screen: 'practice' };
    case 'questionsAsked':
    case 'questions':
    case 'question':
      return questionsScreen(context);
    case 'goodbye':
      return { screen: 'goodbye', ...(hasPaid(context) ? { survey: context.faceGiven ? 'given' : 'asked' } : {}) };
    default:
      return { screen: 'goodbye' };
  }
}

/** A payer code for which there is no key left is held to the scanner right away. */
function methodsOf(context: SessionContext) {
  const choices = choicesOf(context);
  const hasKey = choices.some(({ method }) => method === 'payer-code');
  return { choices, heldCode: !hasKey && takesHeldCodeNow(context) };
}

function isWorking(context: SessionContext, role: 'card-reader'): boolean {
  const state = context.devices[role]?.state;
  return state === 'ok' || state === 'attention';
}

function household(context: SessionContext) {
  return {
    payerMasked: context.session?.payerMasked ?? '',
    roomLabel: context.session?.roomLabel ?? '',
    prepaidFen: context.session?.prepaidFen ?? 0,
    canTopUp: context.trouble === undefined && context.session?.strength === 'strong',
    refundCount: context.session?.refundCount ?? 0,
    onBehalf: context.session?.onBehalf ?? false,
    canSeeMore: context.session?.strength === 'strong',
    disputes: (context.session?.disputes ?? []).map(({ reference, progress }) => ({ reference, progress })),
  };
}

function nextDue({ session }: SessionContext): { readonly nextDueDate?: string } {
  return session?.nextDueDate === undefined ? {} : { nextDueDate: session.nextDueDate };
}

function billList(context: SessionContext) {
  return {
    bills: (context.session?.bills ?? []).map((bill) => billView(bill, context)),
    totalFen: context.session?.totalOutstandingFen ?? 0,
    chosenFen: sumOf(billsOf(context, context.ticked)),
  };
}

function billView(bill: Bill, context: SessionContext): BillView {
  const dispute = disputeOf(context, bill.billId);
  return {
    billId: bill.billId,
    itemName: inEachLanguage(bill.item.name),
    family: bill.item.family,
    periodFrom: bill.periodFrom,
    periodTo: bill.periodTo,
    dueDate: bill.dueDate,
    overdue: bill.overdue,
    amountFen: bill.amountFen,
    outstandingFen: bill.outstandingFen,
    ticked: context.ticked.includes(bill.billId),
    lines: bill.lines.map(({ explanation, tier, amountFen }) => ({
      explanation: inEachLanguage(explanation),
      amountFen,
      ...(tier === undefined ? {} : { tier }),
    })),
    ...(bill.readings ? { readings: readingsView(bill.readings) } : {}),
    ...(dispute ? { dispute } : {}),
    ...(bill.roomLabel === undefined ? {} : { roomLabel: bill.roomLabel }),
  };
}

/** Meters count in thousandths of what is charged for. */
function readingsView({ previous, current, unit }: NonNullable<Bill['readings']>): NonNullable<BillView['readings']> {
  return { previous: previous / 1_000, current: current / 1_000, unit: inEachLanguage(unit) };
}

function billDetail(context: SessionContext): Screen {
  const bill = context.session?.bills.find(({ billId }) => billId === context.detailBillId);
  if (!bill) return { screen: 'bills', ...household(context), ...billList(context) };
  return { screen: 'bill-detail', bill: billView(bill, context) };
}
