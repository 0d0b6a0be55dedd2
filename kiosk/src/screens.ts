/**
 * The screen model: all the UI ever knows. The service pushes one `ScreenModel` after another over a loopback
 * WebSocket; the UI draws the last one and sends intents back. No business or money state lives in the UI: a reload
 * receives the same model again.
 * Money is integer fen; moments are milliseconds since the epoch.
 */

export type Language = 'zh-CN' | 'en';
export type DisplayMode = 'standard' | 'elder';
export type Localised = Readonly<Record<Language, string>>;
export type Method = 'wechat-qr' | 'alipay-qr' | 'payer-code' | 'cash';

/** Shown on every screen. */
export interface Frame {
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
  readonly help: 'none' | 'calling' | 'received' | 'unreachable';
  /** Set while the screen asks "still there?". */
  readonly stillThere?: { readonly secondsLeft: number; readonly ofSeconds: number };
}

export interface BillView {
  readonly billId: string;
  readonly itemName: Localised;
  readonly family: 'property' | 'utility' | 'parking' | 'special';
  readonly periodFrom: string;
  readonly periodTo: string;
  readonly dueDate: string;
  readonly overdue: boolean;
  readonly amountFen: number;
  readonly outstandingFen: number;
  readonly ticked: boolean;
  readonly readings?: { readonly previous: number; readonly current: number; readonly unit: string };
  readonly lines: readonly { readonly explanation: Localised; readonly tier?: number; readonly amountFen: number }[];
}

export interface MethodChoice {
  readonly method: Method;
  readonly available: boolean;
  /** Failure code that says why it is off. */
  readonly reason?: string;
}

export interface NoteView {
  readonly noteId: string;
  readonly denominationFen: number;
}

export type ReceiptState = 'printing' | 'printed' | 'trouble';

export type Screen =
  | { readonly screen: 'starting' }
  | { readonly screen: 'out-of-service'; readonly code: string }
  | { readonly screen: 'idle'; readonly methods: readonly Method[]; readonly cardReader: 'ready' | 'absent' }
  /** "Put your card here": reached by touching the idle screen. */
  | { readonly screen: 'identify'; readonly cardReader: 'ready' | 'absent' }
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
    }
  | { readonly screen: 'bill-detail'; readonly bill: BillView }
  | {
      readonly screen: 'nothing-owed';
      readonly payerMasked: string;
      readonly roomLabel: string;
      readonly prepaidFen: number;
    }
  | { readonly screen: 'method'; readonly amountFen: number; readonly choices: readonly MethodChoice[] }
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
  | {
      readonly screen: 'cash';
      readonly dueFen: number;
      readonly insertedFen: number;
      readonly remainingFen: number;
      readonly notes: readonly NoteView[];
      readonly acceptor: 'starting' | 'ready' | 'note-moving' | 'returning' | 'stopped';
      /** Why the last note came back or the acceptor stopped. */
      readonly problem?: string;
    }
  /** The note in escrow is worth more than what remains: keep the rest as prepayment, or give the note back. */
  | {
      readonly screen: 'cash-overpay';
      readonly dueFen: number;
      readonly insertedFen: number;
      readonly noteFen: number;
      readonly excessFen: number;
    }
  /** The owner wants to stop with money already inside. */
  | { readonly screen: 'cash-stop'; readonly dueFen: number; readonly insertedFen: number }
  | {
      readonly screen: 'verifying';
      readonly amountFen: number;
      readonly reference: string;
      readonly slip: 'none' | 'printing' | 'printed';
    }
  | {
      readonly screen: 'success';
      readonly amountFen: number;
      readonly toPrepaymentFen: number;
      readonly receipt: {
        readonly state: ReceiptState;
        readonly number: string;
        readonly verifyUrl: string;
        readonly problem?: string;
      };
    }
  | {
      readonly screen: 'failure';
      readonly code: string;
      /** Where the owner's money is. */
      readonly money: 'not-taken' | 'returned' | 'kept-as-prepayment' | 'being-verified';
      readonly reference?: string;
      readonly canRetry: boolean;
    }
  | { readonly screen: 'goodbye' };

export type ScreenName = Screen['screen'];
export type ScreenModel = Frame & Screen;

export type Intent =
  | { readonly intent: 'start' }
  | { readonly intent: 'back' }
  | { readonly intent: 'cancel' }
  | { readonly intent: 'help' }
  | { readonly intent: 'i-am-here' }
  | { readonly intent: 'set-language'; readonly language: Language }
  | { readonly intent: 'set-mode'; readonly mode: DisplayMode }
  /** From `bills`: pay everything. From `choose`: pay what is ticked. */
  | { readonly intent: 'pay' }
  | { readonly intent: 'choose-bills' }
  | { readonly intent: 'toggle-bill'; readonly billId: string }
  | { readonly intent: 'show-bill'; readonly billId: string }
  | { readonly intent: 'choose-method'; readonly method: Method }
  /** From `qr`, `payer-code` and `failure`: pay another way. */
  | { readonly intent: 'other-method' }
  | { readonly intent: 'retry' }
  | { readonly intent: 'accept-overpay' }
  | { readonly intent: 'return-note' }
  | { readonly intent: 'continue-cash' }
  /** From `cash-stop`: use what is inside for the chosen bills, or keep it as prepayment. */
  | { readonly intent: 'stop-cash'; readonly disposition: 'bills' | 'prepayment' }
  | { readonly intent: 'print-slip' }
  | { readonly intent: 'reprint-receipt' }
  | { readonly intent: 'finish' };

/** UI → service. The first message of a connection is `hello`; `painted` answers the watchdog once a frame was drawn. */
export type UiMessage =
  | { readonly type: 'hello' }
  | { readonly type: 'intent'; readonly revision: number; readonly intent: Intent }
  | { readonly type: 'painted'; readonly revision: number };

/** Service → UI. */
export type ServiceMessage = { readonly type: 'screen'; readonly model: ScreenModel };
