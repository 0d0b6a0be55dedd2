import { Art } from './art.tsx';

/** The pavilion 亭 of the name: the house mark. */
export function Pavilion() {
  return (
    <Art>
      <path className="tint" d="M60 128 C120 116 160 80 200 30 C240 80 280 116 340 128 C300 138 100 138 60 128 Z" />
      <path d="M200 30 V14" />
      <path className="paper" d="M108 136 H292 V256 H108 Z" />
      <path d="M108 136 V256 M160 136 V256 M240 136 V256 M292 136 V256" />
      <path className="go" d="M160 256 V206 A40 40 0 0 1 240 206 V256" />
      <path className="paper" d="M76 256 H324 V280 H76 Z" />
    </Art>
  );
}

/** The pavilion having a rest. */
export function PavilionResting() {
  return (
    <Art>
      <path className="paper" d="M60 128 C120 116 160 80 200 30 C240 80 280 116 340 128 C300 138 100 138 60 128 Z" />
      <path d="M200 30 V14" />
      <path d="M108 136 V256 M292 136 V256" />
      <path className="fine" d="M150 138 L168 176 M250 138 L232 176" />
      <rect className="warm" x="120" y="176" width="160" height="64" rx="10" />
      <path className="bold" d="M156 208 H244" />
      <path className="paper" d="M76 256 H324 V280 H76 Z" />
    </Art>
  );
}

/** A hand that waves goodbye. */
export function HandWaves() {
  return (
    <Art>
      <path
        className="paper"
        d="M150 270 C120 240 96 206 84 178 C76 158 100 148 112 166 L138 202 V84 C138 58 172 58 172 84 V160 V62 C172 36 206 36 206 62 V160 V78 C206 52 240 52 240 78 V168 V106 C240 82 272 82 272 106 V200 C272 236 258 256 246 270 Z"
      />
      <path
        className="go"
        d="M304 60 C322 84 328 112 324 140 M338 36 C362 70 370 112 362 152 M70 120 C62 100 62 84 68 66"
      />
    </Art>
  );
}
