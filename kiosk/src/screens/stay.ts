import type { Localised } from '../screens.ts';

/** A car that may be meant, as it may be shown. */
export interface CarView {
  readonly stayId: string;
  readonly plateMasked: string;
  /** Milliseconds since the epoch; absent where nobody saw it come in. */
  readonly enteredAt?: number;
}

export interface StayView {
  readonly plateMasked: string;
  /** Moments are milliseconds since the epoch. */
  readonly enteredAt: number;
  readonly pricedAt: number;
  readonly minutes: number;
  readonly lines: readonly { readonly explanation: Localised; readonly amountFen: number }[];
  readonly paidFen: number;
  /** 0: nothing is owed, and `why` says why. */
  readonly owedFen: number;
  readonly why?: 'free' | 'leased' | 'paid';
  readonly holdsUntil?: number;
  readonly leaveBy?: number;
}

/** Temporary parking, by whoever stands there. */
export type StayScreen =
  | {
      readonly screen: 'stay-plate';
      /** Of the plate, letters left out. */
      readonly digits: string;
      readonly asking: boolean;
      readonly problem?: string;
    }
  | {
      readonly screen: 'stay-cars';
      readonly cars: readonly CarView[];
      /** Others came in before these. */
      readonly more: boolean;
      readonly asking: boolean;
    }
  | { readonly screen: 'stay-sum'; readonly stay: StayView };

export type StayIntent =
  /** From the idle screen. */
  | { readonly intent: 'find-car' }
  /** None of those shown. */
  | { readonly intent: 'earlier-cars' }
  | { readonly intent: 'choose-car'; readonly stayId: string };
