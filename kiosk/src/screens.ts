/**
 * The screen model: all the UI ever knows. The service pushes one `ScreenModel` after another over a loopback
 * WebSocket; the UI draws the last one and sends intents back. No business or money state lives in the UI: a reload
 * receives the same model again.
 * Money is integer fen; moments are milliseconds since the epoch.
 */

import type { CashOverpayScreen, CashScreen } from './screens/cash.ts';
import type { CashStopScreen } from './screens/cash-stop.ts';
import type { CameraFrame, CameraIntent } from './screens/camera.ts';
import type { Looks, SettingsIntent } from './screens/settings.ts';
import type { WaysInIntent, WaysInScreen } from './screens/ways-in.ts';
import type { MaintenanceIntent, MaintenanceScreen } from './screens/maintenance.ts';
import type { BankCardScreen } from './screens/bank-card.ts';
import type { StayIntent, StayScreen } from './screens/stay.ts';
import type { ExtrasIntent, ExtrasScreen } from './screens/extras.ts';
import type { SoundIntent, SoundView, SpokenMessage } from './screens/sound.ts';
import type {
  GoodbyeScreen,
  PracticeScreen,
  QuestionsScreen,
  DisputeScreen,
  DisputeView,
  HelpDeskIntent,
  HelpFrame,
} from './screens/help-desk.ts';

export type Language = 'zh-CN' | 'zh-TW' | 'en';
export type DisplayMode = 'standard' | 'elder';
export type Localised = Readonly<Record<Language, string>>;
export type Method = 'wechat-qr' | 'alipay-qr' | 'payer-code' | 'cash' | 'bank-card';

/** Shown on every screen. */
export interface Frame extends Looks, HelpFrame, CameraFrame {
  /**
   * Grows whenever the owner sees another screen (another `screen`, bill, note in question, or the "still there?"
   * question). Models of the same screen share it: a countdown tick or a counted note must not void a touch. An intent
   * carries it back, and one made on an older screen is dropped.
   */
  readonly revision: number;
  readonly language: Language;
  readonly mode: DisplayMode;
  readonly community: Localised;
  readonly kioskNumber: string;
  readonly servicePhone: string;
  readonly canGoBack: boolean;
  readonly canCancel: boolean;
  readonly sound: SoundView;
  /** Set while the screen asks "still there?". */
  readonly stillThere?: { readonly secondsLeft: number; readonly ofSeconds: number };
}

export interface BillView {
  readonly billId: string;
  /** Of which home, where the card stands for several. */
  readonly roomLabel?: string;
  readonly itemName: Localised;
  readonly family: 'property' | 'utility' | 'parking' | 'special';
  readonly periodFrom: string;
  readonly periodTo: string;
  readonly dueDate: string;
  readonly overdue: boolean;
  readonly amountFen: number;
  readonly outstandingFen: number;
  readonly ticked: boolean;
  readonly readings?: { readonly previous: number; readonly current: number; readonly unit: Localised };
  /** Its owners asked about it. */
  readonly dispute?: DisputeView;
  readonly lines: readonly { readonly explanation: Localised; readonly tier?: number; readonly amountFen: number }[];
}

/** What is being paid: bills, money to be kept for later ones, or the stay of a car, for which nothing can be kept. */
export type Purpose = 'bills' | 'prepayment' | 'stay';

export interface MethodChoice {
  readonly method: Method;
  readonly available: boolean;
  /** The server cannot be reached: cash is taken now and booked later. */
  readonly bookedLater?: boolean;
  /** Cash: what is over can be given back. */
  readonly givesChange?: boolean;
  /** Failure code that says why it is off. */
  readonly reason?: string;
}

export interface NoteView {
  readonly noteId: string;
  readonly denominationFen: number;
}

/** A refund and how far it is. */
export interface RefundView {
  readonly reference: string;
  readonly amountFen: number;
  readonly reason: 'paid-twice' | 'wrong-bill' | 'wrong-amount' | 'moved-out' | 'service-not-given' | 'other';
  readonly route: 'original' | 'cash' | 'bank';
  /** `at-office`: the owner has to come for it. */
  readonly progress: 'requested' | 'approved' | 'on-its-way' | 'at-office' | 'done' | 'rejected' | 'returned';
  /** Moments are milliseconds since the epoch. */
  readonly requestedAt: number;
  readonly approvedAt?: number;
  readonly sentAt?: number;
  readonly endedAt?: number;
  /** Business date. */
  readonly expectedBy?: string;
}

export interface AgreementView {
  readonly autoUsePrepayment: boolean;
  readonly duplicatePayment: 'refund' | 'prepayment';
}

/** What has to be paid next. */
export interface NextView {
  /** 0: nothing is open, the date is that of a bill to come. */
  readonly leftFen: number;
  /** Absent where something is overdue already. */
  readonly dueDate?: string;
}

/** The paper with the code of the invoice. */
export type InvoiceSlip = 'none' | ReceiptState;

export type ReceiptState = 'printing' | 'printed' | 'trouble';

