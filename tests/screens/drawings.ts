import { DIMENSIONS, type Drawing } from '../../kiosk/src/ui/gallery/drawing.ts';
import { coveringRows } from '../../kiosk/src/ui/gallery/pairs.ts';
import { SAMPLES } from '../../kiosk/src/ui/gallery/samples.ts';

const NAMES = Object.keys(DIMENSIONS) as (keyof typeof DIMENSIONS)[];

export const SAMPLE_NAMES: readonly string[] = SAMPLES.map(({ name }) => name);

/** Every screen in every way it can be drawn. */
export function allDrawings(): readonly Drawing[] {
  const ways = NAMES.reduce<readonly object[]>(
    (found, name) => found.flatMap((way) => DIMENSIONS[name].map((value) => ({ ...way, [name]: value }))),
    [{}],
  );
  return SAMPLE_NAMES.flatMap((sample) => ways.map((way) => ({ sample, ...way }) as Drawing));
}

/** The longest words in the largest letters on the smallest panel: where these fit, most does. */
const TIGHTEST = { mode: 'elder', language: 'en', profile: 'landscape-15' } as const;

/** Few drawings of each screen in which every two choices meet; the tightest is always one of them. */
export function coveringDrawings(): readonly Drawing[] {
  const sizes = NAMES.map((name) => DIMENSIONS[name].length);
  return SAMPLE_NAMES.flatMap((sample, turn) =>
    coveringRows(sizes, turn, [tightest(turn)]).map((row) => {
      const way = NAMES.map((name, dimension) => [name, DIMENSIONS[name][row[dimension] ?? 0]]);
      return { sample, ...Object.fromEntries(way) } as Drawing;
    }),
  );
}

function tightest(turn: number): readonly number[] {
  const chosen: Partial<Drawing> = TIGHTEST;
  return NAMES.map((name) => {
    const values: readonly unknown[] = DIMENSIONS[name];
    return chosen[name] === undefined ? turn % values.length : values.indexOf(chosen[name]);
  });
}
