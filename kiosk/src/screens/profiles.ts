/** A panel as it hangs in a cabinet. Lengths say what they are in; everything else is worked out of these. */
export interface ScreenProfile {
  readonly diagonalInches: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Lower edge of the picture above the floor. */
  readonly lowerEdgeMm: number;
  /** From the eye to the glass. */
  readonly viewingMm: number;
  /** Width of the canvas in rem. All sizes of `styles/tokens.css` are rem: a smaller number makes everything larger. */
  readonly canvasWidthRem: number;
}

export type ProfileName = 'portrait-21' | 'portrait-32' | 'landscape-15';

export const PROFILES: Readonly<Record<ProfileName, ScreenProfile>> = {
  'portrait-21': {
    diagonalInches: 21.5,
    widthPx: 1080,
    heightPx: 1920,
    lowerEdgeMm: 800,
    viewingMm: 600,
    canvasWidthRem: 108,
  },
  'portrait-32': {
    diagonalInches: 32,
    widthPx: 1080,
    heightPx: 1920,
    lowerEdgeMm: 800,
    viewingMm: 660,
    canvasWidthRem: 152,
  },
  'landscape-15': {
    diagonalInches: 15.6,
    widthPx: 1920,
    heightPx: 1080,
    lowerEdgeMm: 900,
    viewingMm: 500,
    canvasWidthRem: 174,
  },
};

/** Highest a key may be above the floor, and from a wheelchair in front of a counter (EN 301 549 8.3, ADA 308). */
const REACH_MM = { usual: 1_150, lowered: 1_100 } as const;

/** Capitals of the bundled font are this much of its size. */
const CAPITAL_SHARE = 0.733;
/** Least angle of a capital letter: EN 301 549 5.1.4 for large letters, ADA 707 at an arm's length for the others. */
const CAPITAL_DEGREES = { standard: 0.46, elder: 0.7 } as const;

export interface PanelSizes {
  readonly mmPerPx: number;
  readonly mmPerRem: number;
  readonly canvasHeightRem: number;
  /** From the upper edge down to where keys may begin. */
  readonly reachRem: { readonly usual: number; readonly lowered: number };
  /** Least size of letters, in millimetres of font size. */
  readonly leastTextMm: { readonly standard: number; readonly elder: number };
}

export function sizesOf(profile: ScreenProfile): PanelSizes {
  const { widthPx, heightPx, canvasWidthRem, lowerEdgeMm, viewingMm } = profile;
  const mmPerPx = (profile.diagonalInches * 25.4) / Math.hypot(widthPx, heightPx);
  const mmPerRem = (widthPx * mmPerPx) / canvasWidthRem;
  const upperEdgeMm = lowerEdgeMm + heightPx * mmPerPx;
  const below = (reachMm: number): number => Math.max(0, upperEdgeMm - reachMm) / mmPerRem;
  const text = (degrees: number): number => (Math.tan((degrees * Math.PI) / 180) * viewingMm) / CAPITAL_SHARE;
  return {
    mmPerPx,
    mmPerRem,
    canvasHeightRem: (heightPx * mmPerPx) / mmPerRem,
    reachRem: { usual: below(REACH_MM.usual), lowered: below(REACH_MM.lowered) },
    leastTextMm: { standard: text(CAPITAL_DEGREES.standard), elder: text(CAPITAL_DEGREES.elder) },
  };
}
