import type { Localised } from '../screens.ts';

/** Calls for help, and bills that seem wrong. */

/** `unanswered`: it was heard, and nobody has taken it up in time. `unreachable`: nobody has heard it. */
export type HelpState = 'none' | 'calling' | 'received' | 'coming' | 'unanswered' | 'unreachable';

/** In the frame of every screen. */
export interface HelpFrame {
  readonly help: HelpState;
  /** Who comes; 0 minutes is at once. */
  readonly helper?: { readonly name: string; readonly inMinutes: number };
  /** The panel over the lower half of the screen: what is being done, and what else there is. */
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

export type HelpDeskIntent =
  /** From the panel, where no money is under way. */
  | { readonly intent: 'show-questions' }
  | { readonly intent: 'practise' }
  | { readonly intent: 'close-help' }
  /** Nobody need come any more. */
  | { readonly intent: 'end-help' }
  /** From `bill-detail`. */
  | { readonly intent: 'dispute-bill' }
  | { readonly intent: 'complain'; readonly complaint: Complaint };
