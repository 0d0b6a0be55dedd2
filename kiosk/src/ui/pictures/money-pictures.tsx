import { ArrowDown, Art } from './art.tsx';

/** A note on its way into the slot. */
export function NoteIntoSlot() {
  return (
    <Art>
      <SlotAndNote y={20} />
      <ArrowDown x={332} y={170} length={110} />
    </Art>
  );
}

/** The slot gives the note back. */
export function NoteComesBack() {
  return (
    <Art>
      <SlotAndNote y={40} />
      <path className="go bold" d="M332 170 V70 M308 92 L332 66 L356 92" />
    </Art>
  );
}

/** The note stands in the slot from `y` down. */
export function SlotAndNote({ y }: { readonly y: number }) {
  return (
    <>
      <rect className="paper" x="60" y="196" width="280" height="84" rx="16" />
      <path className="go bold" d="M104 232 H296" />
      <path className="warm" d={`M124 ${y} H276 V226 H124 Z`} />
      <g className="fine" transform={`translate(0 ${y})`}>
        <circle cx="200" cy="92" r="36" />
        <path d="M184 72 L200 92 L216 72 M200 92 V116 M186 94 H214 M186 106 H214" />
        <path d="M140 16 H164 M236 16 H260" />
      </g>
    </>
  );
}

/** More than the bill: the rest is kept in the owner's account book. */
export function RestIntoAccount() {
  return (
    <Art>
      <path className="warm" d="M34 60 H190 V142 H34 Z" />
      <circle className="fine" cx="112" cy="101" r="26" />
      <path className="fine" d="M101 86 L112 100 L123 86 M112 100 V117 M102 102 H122 M102 110 H122" />
      <path className="go bold" d="M112 160 C112 200 140 216 190 216 M170 194 L194 216 L170 238" />
      <path className="paper" d="M244 120 H360 A10 10 0 0 1 370 130 V270 A10 10 0 0 1 360 280 H244 Z" />
      <path className="tint" d="M244 120 V280 H228 A10 10 0 0 1 218 270 V130 A10 10 0 0 1 228 120 Z" />
      <path className="fine" d="M268 160 H344 M268 190 H344 M268 220 H316" />
    </Art>
  );
}

/** Coins fall into the tray below. */
export function ChangeIntoTray() {
  return (
    <Art>
      <path className="paper" d="M60 214 H340 V262 A18 18 0 0 1 322 280 H78 A18 18 0 0 1 60 262 Z" />
      <path className="go bold" d="M96 214 H304" />
      <circle className="warm" cx="150" cy="160" r="42" />
      <circle className="fine" cx="150" cy="160" r="28" />
      <circle className="warm" cx="240" cy="172" r="32" />
      <circle className="fine" cx="240" cy="172" r="20" />
      <circle className="warm" cx="204" cy="76" r="42" />
      <path className="fine" d="M190 58 L204 76 L218 58 M204 76 V98 M192 80 H216 M192 88 H216" />
      <ArrowDown x={332} y={160} length={100} />
    </Art>
  );
}

/** The books are being compared. */
export function CheckingBooks() {
  return (
    <Art>
      <path className="paper" d="M70 40 H220 A12 12 0 0 1 232 52 V262 H82 A12 12 0 0 1 70 250 Z" />
      <path className="fine" d="M104 88 H196 M104 124 H196 M104 160 H164" />
      <circle className="tint" cx="276" cy="192" r="74" />
      <path className="bold" d="M276 150 V194 L304 212" />
      <path className="fine" d="M276 128 V134 M276 250 V256 M212 192 H218 M334 192 H340" />
    </Art>
  );
}
