import type { WayIn } from '../../screens/ways-in.ts';

/** What one comes in with: the card, a phone that looks at the code, a message on a phone, a door with its number. */
export function WayPicture({ way }: { readonly way: WayIn }) {
  return (
    <svg className="art method-picture" viewBox="0 0 120 120" aria-hidden="true">
      {DRAWN[way]}
    </svg>
  );
}

const DRAWN = {
  card: (
    <>
      <rect className="paper fine" x="10" y="22" width="84" height="56" rx="8" />
      <path className="fine" d="M10 38 H94 M22 62 H52" />
      <path className="go fine" d="M40 100 a30 10 0 0 1 44 0 M28 108 a48 18 0 0 1 68 0" />
    </>
  ),
  'owner-phone': (
    <>
      <rect className="paper fine" x="34" y="8" width="52" height="104" rx="10" />
      <path className="fine" d="M54 18 H66" />
      <path className="go fine" d="M44 46 V38 H52 M68 38 H76 V46 M76 66 V74 H68 M52 74 H44 V66 M40 56 H80" />
    </>
  ),
  'phone-code': (
    <>
      <rect className="paper fine" x="14" y="8" width="52" height="104" rx="10" />
      <path className="fine" d="M34 18 H46" />
      <path className="tint fine" d="M44 36 H108 V74 H74 L60 88 V74 H44 Z" />
      <circle className="go-solid" cx="60" cy="55" r="5" />
      <circle className="go-solid" cx="76" cy="55" r="5" />
      <circle className="go-solid" cx="92" cy="55" r="5" />
    </>
  ),
  room: (
    <>
      <path className="paper fine" d="M30 112 V12 H90 V112" />
      <path className="fine" d="M14 112 H106" />
      <rect className="tint fine" x="44" y="24" width="32" height="20" rx="3" />
      <path className="fine" d="M52 34 H68" />
      <circle className="go fine" cx="78" cy="68" r="5" />
    </>
  ),
} as const;
