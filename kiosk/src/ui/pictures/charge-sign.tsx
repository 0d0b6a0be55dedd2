import type { ReactNode } from 'react';
import type { BillView } from '../../screens.ts';
import { signOf, type ChargeKind } from './charge-kinds.ts';
import { Sign } from './signs.tsx';

const SIGNS: Readonly<Record<ChargeKind, ReactNode>> = {
  home: (
    <path d="M4 21 V4 H14 V21 M14 10 H20 V21 M2 21 H22 M7.500 8.500 H10.500 M7.500 12.500 H10.500 M7.500 16.500 H10.500" />
  ),
  water: (
    <path d="M12 2.500 C16 8 18.500 11 18.500 14.500 A6.500 6.500 0 0 1 5.500 14.500 C5.500 11 8 8 12 2.500 Z M9 15 A3 3 0 0 0 12 18" />
  ),
  power: <path d="M14 2 L5 13.500 H11.500 L10 22 L19 10.500 H12.500 Z" />,
  gas: (
    <path d="M12 2 C13 6 18.500 9 18.500 15 A6.500 6.500 0 0 1 5.500 15 C5.500 12 7 10 8 8 C8.500 10 9.500 11 10.500 11 C12 9 12.500 5 12 2 Z M12 21 A3 3 0 0 1 9.500 17 C9.500 15.500 12 14 12 14 C12 14 14.500 15.500 14.500 17 A3 3 0 0 1 12 21" />
  ),
  heating: (
    <path d="M3.500 9.500 H20.500 V18.500 H3.500 Z M9.200 9.500 V18.500 M14.800 9.500 V18.500 M6 18.500 V21.500 M18 18.500 V21.500 M8 6.500 C7 5 9 4 8 2.500 M12 6.500 C11 5 13 4 12 2.500 M16 6.500 C15 5 17 4 16 2.500" />
  ),
  meter: <path d="M3 17 A9.500 9.500 0 1 1 21 17 Z M12 14 L16 8 M6 13 H7 M17.500 13 H18.500 M12 7 V6" />,
  parking: (
    <path d="M3 17 V12 L5.500 6 H18.500 L21 12 V17 Z M3 12 H21 M6 17 V20 M18 17 V20 M6.500 14.500 H8 M16 14.500 H17.500" />
  ),
  rubbish: (
    <path d="M4 6.500 H20 M9 6.500 V3.500 H15 V6.500 M6 6.500 L7 21 H17 L18 6.500 M10 10.500 V17 M14 10.500 V17" />
  ),
  deposit: (
    <path d="M4.500 8.500 A9 9 0 1 1 3.200 14 M4 3 V8.500 H9.500 M9 8.500 L12 12 L15 8.500 M12 12 V17.500 M9.500 14 H14.500" />
  ),
  outing: <path d="M5 22 V3 M5 4 C9 2 12 7 19 4.500 V13.500 C12 16 9 11 5 13" />,
  work: (
    <path d="M3 21 L12.500 11.500 M12 7 A5 5 0 0 1 18.500 3.300 L15.500 6.300 L17.700 8.500 L20.700 5.500 A5 5 0 0 1 17 12 C14 13.500 11 10 12 7 Z" />
  ),
};

/** What is paid for, as one knows it from the street. */
export function ChargeSign({ family, name }: Pick<BillView, 'family'> & { readonly name: string }) {
  return <Sign>{SIGNS[signOf(family, name)]}</Sign>;
}

export function OfferSign({ kind }: { readonly kind: 'parking' | 'deposit' | 'activity' }) {
  return <Sign>{SIGNS[kind === 'activity' ? 'outing' : kind]}</Sign>;
}
