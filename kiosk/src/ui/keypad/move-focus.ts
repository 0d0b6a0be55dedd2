import type { Direction } from './keypad.ts';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What lies aside counts double: down means down. */
const ASIDE = 2;

/** The box that lies nearest in a direction; the first one when nothing is focused yet. */
export function nearest<Each extends { readonly box: Box }>(
  from: Box | undefined,
  others: readonly Each[],
  towards: Direction,
): Each | undefined {
  if (from === undefined) return others[0];
  const start = middle(from);
  const sign = towards === 'down' || towards === 'right' ? 1 : -1;
  const upright = towards === 'up' || towards === 'down';
  const distances = others.flatMap((each) => {
    const end = middle(each.box);
    const along = sign * (upright ? end.y - start.y : end.x - start.x);
    const aside = Math.abs(upright ? end.x - start.x : end.y - start.y);
    return along > 1 ? [{ each, distance: along + ASIDE * aside }] : [];
  });
  return distances.sort((one, other) => one.distance - other.distance)[0]?.each;
}

function middle({ left, top, width, height }: Box): { readonly x: number; readonly y: number } {
  return { x: left + width / 2, y: top + height / 2 };
}
