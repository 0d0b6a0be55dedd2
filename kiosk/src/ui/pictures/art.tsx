import type { ReactNode } from 'react';
import './pictures.css';

/** Frame of a picture: 400 by 300 units, drawn with the classes of pictures.css. The sentence beside it says the same. */
export function Art({ children, box = '0 0 400 300' }: { readonly children: ReactNode; readonly box?: string }) {
  return (
    <svg className="art" viewBox={box} aria-hidden="true">
      {children}
    </svg>
  );
}

/** One line of the pen: how it is drawn (the classes of pictures.css), and where it goes. */
export type Stroke = readonly [className: string, path: string];

/** Drawn one over the other. */
export function Strokes({ of }: { readonly of: readonly Stroke[] }) {
  return of.map(([className, path]) => <path key={path} className={className} d={path} />);
}

/** A downward arrow whose point is at (x, y). */
export function ArrowDown({ x, y, length = 60 }: { readonly x: number; readonly y: number; readonly length?: number }) {
  return (
    <path
      className="go bold"
      d={`M${x} ${y - length} V${y - 6} M${x - 24} ${y - 28} L${x} ${y - 4} L${x + 24} ${y - 28}`}
    />
  );
}
