import { MemoryFile } from '../memory-file.ts';

/** Where in the validator the one note is. */
export type NotePosition = 'reading' | 'escrow' | 'stacking' | 'rejecting';

export interface NoteInside {
  readonly fen: number;
  readonly counterfeit: boolean;
  readonly position: NotePosition;
}

/** What survives a power cut: metal, paper and the validator's non-volatile memory. */
export interface TwinMemory {
  note: NoteInside | undefined;
  /** Notes in the cash box, count by denomination in fen. */
  cashBox: Record<string, number>;
  /** Denominations handed back to whoever stands in front, oldest first. */
  returned: number[];
  stackedCounter: number;
  rejectedCounter: number;
  /** Value of a note that is in the box and whose report the host did not acknowledge yet. */
  unacknowledgedFen?: number | undefined;
}

export type TwinMemoryFile = MemoryFile<TwinMemory>;

/** @param protocol names the file: another unit has another memory. */
export function openTwinMemory(stateDir: string, protocol: string): TwinMemoryFile {
  const fresh = { note: undefined, cashBox: {}, returned: [], stackedCounter: 0, rejectedCounter: 0 };
  return new MemoryFile<TwinMemory>(stateDir, `${protocol}-validator`, fresh);
}
