import { ArrowDown, Art } from './art.tsx';

/** The owner's phone, its payment code towards the scanner window below the screen. */
export function PhoneToScanner() {
  return (
    <Art>
      <path className="tint" d="M86 246 H314 L296 284 H104 Z" />
      <path className="go" d="M126 262 H274" />
      <path className="go fine" d="M150 238 L170 190 M250 238 L230 190" strokeDasharray="4 14" />
      <g transform="translate(138 6)">
        <rect className="paper" width="124" height="186" rx="18" />
        <path className="fine" d="M48 16 H76" />
        <path
          className="fine"
          d="M24 44 V86 M34 44 V86 M46 44 V86 M54 44 V86 M66 44 V86 M78 44 V86 M86 44 V86 M98 44 V86"
        />
        <TinyCode x={38} y={104} />
      </g>
      <ArrowDown x={340} y={240} length={110} />
      <ArrowDown x={60} y={240} length={110} />
    </Art>
  );
}

/** The phone that looks at the code on the screen. */
export function PhoneScansScreen() {
  return (
    <Art box="0 0 120 120">
      <rect className="paper fine" x="34" y="8" width="52" height="104" rx="10" />
      <path className="fine" d="M54 18 H66" />
      <path className="go fine" d="M44 46 V38 H52 M68 38 H76 V46 M76 66 V74 H68 M52 74 H44 V66 M40 56 H80" />
    </Art>
  );
}

function TinyCode({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <g transform={`translate(${x} ${y})`} className="fine">
      <rect width="16" height="16" />
      <rect x="32" width="16" height="16" />
      <rect y="32" width="16" height="16" />
      <path d="M26 4 V20 M26 30 V46 M40 30 H46 M36 44 H46 M6 24 H14" />
    </g>
  );
}
