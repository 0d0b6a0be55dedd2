/** What one drawn screen measures, in pixels of the window; absent where the screen has nothing of the kind. */
export interface ScreenMeasure {
  readonly text?: number;
  readonly amount?: number;
  readonly target?: number;
  readonly gap?: number;
  readonly primary?: number;
  /** From the upper edge to the highest key. */
  readonly highest?: number;
  readonly contrast?: number;
  /** Of borders and fills that say what can be pressed, or what is chosen. */
  readonly border?: number;
  /** Anything cut off, lying outside the screen, or over something else. */
  readonly clipped: readonly string[];
}
