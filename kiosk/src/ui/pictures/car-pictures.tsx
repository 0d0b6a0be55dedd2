import { Art } from './art.tsx';

/** A car, and the barrier that is up. */
export function CarAtGate() {
  return (
    <Art>
      <path className="fine" d="M20 276 H380" />
      <path
        className="tint"
        d="M24 250 V206 A12 12 0 0 1 36 194 L70 140 H186 L234 194 H254 A14 14 0 0 1 268 208 V250 Z"
      />
      <path className="paper" d="M86 190 L104 160 H136 V190 Z M154 190 V160 H178 L204 190 Z" />
      <circle className="paper" cx="84" cy="250" r="24" />
      <circle className="paper" cx="210" cy="250" r="24" />
      <path className="paper" d="M316 176 H360 V276 H316 Z" />
      <path className="go bold" d="M336 176 L268 40" />
      <path className="fine" d="M322 148 L306 156 M300 104 L284 112" />
    </Art>
  );
}
