import type { ReactNode } from 'react';
import './pictures.css';

/** Small signs that stand beside words, one and a third letters high. */
export function Sign({ children }: { readonly children: ReactNode }) {
  return (
    <svg className="sign" viewBox="0 0 24 24" aria-hidden="true">
      {children}
    </svg>
  );
}

export function Chevron({ to }: { readonly to: 'left' | 'right' | 'up' | 'down' }) {
  const paths = {
    left: 'M15 4 L7 12 L15 20',
    right: 'M9 4 L17 12 L9 20',
    up: 'M4 15 L12 7 L20 15',
    down: 'M4 9 L12 17 L20 9',
  };
  return (
    <Sign>
      <path d={paths[to]} />
    </Sign>
  );
}

/** The house mark beside the name of the community. */
export function PavilionSign() {
  return (
    <Sign>
      <path d="M2 10 C7 9 10 6 12 2 C14 6 17 9 22 10 Z M5 10 V20 M19 10 V20 M3 21 H21 M9 20 V16 A3 3 0 0 1 15 16 V20" />
    </Sign>
  );
}

export function ArrowBack() {
  return (
    <Sign>
      <path d="M21 12 H4 M10 5 L3 12 L10 19" />
    </Sign>
  );
}

export function BellSign() {
  return (
    <Sign>
      <path d="M4 18 C6 16 6 13.500 6.500 10.500 A5.600 5.600 0 0 1 17.500 10.500 C18 13.500 18 16 20 18 Z M12 4.500 V2.500 M10 21 h4" />
    </Sign>
  );
}

export function PhoneSign() {
  return (
    <Sign>
      <path d="M6 3 H9.500 L11 8 L8.500 9.800 A12 12 0 0 0 14.200 15.500 L16 13 L21 14.500 V18 A3 3 0 0 1 18 21 C10 20.500 3.500 14 3 6 A3 3 0 0 1 6 3 Z" />
    </Sign>
  );
}

export function CrossSign() {
  return (
    <Sign>
      <path d="M5 5 L19 19 M19 5 L5 19" />
    </Sign>
  );
}

export function GlobeSign() {
  return (
    <Sign>
      <circle cx="12" cy="12" r="9.500" />
      <path d="M2.500 12 H21.500 M12 2.500 C7 8 7 16 12 21.500 C17 16 17 8 12 2.500" />
    </Sign>
  );
}

export function LettersSign() {
  return (
    <Sign>
      <path d="M2 20 L8.500 4 L15 20 M4.500 14.500 H12.500 M19.500 7 V15 M15.500 11 H23.500" />
    </Sign>
  );
}

export function TickSign() {
  return (
    <Sign>
      <path d="M4 13 L9.500 18.500 L20 6" strokeWidth="3.200" />
    </Sign>
  );
}
