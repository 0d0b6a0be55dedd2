import type { ReactElement } from 'react';

/** Drawings of the wizard: what to do with the hands, without words. */
export function BoxOutPicture(): ReactElement {
  return (
    <svg viewBox="0 0 220 120" className="cash-picture" aria-hidden="true">
      <rect x="18" y="14" width="70" height="96" rx="6" fill="#dfe7f1" stroke="#1a5fb4" strokeWidth="2" />
      <rect x="30" y="26" width="46" height="26" rx="3" fill="#fff" stroke="#1a5fb4" />
      <rect x="34" y="66" width="38" height="34" rx="3" fill="#9fb7d4" />
      <path d="M82 84 H112" stroke="#1a5fb4" strokeWidth="3" markerEnd="none" />
      <path d="M106 77 L116 84 L106 91" fill="none" stroke="#1a5fb4" strokeWidth="3" />
      <rect x="124" y="58" width="76" height="50" rx="5" fill="#fff6e3" stroke="#8f5600" strokeWidth="2" />
      <rect x="136" y="66" width="52" height="8" rx="2" fill="#8f5600" />
      <text x="162" y="96" textAnchor="middle" fontSize="15" fill="#8f5600">
        ¥
      </text>
    </svg>
  );
}

export function SealPicture(): ReactElement {
  return (
    <svg viewBox="0 0 220 120" className="cash-picture" aria-hidden="true">
      <path d="M62 34 Q110 22 158 34 L166 108 H54 Z" fill="#fff6e3" stroke="#8f5600" strokeWidth="2" />
      <path d="M62 34 H158" stroke="#8f5600" strokeWidth="4" />
      <circle cx="110" cy="34" r="13" fill="#c0262d" />
      <path d="M104 34 l5 5 l8 -9" fill="none" stroke="#fff" strokeWidth="3" />
      <rect x="80" y="62" width="60" height="26" rx="3" fill="#fff" stroke="#8f5600" />
      <text x="110" y="80" textAnchor="middle" fontSize="13" fill="#1f2329">
        S-100234
      </text>
    </svg>
  );
}

export function CountPicture(): ReactElement {
  return (
    <svg viewBox="0 0 220 120" className="cash-picture" aria-hidden="true">
      {[0, 1, 2, 3].map((row) => (
        <g key={row} transform={`translate(${28 + row * 7} ${30 + row * 13})`}>
          <rect width="92" height="40" rx="3" fill="#eaf6ee" stroke="#26774a" strokeWidth="1.5" />
          <circle cx="46" cy="20" r="11" fill="none" stroke="#26774a" strokeWidth="1.5" />
        </g>
      ))}
      <circle cx="176" cy="44" r="13" fill="#dfe7f1" stroke="#1a5fb4" strokeWidth="2" />
      <path d="M152 96 Q152 62 176 62 Q200 62 200 96" fill="#dfe7f1" stroke="#1a5fb4" strokeWidth="2" />
    </svg>
  );
}
