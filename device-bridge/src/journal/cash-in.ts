/**
 * The life of one note, folded from the journal's records. One note is one XFS cash-in transaction; its id is made by
 * the caller.
 */
export const RECORDS = [
  /** CashInStart; carries the device's counter before anything moved. */
  'STARTED',
  'ESCROW',
  /** The accepting command is about to go out. */
  'STACK_SENT',
  /** The one moment of credit. */
  'STACKED',
  'RETURNED',
  /** Closed without a note. */
  'ENDED',
  /** Nobody can tell: staff will count. */
  'SUSPENSE',
  'REFUSED',
  /** A note went to the box and belongs to no transaction: it has an id of its own. */
  'ORPHAN',
  /** Staff took the notes out of the box. */
  'EMPTIED',
  /** A coin fell into the box: it has an id of its own until a transaction takes it. */
  'COIN',
  /** The transaction took a coin: its one moment of credit. */
  'COIN_STACKED',
  /** Said under the coin's own id: it belongs to a transaction, or to nobody. */
  'COIN_GIVEN',
] as const;
export type RecordName = (typeof RECORDS)[number];

export interface CashRecord {
  readonly record: RecordName;
  readonly transactionId: string | undefined;
  readonly denominationFen: number | undefined;
  /** The device's own count of stacked notes, where it has one. */
  readonly stackedCounter: number | undefined;
  /** Settled after a restart or a power cut, not from the running conversation. */
  readonly recovered: boolean;
}

export type OpenPhase = 'open' | 'escrow' | 'stack-sent';
export type Phase = OpenPhase | 'stacked' | 'returned' | 'ended' | 'suspense';

export interface CashIn {
  readonly transactionId: string;
  readonly phase: Phase;
  readonly denominationFen: number | undefined;
  readonly counterBefore: number | undefined;
  readonly refused: number;
  readonly recovered: boolean;
  /** What was taken is a coin, which never was in escrow. */
  readonly coin?: boolean;
}

/** @returns undefined when the records hold no STARTED. */
export function foldCashIn(records: readonly CashRecord[]): CashIn | undefined {
  return records.reduce<CashIn | undefined>(step, undefined);
}

function step(cashIn: CashIn | undefined, record: CashRecord): CashIn | undefined {
  if (record.record === 'STARTED') {
    return {
      transactionId: record.transactionId ?? '',
      phase: 'open',
      denominationFen: undefined,
      counterBefore: record.stackedCounter,
      refused: 0,
      recovered: false,
    };
  }
  if (!cashIn) return undefined;
  const denominationFen = record.denominationFen ?? cashIn.denominationFen;
  const recovered = cashIn.recovered || record.recovered;
  const to = (phase: Phase): CashIn => ({ ...cashIn, phase, denominationFen, recovered });
  switch (record.record) {
    case 'ESCROW':
      return to('escrow');
    case 'STACK_SENT':
      return to('stack-sent');
    case 'STACKED':
      return to('stacked');
    case 'COIN_STACKED':
      return { ...to('stacked'), coin: true };
    case 'RETURNED':
      return to('returned');
    case 'ENDED':
      return to('ended');
    case 'SUSPENSE':
      return to('suspense');
    case 'REFUSED':
      return { ...cashIn, refused: cashIn.refused + 1 };
    default:
      return cashIn;
  }
}

export function isOpen(cashIn: CashIn | undefined): cashIn is CashIn & { readonly phase: OpenPhase } {
  return cashIn !== undefined && ['open', 'escrow', 'stack-sent'].includes(cashIn.phase);
}
