import './note-picture.css';

/** Notes of the fifth series; their colours are tokens. */
const KNOWN: ReadonlySet<number> = new Set([100_00, 50_00, 20_00, 10_00, 5_00, 1_00]);

const SMALLEST_NOTE = 1_00;

/** A note as a drawing: its colour, its number and a flower of fine rings; nothing that could pass for the real one. */
export function NotePicture({ denominationFen }: { readonly denominationFen: number }) {
  if (denominationFen < SMALLEST_NOTE) return <CoinPicture fen={denominationFen} />;
  const yuan = String(denominationFen / 100);
  const ink = KNOWN.has(denominationFen) ? `--note-${yuan}` : '--note';
  const [deep, pale] = [`var(${ink}-deep)`, `var(${ink}-pale)`];
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

function CoinPicture({ fen }: { readonly fen: number }) {
  const [deep, pale] = ['var(--note-deep)', 'var(--note-pale)'];
  return (
    <svg className="note-picture" viewBox="0 0 200 96" role="img" aria-label={`${fen / 10} 角`}>
      <circle cx="100" cy="48" r="44" fill={pale} stroke={deep} strokeWidth="4" />
      <circle cx="100" cy="48" r="36" fill="none" stroke={deep} strokeWidth="1.2" opacity="0.6" />
      <text x="100" y="64" fill={deep} fontSize="44" fontWeight="700" textAnchor="middle">
        {fen / 10}角
      </text>
    </svg>
  );
}
