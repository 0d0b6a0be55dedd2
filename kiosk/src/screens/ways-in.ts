/** Ways to say who one is, in the order in which they are offered. */
export type WayIn = 'card' | 'owner-phone' | 'phone-code' | 'room';

export interface WayChoice {
  readonly way: WayIn;
  readonly available: boolean;
  /** Failure code that says why it is off. */
  readonly reason?: string;
}

export type WaysInScreen =
  /** "How do you want to begin?": reached by touching the idle screen. A card is read here too. */
  | { readonly screen: 'identify'; readonly ways: readonly WayChoice[] }
  | { readonly screen: 'present-card'; readonly cardReader: 'ready' | 'absent' }
  | {
      readonly screen: 'phone-number';
      /** What is typed so far; masked as soon as it was sent. */
      readonly digits: string;
      readonly sending: boolean;
      readonly problem?: string;
    }
  | {
      readonly screen: 'phone-code';
      readonly phoneMasked: string;
      readonly digits: string;
      readonly checking: boolean;
      /** Until a code can be sent anew; 0: now. */
      readonly resendSecondsLeft: number;
      readonly resendOfSeconds: number;
      readonly problem?: string;
    }
  /** Buildings, then their units; what stands on their doors. Absent while the server is asked. */
  | { readonly screen: 'door'; readonly part: 'building'; readonly doors?: readonly string[] }
  | { readonly screen: 'door'; readonly part: 'unit'; readonly building: string; readonly doors: readonly string[] }
  | { readonly screen: 'room-number'; readonly building: string; readonly unit: string; readonly digits: string }
  | {
      readonly screen: 'room-check';
      readonly digits: string;
      readonly checking: boolean;
      readonly problem?: string;
    }
  /** The code for the owner's phone, and the number to be found on it. Absent while the server is asked. */
  | {
      readonly screen: 'owner-phone';
      readonly shown?: { readonly content: string; readonly number: string };
      readonly secondsLeft: number;
      readonly ofSeconds: number;
    }
  | { readonly screen: 'way-problem'; readonly way: WayIn; readonly code: string }
  | { readonly screen: 'choose-home'; readonly homes: readonly { readonly roomLabel: string }[] };

export type WaysInIntent =
  | { readonly intent: 'choose-way'; readonly way: WayIn }
  /** What was typed is right. */
  | { readonly intent: 'accept-typed' }
  | { readonly intent: 'resend-code' }
  | { readonly intent: 'choose-door'; readonly door: string }
  | { readonly intent: 'choose-home'; readonly home: number };
