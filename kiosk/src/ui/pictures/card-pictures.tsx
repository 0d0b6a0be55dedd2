import { ArrowDown, Art } from './art.tsx';

/** The card held over the reader on the cabinet. */
export function CardOnReader() {
  return (
    <Art>
      <path className="tint" d="M70 250 L102 196 H298 L330 250 Z" />
      <path className="paper" d="M70 250 H330 V268 A10 10 0 0 1 320 278 H80 A10 10 0 0 1 70 268 Z" />
      <path className="go fine" d="M170 232 a42 14 0 0 1 60 0 M152 220 a66 24 0 0 1 96 0" />
      <Card x={96} y={16} />
      <ArrowDown x={340} y={180} length={92} />
    </Art>
  );
}

/** The card being looked at. */
export function CardReading() {
  return (
    <Art>
      <Card x={62} y={70} />
      <circle className="tint" cx="272" cy="180" r="62" />
      <path className="bold" d="M318 226 L364 272" />
      <path className="go fine" d="M244 180 h56 M244 162 h40 M244 198 h40" />
    </Art>
  );
}

export function Card({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect className="paper" width="208" height="132" rx="16" />
      <path className="tint" d="M3 34 H205 V64 H3 Z" strokeWidth="0" />
      <path className="fine" d="M3 34 H205 M3 64 H205" />
      <path className="go" d="M24 108 V94 h30 V108 M18 94 L39 78 L60 94 Z" />
      <path className="fine" d="M82 90 H184 M82 108 H150" />
    </g>
  );
}
