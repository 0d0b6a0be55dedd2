import type { FailureCode } from '@louting/common/failure-codes';
import { addFen, ZERO_FEN, type Fen } from '@louting/common/money';
import type { Result } from '@louting/common/result';
import type { KioskConfiguration, OrderPurpose, PaymentMethod } from '@louting/server/contract/kiosk-api';
import type { Bill, RefundNotice, Session } from '@louting/server/contract/session-api';
import type { Preferences } from '@louting/server/contract/owner-preferences';
import type { Question } from '@louting/server/contract/questions-api';
import type { Complaint } from '@louting/server/contract/tickets-api';
import type { DisplayMode, Language, MethodChoice } from '../screens.ts';
import type { ProfileName } from '../screens/profiles.ts';
import type { Theme } from '../screens/settings.ts';
import { NOT_ASKED, type AgreementContext } from './agreement-context.ts';
import type { HelpNews, OfflineAllowance, OrderDraft, OrderToConfirm, RecoveredPayment, KnownBy } from './effects.ts';
import type { PaymentEnd } from './payment-end.ts';
import type { Timings } from './events.ts';
import type { Place } from '../screens/extras.ts';
import {
  givesChange,
  methodChoices,
  takesHeldCode,
  type DeviceReports,
  type Offline,
  NOTHING_OFFLINE,
} from './methods.ts';
import type { ReceiptStanding } from './receipt.ts';
import type { SoundContext, SoundPolicy } from './sound.ts';

export interface SessionInput {
  readonly timings: Timings;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly configuration: KioskConfiguration | undefined;
  readonly profile: ProfileName;
  /** What the kiosk may still take in this session while the server cannot be reached. */
  readonly offlineAllowance: (sessionId: string) => OfflineAllowance;
  readonly soundPolicy: SoundPolicy;
}

export interface SessionContext extends SessionInput {
  readonly devices: DeviceReports;
  readonly trouble: FailureCode | undefined;
  /** Since when the server is known not to be reached. */
  readonly unreachableSince: number | undefined;
  /** Why the kiosk could not start at all; only staff and a restart help. */
  readonly startFailure: FailureCode | undefined;
  readonly language: Language;
  readonly mode: DisplayMode;
  readonly theme: Theme;
  readonly lowered: boolean;
  /** What was chosen by touch since the last owner left. */
  readonly choices: Preferences;
  readonly sound: SoundContext;
  /** Who it is, as the server is told. */
  readonly credential: KnownBy | undefined;
  /** When the card came that opened the session; milliseconds since the epoch. */
  readonly cardSince: number | undefined;
  readonly session: Session | undefined;
  readonly ticked: readonly string[];
  /** What is being paid. */
  readonly chosen: readonly string[];
  readonly purpose: OrderPurpose;
  /** What is to be kept for later bills, and what is typed of another amount. */
  readonly topUpFen: Fen;
  readonly typedYuan: number;
  readonly cameFrom: 'bills' | 'choose' | 'top-up' | 'offers' | 'stay';
  /** What is opened beside the bills. */
  readonly place: Place;
  readonly detailBillId: string | undefined;
  readonly method: PaymentMethod | undefined;
  readonly cardProblem: FailureCode;
  readonly lastEnd: PaymentEnd | undefined;
  readonly failure: Extract<PaymentEnd, { end: 'failed' }> | undefined;
  /** The owner said yes to it: the same order is sent once more. */
  readonly confirmed: OrderToConfirm | undefined;
  readonly bookedLater: Extract<PaymentEnd, { end: 'booked-later' }> | undefined;
  readonly agreement: AgreementContext;
  /** As the server last told them, or why it did not. */
  readonly refunds: Result<readonly RefundNotice[]> | undefined;
  /** Paid, but the server answered without a receipt. */
  readonly paid: { readonly amountFen: Fen; readonly reference: string } | undefined;
  /** Receipts still owed, the one on the screen first. */
  readonly receipts: readonly RecoveredPayment[];
  /** How that one stood when the owner turned to the invoice. */
  readonly receiptBefore: ReceiptStanding | undefined;
  /** Somebody touched the screen to go on from the receipt. */
  readonly ownerWentOn: boolean;
  /** The receipts are of cash taken off line on an earlier day; the bills come after them. */
  readonly collecting: boolean;
  /** False while money is inside or an outcome is unknown: then nobody is ever taken for gone. */
  readonly ownerMayLeave: boolean;
  readonly stillThereLeft: number;
  readonly stillThereOf: number;
  /** What is known of the call for help. */
  readonly helpNews: HelpNews | undefined;
  /** What seems wrong with the bill that is looked at, and what became of the question. */
  readonly complaint: Complaint | undefined;
  readonly dispute: Result<{ readonly reference: string }> | undefined;
  readonly faceGiven: boolean;
  readonly questions: readonly Question[] | undefined;
  readonly openQuestion: number | undefined;
}

