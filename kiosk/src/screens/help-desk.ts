import type { Localised } from '../screens.ts';

/** Calls for help, and bills that seem wrong. */

/** `unanswered`: it was heard, and nobody has taken it up in time. `unreachable`: nobody has heard it. */
export type HelpState = 'none' | 'calling' | 'received' | 'coming' | 'unanswered' | 'unreachable';

export interface PracticeFrame {
  /** What a key stands in for: a note put in, a phone that paid. */
  readonly pretend?: 'note' | 'paid';
}

/** In the frame of every screen. */
export interface HelpFrame {
  readonly help: HelpState;
  /** Who comes; 0 minutes is at once. */
  readonly helper?: { readonly name: string; readonly inMinutes: number };
  /** The panel over the lower half of the screen: what is being done, and what else there is. */
  /** Nothing on the screen is real. */
  readonly practice?: PracticeFrame;
  readonly helpPanel?: { readonly canAsk: boolean; readonly canPractise: boolean };
}

export type Complaint = 'wrong-amount' | 'not-ours' | 'already-paid' | 'not-clear';

/** A bill that its owners asked about, and how far the answer is. */
export interface DisputeView {
  readonly reference: string;
  readonly progress: 'received' | 'being-checked' | 'answered';
}

export type DisputeScreen =
  /** What seems wrong with this bill? */
  | { readonly screen: 'dispute'; readonly itemName: Localised; readonly sending: boolean }
  | { readonly screen: 'dispute-noted'; readonly reference: string; readonly days: number }
  /** Why it could not be kept. */
  | { readonly screen: 'dispute-refused'; readonly code: string };

/** After a payment three faces may be touched; nobody has to, and nobody waits for it. */
export interface GoodbyeScreen {
  readonly screen: 'goodbye';
  readonly survey?: 'asked' | 'given';
}

/** Frequent questions; absent while they are being asked for. */
export interface QuestionsScreen {
  readonly screen: 'questions';
  readonly questions?: readonly { readonly question: Localised; readonly answer: Localised }[];
  /** The one whose answer is read. */
  readonly open?: number;
}

/** The first and the last step of a practice; those between are drawn like real ones. */
export interface PracticeScreen {
  readonly screen: 'practice' | 'practice-over';
}

export type Face = 'good' | 'fair' | 'poor';

export type HelpDeskIntent =
  /** From the panel, where no money is under way. */
  | { readonly intent: 'show-questions' }
  | { readonly intent: 'practise' }
  | { readonly intent: 'close-help' }
  /** Nobody need come any more. */
  | { readonly intent: 'end-help' }
  /** In a practice: as if a card were read, a note put in, a phone had paid. */
  | { readonly intent: 'pretend' }
  /** From `questions`. */
  | { readonly intent: 'open-question'; readonly index: number }
  /** From `goodbye`. */
  | { readonly intent: 'give-face'; readonly face: Face }
  /** From `bill-detail`. */
  | { readonly intent: 'dispute-bill' }
  | { readonly intent: 'complain'; readonly complaint: Complaint };
