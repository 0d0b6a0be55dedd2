import type { BillEvent } from '../roles.ts';
import { followState, isInside, NO_NOTE, type NoteState, type StatePath } from './note-path.ts';

/** Keeps the note's path for a dialect and tells what happens on it. */
export class NoteFollower {
  readonly #tell: (event: BillEvent) => void;
  #path: StatePath = NO_NOTE;

  constructor(tell: (event: BillEvent) => void) {
    this.#tell = tell;
  }

  get inside(): boolean {
    return isInside(this.#path);
  }

  get inEscrow(): boolean {
    return this.#path.phase === 'escrow';
  }

  forget(): void {
    this.#path = NO_NOTE;
  }

  see(state: NoteState): void {
    const [path, events] = followState(this.#path, state);
    this.#path = path;
    for (const event of events) this.#tell(event);
  }

  /** The device was told to take the note, and agreed. */
  goesToBox(): void {
    this.#path = { ...this.#path, phase: 'stacking', wasInEscrow: true, missed: 0 };
  }

  goesBack(): void {
    this.#path = { ...this.#path, phase: 'leaving', wasInEscrow: true, reason: undefined };
  }
}
