import { Art } from './art.tsx';

/** A note in the book of the office, with a tick. */
export function NotedDown() {
  return (
    <Art>
      <path className="paper" d="M70 60 H200 V256 H70 Z M200 60 H330 V256 H200 Z" />
      <path d="M200 60 V256" />
      <path className="fine" d="M98 104 H172 M98 138 H172 M98 172 H150" />
      <rect className="tint" x="226" y="96" width="78" height="62" rx="8" />
      <path className="go bold" d="M242 126 L258 142 L288 108" />
      <path className="fine" d="M228 190 H302 M228 220 H276" />
      <path className="warm" d="M330 40 L362 66 L276 214 L248 226 L250 196 Z" />
    </Art>
  );
}

/** A bill with a question mark. */
export function BillQuestion() {
  return (
    <Art>
      <path className="paper" d="M110 30 H250 V262 L227 246 L203 262 L180 246 L157 262 L133 246 L110 262 Z" />
      <path className="fine" d="M138 74 H222 M138 108 H222 M138 142 H190" />
      <circle className="warm" cx="268" cy="176" r="66" />
      <path className="bold" d="M244 160 A24 24 0 1 1 276 182 Q268 186 268 198" />
      <circle className="ink-solid" cx="268" cy="218" r="7" />
    </Art>
  );
}

const MOUTHS = { good: 'M28 62 Q50 84 72 62', fair: 'M30 68 H70', poor: 'M28 74 Q50 54 72 74' } as const;

/** A face that smiles, waits or frowns; the word beside it says the same. */
export function FacePicture({ face }: { readonly face: keyof typeof MOUTHS }) {
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <circle cx="50" cy="50" r="44" />
      <path d={`M35 38 V42 M65 38 V42 ${MOUTHS[face]}`} />
    </svg>
  );
}
