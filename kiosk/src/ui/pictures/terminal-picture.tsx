import type { BankCardScreen } from '../../screens/bank-card.ts';
import { ArrowDown, Art } from './art.tsx';

/** The bank-card terminal beside the screen: where the card goes, then where the PIN is typed. */
export function CardAtTerminal({ stage }: { readonly stage: BankCardScreen['stage'] }) {
  const typing = stage === 'enter-pin';
  const holding = stage === 'present-card';
  const cancelling = stage === 'cancel-there';
  return (
    <Art>
      <Terminal typing={typing} />
      {cancelling && <CancelKey />}
      {!typing && !cancelling && (
        <g transform="translate(124 4)">
          <rect className={holding ? 'tint' : 'paper'} width="152" height="86" rx="12" />
          <path className="fine" d="M0 24 H152" />
          <rect className="fine" x="16" y="42" width="30" height="22" rx="4" />
          <path className="fine" d="M96 66 H136" />
        </g>
      )}
      {holding && (
        <>
          <ArrowDown x={60} y={150} length={110} />
          <ArrowDown x={340} y={150} length={110} />
        </>
      )}
    </Art>
  );
}

/** The key with the cross, left below on every terminal, and a finger's way to it. */
function CancelKey() {
  return (
    <>
      <rect className="paper" x="132" y="236" width="48" height="36" rx="8" />
      <path className="stop bold" d="M146 244 l20 20 M166 244 l-20 20" />
      <path className="go bold" d="M30 254 H116 M94 232 L118 254 L94 276" />
    </>
  );
}

export function Terminal({ typing }: { readonly typing: boolean }) {
  return (
    <>
      <rect className="paper" x="112" y="70" width="176" height="222" rx="20" />
      <rect className="tint" x="132" y="90" width="136" height="58" rx="8" />
      <path className={typing ? 'go' : 'fine'} d="M150 120 h6 M182 120 h6 M214 120 h6 M246 120 h6" />
      {[0, 1, 2].map((row) =>
        [0, 1, 2].map((column) => (
          <rect
            key={`${row}${column}`}
            className={typing ? 'go fine' : 'fine'}
            x={140 + column * 44}
            y={166 + row * 38}
            width="32"
            height="24"
            rx="6"
          />
        )),
      )}
    </>
  );
}
