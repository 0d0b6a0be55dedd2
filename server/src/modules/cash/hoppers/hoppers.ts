import { ACCOUNTS, type LedgerLine } from '../../ledger/ledger.ts';

/** Rules of the coins that change is paid from: filled by staff, paid out by the kiosk, counted and taken out. */

/** `count`: all hoppers of a kiosk were counted and the coins put back. `empty`: all of them went to the office. */
export type MovementKind = 'fill' | 'empty' | 'count';
/** Where the coins of a fill came from: the cash of the office, fetched at the bank, or petty cash 备用金 advanced before. */
export type CoinSource = 'office' | 'bank' | 'float';

export interface CountedMovement {
  readonly kind: MovementKind;
  readonly source: CoinSource | null;
  readonly kioskId: string;
  /** In the hoppers by the books just before, in fen; below zero where a fill was never booked. */
  readonly bookedFen: number;
  readonly countedFen: number;
}

/** Counted less booked; a fill is booked as it is counted, so it differs by nothing. */
export function differenceOf({ kind, bookedFen, countedFen }: CountedMovement): number {
  return kind === 'fill' ? 0 : countedFen - bookedFen;
}

/** What a movement adds to the hoppers by the books. */
export function effectOf(movement: CountedMovement): number {
  if (movement.kind === 'fill') return movement.countedFen;
  return movement.kind === 'empty' ? -movement.bookedFen : differenceOf(movement);
}

const SOURCES = {
  office: ACCOUNTS.cashAtOffice,
  bank: ACCOUNTS.bank,
  float: ACCOUNTS.otherReceivables,
} as const satisfies Record<CoinSource, string>;

/** The entry of a movement; nothing where nothing moves. Short and over go to 1901 until somebody explains them. */
export function linesOfMovement(movement: CountedMovement): LedgerLine[] {
  const { kind, source, kioskId, countedFen } = movement;
  const inHoppers = signedLine(ACCOUNTS.changeInKiosk, effectOf(movement), kioskId);
  if (kind === 'fill') return [inHoppers, signedLine(SOURCES[source ?? 'office'], -countedFen)].filter(moves);
  const suspense = signedLine(ACCOUNTS.suspense, -differenceOf(movement), kioskId);
  const atOffice = signedLine(ACCOUNTS.cashAtOffice, kind === 'empty' ? countedFen : 0);
  return [atOffice, inHoppers, suspense].filter(moves);
}

function signedLine(account: string, amountFen: number, kioskId?: string): LedgerLine {
  const sides = { debitFen: Math.max(0, amountFen), creditFen: Math.max(0, -amountFen) };
  return { account, ...(kioskId !== undefined && { kioskId }), ...sides };
}

function moves(line: LedgerLine): boolean {
  return line.debitFen !== line.creditFen;
}
