/** What one drawn screen measures. Lengths are pixels of the 1080-wide reference canvas. */
export interface ScreenMeasure {
  readonly smallestText: number;
  readonly smallestAmount: number;
  readonly smallestTarget: number;
  readonly smallestGap: number;
  readonly smallestPrimary: number;
  readonly highestTarget: number;
  readonly lowestContrast: number;
  /** Anything cut off, lying outside the screen, or over something else. */
  readonly clipped: readonly string[];
}
