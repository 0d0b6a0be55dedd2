import { ArrowDown, Art } from './art.tsx';

/** Money goes into the owner's account book. */
export function MoneyIntoBook() {
  return (
    <Art>
      <path className="warm" d="M128 24 H272 V98 H128 Z" />
      <circle className="fine" cx="200" cy="61" r="22" />
      <path className="fine" d="M191 48 L200 60 L209 48 M200 60 V75 M191 62 H209 M191 69 H209" />
      <ArrowDown x={200} y={166} length={50} />
      <path className="tint" d="M200 190 C160 168 110 168 64 182 V272 C110 258 160 258 200 280 Z" />
      <path className="paper" d="M200 190 C240 168 290 168 336 182 V272 C290 258 240 258 200 280 Z" />
      <path className="fine" d="M226 212 C252 202 282 200 310 206 M226 238 C252 228 282 226 310 232" />
    </Art>
  );
}

/** The account book pays a new bill by itself. */
export function BookPaysBill() {
  return (
    <Art>
      <path
        className="tint"
        d="M40 92 H54 A10 10 0 0 1 64 102 V244 A10 10 0 0 1 54 254 H40 A14 14 0 0 1 26 240 V106 A14 14 0 0 1 40 92 Z"
      />
      <path className="paper" d="M64 92 H152 A12 12 0 0 1 164 104 V242 A12 12 0 0 1 152 254 H64 Z" />
      <path className="fine" d="M88 130 H140 M88 158 H140 M88 186 H120" />
      <path className="go bold" d="M182 172 H246 M224 150 L248 172 L224 194" />
      <path className="paper" d="M268 60 H366 V262 L350 248 L334 262 L317 248 L300 262 L284 248 L268 262 Z" />
      <path className="fine" d="M290 100 H344 M290 128 H344" />
      <circle cx="318" cy="184" r="32" fill="var(--done)" stroke="none" />
      <path d="M302 185 L314 198 L335 172" stroke="var(--on-go)" strokeWidth="8" />
    </Art>
  );
}

/** One bill, paid two times over. */
export function PaidTwice() {
  return (
    <Art>
      <path className="paper" d="M150 40 H250 V256 L233 242 L217 256 L200 242 L183 256 L167 242 L150 256 Z" />
      <path className="fine" d="M172 82 H228 M172 112 H228 M172 142 H206" />
      <path className="warm" d="M22 128 H120 V180 H22 Z" />
      <circle className="fine" cx="71" cy="154" r="15" />
      <path className="warm" d="M280 128 H378 V180 H280 Z" />
      <circle className="fine" cx="329" cy="154" r="15" />
      <path className="go bold" d="M71 206 V226 H130 M112 208 L132 226 L112 244" />
      <path className="go bold" d="M329 206 V226 H270 M288 208 L268 226 L288 244" />
    </Art>
  );
}

/** Two payments that look the same: look twice. */
export function SameAgain() {
  return (
    <Art>
      <path className="paper" d="M60 56 H196 V268 L174 252 L151 268 L128 252 L106 268 L83 252 L60 268 Z" />
      <path className="fine" d="M90 100 H166 M90 132 H166 M90 164 H134" />
      <path className="warm" d="M176 34 H312 V246 L290 230 L267 246 L244 230 L222 246 L199 230 L176 246 Z" />
      <path className="fine" d="M206 78 H282 M206 110 H282 M206 142 H250" />
      <circle className="paper" cx="316" cy="206" r="56" />
      <path className="bold" d="M298 190 A19 19 0 1 1 316 212 V220" />
      <circle className="ink-solid" cx="316" cy="238" r="7" />
    </Art>
  );
}

/** A note lies safe in the machine while the line to the books is broken. */
export function CashWaitsForLine() {
  return (
    <Art>
      <path
        className="paper"
        d="M24 84 H176 A12 12 0 0 1 188 96 V252 A12 12 0 0 1 176 264 H24 A12 12 0 0 1 12 252 V96 A12 12 0 0 1 24 84 Z"
      />
      <path className="warm" d="M44 150 H156 V216 H44 Z" />
      <circle className="fine" cx="100" cy="183" r="20" />
      <path className="go bold" d="M50 116 H150" />
      <path className="fine" d="M204 180 H228 M240 180 H252" />
      <path className="bold" d="M262 156 L284 204 M284 156 L262 204" />
      <path className="fine" d="M296 180 H308" />
      <path className="tint" d="M322 92 H388 V268 H322 Z" />
      <path className="fine" d="M338 128 H372 M338 160 H372 M338 192 H372" />
    </Art>
  );
}
