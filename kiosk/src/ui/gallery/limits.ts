import { PROFILES, sizesOf } from '../../screens/profiles.ts';
import type { Drawing } from './drawing.ts';
import type { ScreenMeasure } from './screen-measure.ts';

/** Least sizes on the glass in millimetres, and contrasts: docs/kiosk-design.md, "Sizes". */
interface Limits {
  readonly text: number;
  readonly amount: number;
  readonly target: number;
  readonly gap: number;
  readonly primary: number;
  readonly contrast: number;
  readonly border: number;
}

/** Amounts against the smallest letters: 72 px beside 28, 96 beside 42. */
const AMOUNT_SHARE = { standard: 72 / 28, elder: 96 / 42 } as const;

export function limitsOf({ mode, profile }: Pick<Drawing, 'mode' | 'profile'>): Limits {
  const text = sizesOf(PROFILES[profile]).leastTextMm[mode];
  return {
    text,
    amount: text * AMOUNT_SHARE[mode],
    target: 20,
    gap: 3.9,
    primary: 29.7,
    contrast: mode === 'elder' ? 7 : 4.5,
    border: 3,
  };
}

/** Lengths of a measure in millimetres on the panel it was drawn for. */
export function inMillimetres(measure: ScreenMeasure, { profile }: Pick<Drawing, 'profile'>): ScreenMeasure {
  const { mmPerPx } = sizesOf(PROFILES[profile]);
  const lengths = ['text', 'amount', 'target', 'gap', 'primary', 'highest'] as const;
  const inMm = lengths.map(
    (name) => [name, measure[name] === undefined ? undefined : measure[name] * mmPerPx] as const,
  );
  return { ...measure, ...Object.fromEntries(inMm.filter(([, value]) => value !== undefined)) };
}

/** What is too small, too pale, too high or cut off; nothing when the screen is as it must be. */
export function shortcomings(measure: ScreenMeasure, drawing: Drawing): readonly string[] {
  // Words longer than any that are shown say only whether there is room. The largest letters and the smallest panel are
  // full with the real words, which are measured there.
  if (drawing.language === 'pseudo')
    return drawing.mode === 'elder' || drawing.profile === 'landscape-15' ? [] : measure.clipped;
  const limits = limitsOf(drawing);
  const seen = inMillimetres(measure, drawing);
  const small = (Object.keys(limits) as (keyof Limits)[]).flatMap((name) => {
    const value = seen[name];
    if (value === undefined || value >= limits[name] - 0.005) return [];
    return [`${name} ${value.toFixed(2)}, at least ${limits[name].toFixed(2)}`];
  });
  return [...small, ...tooHigh(seen, drawing), ...measure.clipped];
}

function tooHigh({ highest }: ScreenMeasure, { profile, lowered }: Drawing): readonly string[] {
  const { reachRem, mmPerRem } = sizesOf(PROFILES[profile]);
  const from = (lowered ? reachRem.lowered : reachRem.usual) * mmPerRem;
  if (highest === undefined || highest >= from - 2) return [];
  return [`highest key ${highest.toFixed(0)} mm from above, at least ${from.toFixed(0)}`];
}
