import type { FailureCode } from '@louting/common/failure-codes';
import type { DeviceReport, KioskConfiguration } from '@louting/server/contract/kiosk-api';
import type { DisplayMode, Intent } from '../screens.ts';

type EventOf<I extends Intent> = I extends Intent ? Omit<I, 'intent'> & { readonly type: I['intent'] } : never;

/** What the owner did, one event an intent of the screen contract: `{ intent: 'pay' }` → `{ type: 'pay' }`. */
export type OwnerEvent = EventOf<Intent>;

export function ownerEvent(intent: Intent): OwnerEvent {
  const { intent: type, ...rest } = intent;
  return { type, ...rest } as OwnerEvent;
}

/** What the kiosk itself noticed. */
export type KioskEvent =
  | { readonly type: 'card'; readonly uid: string }
  /** It was taken off the reader. */
  | { readonly type: 'card-removed' }
  /** Somebody holds a slip with which they may pay for another household. */
  | { readonly type: 'pay-slip'; readonly token: string }
  | { readonly type: 'card-unreadable'; readonly code: FailureCode }
  /** How far the owner is at the bank-card terminal. */
  | {
      readonly type: 'card-stage';
      readonly stage: 'present-card' | 'card-read' | 'enter-pin' | 'asking-bank';
      readonly canAbort: boolean;
    }
  | { readonly type: 'note-refused'; readonly code: FailureCode }
  | { readonly type: 'device'; readonly report: DeviceReport }
  | { readonly type: 'configuration'; readonly configuration: KioskConfiguration }
  /** Something the whole kiosk needs is out of order; without a code it works again. */
  | { readonly type: 'trouble'; readonly code: FailureCode | undefined };

export const OWNER_EVENT_TYPES: ReadonlySet<string> = new Set<Intent['intent']>([
  'open-maintenance',
  'look-at-device',
  'test-device',
  'show-trace',
  'start',
  'back',
  'cancel',
  'help',
  'i-am-here',
  'set-language',
  'set-mode',
  'show-settings',
  'close-settings',
  'set-theme',
  'set-lowered',
  'set-volume',
  'set-dark',
  'headset',
  'hear-again',
  'choose-way',
  'accept-typed',
  'resend-code',
  'choose-door',
  'choose-home',
  'find-car',
  'choose-car',
  'earlier-cars',
  'pay',
  'open',
  'pick',
  'cancel-slips',
  'choose-bills',
  'toggle-bill',
  'show-bill',
  'choose-method',
  'top-up',
  'choose-amount',
  'own-amount',
  'press-digit',
  'erase-digit',
  'accept-amount',
  'show-agreement',
  'agree-auto-use',
  'agree-duplicate',
  'confirm-payment',
  'show-refunds',
  'close-help',
  'end-help',
  'dispute-bill',
  'complain',
  'give-face',
  'show-questions',
  'practise',
  'pretend',
  'open-question',
  'other-method',
  'retry',
  'accept-overpay',
  'take-change',
  'return-note',
  'continue-cash',
  'stop-cash',
  'print-slip',
  'ask-invoice',
  'invoice-personal',
  'invoice-by-phone',
  'reprint-receipt',
  'finish',
]);

/** All waiting times of the flows, in milliseconds. */
export interface Timings {
  /** Silence before "still there?" is asked; MIIT elder rules double it. */
  readonly idle: Readonly<Record<DisplayMode, number>>;
  readonly stillThereSeconds: number;
  /** A card that lay this long and is taken away may mean that its owner goes: asked for a shorter while. */
  readonly cardLies: number;
  readonly cardTakenSeconds: number;
  readonly goodbye: number;
  /** The success screen leaves by itself. */
  readonly success: Readonly<Record<DisplayMode, number>>;
  /** A printer that does not answer no longer holds the screen; the job's own outcome is journaled when it comes. */
  readonly printing: number;
  readonly slipAfter: number;
  /** An unknown outcome goes to the background this long after the slip: the order stays open, only the screen leaves. */
  readonly handOverAfter: number;
  /** How long a charged payer code may stay undecided before it is taken back (WeChat codepay guide: 45 s). */
  readonly charging: number;
  /** How long an owner whose cash is inside waits for a line that may just have come back. */
  readonly lineBack: number;
  /** A call for help that the line did not take is tried again. */
  readonly helpRetry: number;
  /** The help panel leaves by itself. */
  readonly helpPanel: Readonly<Record<DisplayMode, number>>;
  /** Nobody came and nobody said that it is over: the kiosk stops speaking of it. */
  readonly helpForgotten: number;
}

export const DEFAULT_TIMINGS: Timings = {
  idle: { standard: 90_000, elder: 180_000 },
  stillThereSeconds: 30,
  cardLies: 6_000,
  cardTakenSeconds: 15,
  goodbye: 4_000,
  success: { standard: 30_000, elder: 60_000 },
  printing: 60_000,
  slipAfter: 20_000,
  handOverAfter: 300_000,
  charging: 50_000,
  lineBack: 3_000,
  helpRetry: 5_000,
  helpPanel: { standard: 20_000, elder: 40_000 },
  helpForgotten: 1_200_000,
};
