import type { Method } from '../../screens.ts';

const PICTURES: Readonly<Record<Method, React.ReactNode>> = {
  'wechat-qr': (
    <>
      <path
        d="M40 18 C20 18 6 30 6 46 C6 55 11 63 19 68 L15 80 L29 73 C33 74 36 74 40 74 C60 74 74 62 74 46 C74 30 60 18 40 18 Z"
        fill="var(--wechat-tint)"
        stroke="var(--wechat)"
      />
      <path
        d="M68 48 C52 48 40 58 40 71 C40 84 52 94 68 94 C71 94 74 94 77 93 L88 99 L85 89 C91 85 95 78 95 71 C95 58 84 48 68 48 Z"
        fill="var(--paper)"
        stroke="var(--wechat)"
      />
      <path d="M29 40 v2 M51 40 v2 M60 66 v2 M76 66 v2" stroke="var(--wechat)" strokeWidth="8" />
    </>
  ),
  'alipay-qr': (
    <>
      <rect x="8" y="8" width="84" height="84" rx="18" fill="var(--alipay-tint)" stroke="var(--alipay)" />
      <path
        d="M26 34 H74 M50 22 V46 M30 46 H70 M66 46 C60 64 46 76 28 76 C20 76 20 62 32 62 C46 62 60 70 76 78"
        stroke="var(--alipay)"
        strokeWidth="7"
      />
    </>
  ),
  'payer-code': (
    <>
      <rect x="24" y="6" width="52" height="88" rx="10" fill="var(--paper)" />
      <path d="M44 15 H56" />
      <path d="M36 30 V52 M43 30 V52 M50 30 V52 M57 30 V52 M64 30 V52 M36 64 h8 v8 h-8 z M56 64 h8 v8 h-8 z M36 80 H64" />
    </>
  ),
  'bank-card': (
    <>
      <rect x="6" y="22" width="88" height="58" rx="9" fill="var(--paper)" />
      <path d="M6 38 H94" strokeWidth="9" />
      <rect x="18" y="52" width="18" height="14" rx="3" />
      <path d="M64 66 H82" />
    </>
  ),
  cash: (
    <>
      <rect x="4" y="24" width="80" height="46" rx="6" fill="var(--cash-tint)" stroke="var(--cash)" />
      <path d="M16 70 v8 h80 v-46 h-12" stroke="var(--cash)" fill="none" />
      <circle cx="44" cy="47" r="14" stroke="var(--cash)" fill="var(--paper)" />
      <path d="M38 40 L44 47 L50 40 M44 47 V55 M39 48 H49" stroke="var(--cash)" strokeWidth="3.5" />
    </>
  ),
};

/** Each way to pay, drawn with our own pen. */
export function MethodPicture({ method }: { readonly method: Method }) {
  return (
    <svg
      className="method-picture"
      viewBox="0 0 100 100"
      fill="none"
      stroke="var(--ink)"
      strokeWidth="4.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {PICTURES[method]}
    </svg>
  );
}