export type Screen =
  | BankCardScreen
  | WaysInScreen
  | StayScreen
  | MaintenanceScreen
  | ExtrasScreen
  | DisputeScreen
  | QuestionsScreen
  | PracticeScreen
  | { readonly screen: 'starting' }
  | { readonly screen: 'out-of-service'; readonly code: string }
  | {
      readonly screen: 'idle';
      readonly methods: readonly Method[];
      readonly cardReader: 'ready' | 'absent';
      /** There are ways in beside the card. */
      readonly otherWays: boolean;
      /** Cars can be paid for. */
      readonly parking?: boolean;
      /** Of cash, what is over can be given back. */
      readonly givesChange?: boolean;
    }
  | { readonly screen: 'identifying' }
  | { readonly screen: 'card-problem'; readonly code: string }
  | {
      readonly screen: 'bills' | 'choose';
      readonly payerMasked: string;
      readonly roomLabel: string;
      readonly prepaidFen: number;
      readonly bills: readonly BillView[];
      readonly totalFen: number;
      /** Sum of the ticked bills. */
      readonly chosenFen: number;
      /** Money may be kept for later bills; not while the server cannot be reached. */
      readonly canTopUp: boolean;
      /** Refunds to look at. */
      readonly refundCount: number;
      /** Somebody pays for the household, and sees nothing else of it. */
      readonly onBehalf: boolean;
      /** There is more than paying for who stands there. */
      readonly canSeeMore: boolean;
      /** Bills that were asked about, newest first. */
      readonly disputes: readonly DisputeView[];
    }
  | { readonly screen: 'bill-detail'; readonly bill: BillView }
  | {
      readonly screen: 'nothing-owed';
      /** When the next bill will have to be paid. */
      readonly nextDueDate?: string;
      readonly payerMasked: string;
      readonly roomLabel: string;
      readonly prepaidFen: number;
      readonly canTopUp: boolean;
      /** Refunds to look at. */
      readonly refundCount: number;
      /** Somebody pays for the household, and sees nothing else of it. */
      readonly onBehalf: boolean;
      /** There is more than paying for who stands there. */
      readonly canSeeMore: boolean;
      /** Bills that were asked about, newest first. */
      readonly disputes: readonly DisputeView[];
    }
  /** Refunds of the household, newest first. */
  | {
      readonly screen: 'refunds';
      /** Absent while the server is being asked. */
      readonly refunds?: readonly RefundView[];
      /** Why they cannot be shown. */
      readonly problem?: string;
    }
  /** How much to keep for later bills. */
  | {
      readonly screen: 'top-up';
      readonly prepaidFen: number;
      readonly amountsFen: readonly number[];
      /** What was agreed about the money kept, once it was asked. */
      readonly agreement?: AgreementView;
    }
  /** Another amount, digit by digit. */
  | {
      readonly screen: 'top-up-amount';
      /** What is typed so far; 0 while nothing is. */
      readonly amountFen: number;
      readonly leastFen: number;
      readonly mostFen: number;
    }
  /** Asked once, one question after the other; answered by touch, changed in the same way. */
  | {
      readonly screen: 'agreement';
      readonly question: 'auto-use' | 'duplicate';
      readonly agreement?: AgreementView;
      readonly saving: boolean;
      /** Why the last answer could not be kept. */
      readonly problem?: string;
    }
  | {
      readonly screen: 'method';
      readonly purpose: Purpose;
      readonly amountFen: number;
      readonly choices: readonly MethodChoice[];
      /** A payer code has no key: it is held to the scanner right away. */
      readonly heldCode?: boolean;
    }
  /** The payment is unusual: does the owner mean it? */
  | {
      readonly screen: 'confirm-payment';
      readonly purpose: 'bills' | 'prepayment';
      readonly amountFen: number;
      readonly rules: readonly ('amount-over-limit' | 'repeated-payment' | 'billed-twice')[];
    }
  | {
      readonly screen: 'qr';
      readonly method: 'wechat-qr' | 'alipay-qr';
      readonly amountFen: number;
      /** Absent while the channel is being asked. */
      readonly content?: string;
      readonly secondsLeft: number;
      readonly ofSeconds: number;
    }
  | { readonly screen: 'payer-code'; readonly amountFen: number; readonly problem?: string }
  | CashScreen
  | CashOverpayScreen
  /** The owner wants to stop with money already inside. */
  | CashStopScreen
  /** Cash is inside and will be booked as soon as the server is reached again; the slip says so. */
  | {
      readonly screen: 'booked-later';
      readonly amountFen: number;
      readonly reference: string;
      readonly slip: ReceiptState;
      readonly problem?: string;
    }
  | {
      readonly screen: 'verifying';
      readonly amountFen: number;
      readonly reference: string;
      readonly slip: 'none' | 'printing' | 'printed';
    }
  | {
      readonly screen: 'success';
      readonly purpose: Purpose;
      /** Taken off line earlier and booked since: the receipt that was still owed. */
      readonly paidEarlier: boolean;
      readonly amountFen: number;
      readonly toPrepaymentFen: number;
      /** A car's stay was paid: how long there is to drive out. */
      readonly leaveMinutes?: number;
      readonly next?: NextView;
      /** What was paid can be invoiced. */
      readonly canAskInvoice: boolean;
      /** The bills were paid already: this much goes back by itself, or once people have agreed. */
      readonly refund?: {
        readonly amountFen: number;
        readonly to: 'wechat-pay' | 'alipay';
        readonly state: 'on-its-way' | 'waits-for-office';
      };
      readonly receipt: {
        readonly state: ReceiptState;
        readonly number: string;
        readonly verifyUrl: string;
        readonly problem?: string;
      };
    }
  /** The e-invoice of what was just paid. */
  | { readonly screen: 'invoice'; readonly stage: 'asking' | 'sending' }
  | {
      readonly screen: 'invoice';
      readonly stage: 'offer';
      /** In whose name it is made by one touch. */
      readonly buyerMasked: string;
      readonly amountFen: number;
      /** What was paid for water and power is not in it. */
      readonly partOnly: boolean;
    }
  /** Another name, or a company: the phone that scans the code does the typing. */
  | { readonly screen: 'invoice'; readonly stage: 'phone'; readonly pageUrl: string; readonly slip: InvoiceSlip }
  | {
      readonly screen: 'invoice';
      readonly stage: 'issuing' | 'issued';
      readonly buyerMasked: string;
      readonly amountFen: number;
      readonly pageUrl: string;
      readonly slip: InvoiceSlip;
    }
  | {
      readonly screen: 'invoice';
      readonly stage: 'problem';
      readonly problem: string;
      /** It was asked for all the same, and is made when the line is back. */
      readonly kept: boolean;
      readonly canRetry: boolean;
      readonly canUsePhone: boolean;
    }
  | {
      readonly screen: 'failure';
      readonly code: string;
      /** Where the owner's money is. */
      readonly money: 'not-taken' | 'returned' | 'kept-as-prepayment' | 'being-verified';
      readonly reference?: string;
      readonly canRetry: boolean;
    }
  | GoodbyeScreen;

