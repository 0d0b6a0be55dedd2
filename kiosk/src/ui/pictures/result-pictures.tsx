import { Art } from './art.tsx';

/** Paid. The largest thing on the screen. */
export function Tick() {
  return (
    <Art box="0 0 240 240">
      <circle cx="120" cy="120" r="108" fill="var(--done)" stroke="none" />
      <path d="M66 124 L106 164 L178 84" stroke="var(--on-go)" strokeWidth="22" />
    </Art>
  );
}

/** Everything is in order and nothing is to be done. */
export function HouseAtPeace() {
  return (
    <Art>
      <path className="paper" d="M92 140 V272 H308 V140" />
      <path className="tint" d="M60 152 L200 36 L340 152 Z" />
      <circle cx="200" cy="204" r="52" fill="var(--done)" stroke="none" />
      <path d="M174 206 L194 226 L228 186" stroke="var(--on-go)" strokeWidth="12" />
    </Art>
  );
}

/** It did not work: a bill with a stop mark. */
export function PaperStopped() {
  return (
    <Art>
      <path
        className="paper"
        d="M96 24 H240 A12 12 0 0 1 252 36 V262 L226 244 L200 262 L174 244 L148 262 L122 244 L96 262 Z"
      />
      <path className="fine" d="M128 72 H220 M128 108 H220 M128 144 H184" />
      <circle cx="280" cy="196" r="62" fill="var(--paper)" className="stop" />
      <path className="stop bold" d="M280 164 V204" />
      <circle cx="280" cy="228" r="7" fill="var(--stop)" stroke="none" />
    </Art>
  );
}

/** The receipt comes out of its slot. */
export function ReceiptOut() {
  return (
    <Art box="0 0 200 200">
      <rect className="paper fine" x="20" y="28" width="160" height="46" rx="10" />
      <path className="go" d="M46 52 H154" />
      <path className="paper fine" d="M58 52 H142 V172 L128 162 L114 172 L100 162 L86 172 L72 162 L58 172 Z" />
      <path className="fine" d="M74 84 H126 M74 104 H126 M74 124 H104" />
    </Art>
  );
}
