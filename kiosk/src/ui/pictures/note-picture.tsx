import './note-picture.css';

interface NoteInk {
  readonly deep: string;
  readonly pale: string;
}

/** The colours people know the notes of the fifth series by; the deep one reads on the pale one at 7:1. */
const INKS: Readonly<Record<number, NoteInk>> = {
  100_00: { deep: '#84192b', pale: '#f7d9d8' },
  50_00: { deep: '#17503a', pale: '#d5ece0' },
  20_00: { deep: '#643a17', pale: '#f1e0cc' },
  10_00: { deep: '#1d3f73', pale: '#d9e6f6' },
  5_00: { deep: '#512a66', pale: '#ead9f0' },
  1_00: { deep: '#46501a', pale: '#e8ecc9' },
};
const PLAIN: NoteInk = { deep: '#1e2a2e', pale: '#ece7da' };

/** A note as a drawing: its colour, its number and a flower of fine rings; nothing that could pass for the real one. */
export function NotePicture({ denominationFen }: { readonly denominationFen: number }) {
  const { deep, pale } = INKS[denominationFen] ?? PLAIN;
  const yuan = String(denominationFen / 100);
  return (
    <svg className="note-picture" viewBox="0 0 200 96" role="img" aria-label={`${yuan} 元`}>
      <rect x="2" y="2" width="196" height="92" rx="8" fill={pale} stroke={deep} strokeWidth="4" />
      <rect x="10" y="10" width="180" height="76" rx="4" fill="none" stroke={deep} strokeWidth="1.2" opacity="0.6" />
      <g fill="none" stroke={deep} strokeWidth="1.4" opacity="0.55">
        {[0, 30, 60, 90, 120, 150].map((turn) => (
          <ellipse key={turn} cx="146" cy="48" rx="32" ry="13" transform={`rotate(${turn} 146 48)`} />
        ))}
      </g>
      <text x="24" y="66" fill={deep} fontSize="52" fontWeight="700">
        {yuan}
      </text>
    </svg>
  );
}