export const AFTER_SESSION = {
  language: 'zh-CN',
  mode: 'standard',
  theme: 'day',
  lowered: false,
  choices: {},
  credential: undefined,
  cardSince: undefined,
  session: undefined,
  ticked: [],
  chosen: [],
  purpose: 'bills',
  topUpFen: ZERO_FEN,
  typedYuan: 0,
  cameFrom: 'bills',
  place: 'more',
  detailBillId: undefined,
  method: undefined,
  cardProblem: 'LT-1005',
  lastEnd: undefined,
  failure: undefined,
  confirmed: undefined,
  bookedLater: undefined,
  agreement: NOT_ASKED,
  refunds: undefined,
  paid: undefined,
  receipts: [],
  receiptBefore: undefined,
  ownerWentOn: false,
  collecting: false,
  complaint: undefined,
  dispute: undefined,
  faceGiven: false,
  questions: undefined,
  openQuestion: undefined,
  ownerMayLeave: false,
} as const satisfies Partial<SessionContext>;

export function billsOf(context: SessionContext, billIds: readonly string[]): readonly Bill[] {
  return (context.session?.bills ?? []).filter((bill) => billIds.includes(bill.billId));
}

export function sumOf(bills: readonly Bill[]): Fen {
  return addFen(...bills.map((bill) => bill.outstandingFen));
}

/** What is about to be paid. */
export function dueOf(context: SessionContext): Fen {
  return context.purpose === 'prepayment' ? context.topUpFen : sumOf(billsOf(context, context.chosen));
}

export function draftOf(context: SessionContext): OrderDraft {
  const { purpose, confirmed, unreachableSince } = context;
  return {
    sessionId: context.session?.sessionId ?? '',
    purpose,
    billIds: purpose === 'bills' ? context.chosen : [],
    amountFen: dueOf(context),
    method: context.method ?? 'cash',
    ...(confirmed ? { confirm: confirmed } : {}),
    ...(context.session?.stay ? { keepsNothing: true } : {}),
    ...(unreachableSince === undefined ? {} : { unreachableSince }),
  };
}

export function choicesOf(context: SessionContext): readonly MethodChoice[] {
  const { configuration, devices, purpose } = context;
  const choices = methodChoices(configuration, devices, offlineOf(context));
  // All of a prepayment is kept: nothing of it is over.
  if (purpose === 'prepayment' || !givesChange(devices)) return choices;
  return choices.map((choice) =>
    choice.method === 'cash' && choice.available ? { ...choice, givesChange: true } : choice,
  );
}

function offlineOf(context: SessionContext): Offline | undefined {
  if (context.unreachableSince === undefined) return undefined;
  // What a stay costs only the server knows.
  if (context.session?.stay) return NOTHING_OFFLINE;
  const allowance = context.offlineAllowance(context.session?.sessionId ?? '');
  return { purpose: context.purpose, amountFen: dueOf(context), allowance };
}

/** A payer code that is held to the scanner on the screen of choices is taken, whether it has a key there or not. */
export function takesHeldCodeNow({ configuration, devices, unreachableSince }: SessionContext): boolean {
  return unreachableSince === undefined && takesHeldCode(configuration, devices);
}

export function isOn(context: SessionContext, method: PaymentMethod): boolean {
  return choicesOf(context).some((choice) => choice.method === method && choice.available);
}
