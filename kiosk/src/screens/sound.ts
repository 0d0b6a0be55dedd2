/** Steps of loudness; 0 is silent. */
export type Volume = 0 | 1 | 2 | 3;

/** What is heard, part of every screen model. What is said follows from the screen itself. */
export interface SoundView {
  readonly volume: Volume;
  /** For who cannot see: the screen is black, and every choice is spoken with its number. */
  readonly dark: boolean;
  /** False where amounts are for the ear alone and no headset is plugged in. */
  readonly speaksAmounts: boolean;
}

export type SoundIntent =
  | { readonly intent: 'set-volume'; readonly volume: Volume }
  | { readonly intent: 'set-dark'; readonly dark: boolean }
  /** The jack of the keypad. */
  | { readonly intent: 'headset'; readonly plugged: boolean }
  /** Heard once more: changes nothing, but somebody is there. */
  | { readonly intent: 'hear-again' };

/** What the screen let be heard, by the names of the clips; `missing`: those that could not be played. */
export interface SpokenMessage {
  readonly type: 'spoken';
  readonly clips: readonly string[];
  readonly missing: readonly string[];
}
