import { Art } from './art.tsx';

/** A car on its own space. */
export function CarOnSpace() {
  return (
    <Art>
      <path className="fine" d="M30 276 H370" />
      <path
        className="tint"
        d="M54 250 V200 A12 12 0 0 1 66 188 L104 128 H232 L284 188 H306 A14 14 0 0 1 320 202 V250 Z"
      />
      <path className="paper" d="M118 184 L138 148 H176 V184 Z M194 184 V148 H222 L252 184 Z" />
      <circle className="paper" cx="120" cy="250" r="26" />
      <circle className="paper" cx="260" cy="250" r="26" />
      <path d="M346 108 V276" />
      <path className="paper" d="M310 32 H382 V108 H310 Z" />
      <path className="go bold" d="M334 92 V50 H350 A13 13 0 0 1 350 76 H334" />
    </Art>
  );
}

/** Money that is held, and comes back. */
export function DepositComesBack() {
  return (
    <Art>
      <path className="warm" d="M92 130 H308 V246 H92 Z" />
      <circle className="paper fine" cx="200" cy="188" r="36" />
      <path className="fine" d="M186 166 L200 186 L214 166 M200 186 V212 M187 190 H213 M187 201 H213" />
      <path className="go bold" d="M322 104 C312 36 130 12 80 92 M72 50 L78 96 L122 90" />
    </Art>
  );
}

/** Tea for the neighbours. */
export function TeaForAll() {
  return (
    <Art>
      <path d="M270 150 C336 132 342 216 254 222" />
      <path className="tint" d="M122 172 C86 168 84 136 56 130 L72 110 C106 118 110 138 128 136 Z" />
      <path
        className="tint"
        d="M120 160 C120 128 158 112 196 112 C236 112 274 128 274 160 C274 218 242 248 196 248 C152 248 120 218 120 160 Z"
      />
      <path className="paper" d="M160 116 C160 94 234 94 234 116 Z" />
      <circle className="ink-solid" cx="197" cy="84" r="10" />
      <path className="warm" d="M22 200 H98 C98 232 86 250 60 250 C34 250 22 232 22 200 Z" />
      <path className="fine" d="M44 184 C38 174 50 168 44 158 M70 184 C64 174 76 168 70 158" />
      <path className="fine" d="M16 272 H300" />
    </Art>
  );
}

/** News arrive on the phone. */
export function PhoneRings() {
  return (
    <Art>
      <rect className="paper" x="128" y="24" width="144" height="252" rx="24" />
      <path className="fine" d="M180 48 H220" />
      <path className="warm" d="M156 192 C170 178 168 162 172 144 A28 28 0 0 1 228 144 C232 162 230 178 244 192 Z" />
      <path d="M188 212 H212" />
      <path className="go bold" d="M92 112 C74 142 74 172 92 202 M308 112 C326 142 326 172 308 202" />
    </Art>
  );
}
