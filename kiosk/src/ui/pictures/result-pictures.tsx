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
