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

/** A downward arrow whose point is at (x, y). */
export function ArrowDown({ x, y, length = 60 }: { readonly x: number; readonly y: number; readonly length?: number }) {
  return (
    <path
      className="go bold"
      d={`M${x} ${y - length} V${y - 6} M${x - 24} ${y - 28} L${x} ${y - 4} L${x + 24} ${y - 28}`}
    />
  );
}