export type ScreenName = Screen['screen'];
export type ScreenModel = Frame & Screen;

export type Intent =
  | MaintenanceIntent
  | CameraIntent
  | ExtrasIntent
  | SoundIntent
  | WaysInIntent
  | StayIntent
  | HelpDeskIntent
  | { readonly intent: 'start' }
  | { readonly intent: 'back' }
  | { readonly intent: 'cancel' }
  | { readonly intent: 'help' }
  | { readonly intent: 'i-am-here' }
  | { readonly intent: 'set-language'; readonly language: Language }
  | { readonly intent: 'set-mode'; readonly mode: DisplayMode }
  | SettingsIntent
  /** From `bills`: pay everything. From `choose`: pay what is ticked. */
  | { readonly intent: 'pay' }
  | { readonly intent: 'choose-bills' }
  | { readonly intent: 'toggle-bill'; readonly billId: string }
  | { readonly intent: 'show-bill'; readonly billId: string }
  | { readonly intent: 'choose-method'; readonly method: Method }
  /** From `bills` and `nothing-owed`: keep money for later bills. */
  | { readonly intent: 'top-up' }
  | { readonly intent: 'choose-amount'; readonly amountFen: number }
  | { readonly intent: 'own-amount' }
  | { readonly intent: 'press-digit'; readonly digit: number }
  | { readonly intent: 'erase-digit' }
  | { readonly intent: 'accept-amount' }
  /** From `top-up`: look at, and change, what was agreed about the money kept. */
  | { readonly intent: 'show-agreement' }
  | { readonly intent: 'agree-auto-use'; readonly yes: boolean }
  | { readonly intent: 'agree-duplicate'; readonly disposition: 'refund' | 'prepayment' }
  /** From `bills` and `nothing-owed`. */
  | { readonly intent: 'show-refunds' }
  /** From `confirm-payment`: yes, once more. */
  | { readonly intent: 'confirm-payment' }
  /** From `qr`, `payer-code` and `failure`: pay another way. */
  | { readonly intent: 'other-method' }
  | { readonly intent: 'retry' }
  | { readonly intent: 'accept-overpay' }
  | { readonly intent: 'take-change' }
  | { readonly intent: 'return-note' }
  | { readonly intent: 'continue-cash' }
  /** From `cash-stop`: use what is inside for the chosen bills, or keep it as prepayment. */
  | { readonly intent: 'stop-cash'; readonly disposition: 'bills' | 'prepayment' }
  | { readonly intent: 'print-slip' }
  | { readonly intent: 'reprint-receipt' }
  /** From `success`. */
  | { readonly intent: 'ask-invoice' }
  | { readonly intent: 'invoice-personal' }
  | { readonly intent: 'invoice-by-phone' }
  | { readonly intent: 'finish' };

/** UI → service. The first message of a connection is `hello`; `painted` answers the watchdog once a frame was drawn. */
export type UiMessage =
  | { readonly type: 'hello' }
  | { readonly type: 'intent'; readonly revision: number; readonly intent: Intent }
  | { readonly type: 'painted'; readonly revision: number }
  | SpokenMessage;

/** Service → UI. */
export type ServiceMessage = { readonly type: 'screen'; readonly model: ScreenModel };
