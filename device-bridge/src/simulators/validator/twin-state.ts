import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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

export class TwinMemoryFile {
  readonly #file: string;
  readonly memory: TwinMemory;
  /** False on a first start: a twin that never ran has no power-up to report notes for. */
  readonly existed: boolean;

  /** @param protocol names the file: another unit has another memory. */
  constructor(stateDir: string, protocol: string) {
    mkdirSync(stateDir, { recursive: true });
    this.#file = join(stateDir, `${protocol}-validator.json`);
    this.existed = existsSync(this.#file);
    this.memory = this.existed
      ? (JSON.parse(readFileSync(this.#file, 'utf8')) as TwinMemory)
      : { note: undefined, cashBox: {}, returned: [], stackedCounter: 0, rejectedCounter: 0 };
  }

  save(): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.memory));
    renameSync(`${this.#file}.new`, this.#file);
  }
}
