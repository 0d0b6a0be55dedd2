import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@louting/common/clock';
import type { BillEvent } from '../roles.ts';
import { LineLost } from './exchange-line.ts';
import { NoteFollower } from './note-follower.ts';
import type { NoteState } from './note-path.ts';

/** States that every such protocol has, by its own numbers. */
export interface StateCodes {
  readonly initialising: number;
  /** The first and the last that tell of a power-up. */
  readonly powerUp: number;
  readonly powerUpNoteInStacker: number;
  readonly cheated: number;
}

export interface ToldStateOptions {
  readonly codes: StateCodes;
  readonly tell: (event: BillEvent) => void;
  readonly clock: Clock;
  /** How often a note in escrow is held. */
  readonly holdMs: number;
  readonly pollMs: number;
}

/** Polls a device may need from RESET until it waits for notes. */
const RESET_POLLS = 100;

/** The one state that a device tells at each poll (ID-003, CCNET), and what follows of it. */
export class ToldState {
  readonly note: NoteFollower;
  readonly #options: ToldStateOptions;
  #code: number;
  #heldAt = 0;

  constructor(options: ToldStateOptions) {
    this.#options = options;
    this.#code = options.codes.initialising;
    this.note = new NoteFollower(options.tell);
  }

  get code(): number {
    return this.#code;
  }

  get hasRestarted(): boolean {
    return this.isPowerUp(this.#code) || this.#code === this.#options.codes.initialising;
  }

  isPowerUp = (code: number): boolean => {
    const { powerUp, powerUpNoteInStacker } = this.#options.codes;
    return code >= powerUp && code <= powerUpNoteInStacker;
  };

  hear(code: number, note: NoteState): void {
    const { codes, tell, clock } = this.#options;
    if (code === codes.cheated && this.#code !== codes.cheated) tell({ event: 'fraud' });
    this.#code = code;
    const wasInEscrow = this.note.inEscrow;
    this.note.see(note);
    if (this.note.inEscrow && !wasInEscrow) this.#heldAt = clock.now();
  }

  /** The note in escrow is to be held again, now. */
  holds(): boolean {
    const { clock, holdMs } = this.#options;
    if (!this.note.inEscrow || clock.now() - this.#heldAt < holdMs) return false;
    this.#heldAt = clock.now();
    return true;
  }

  /** @param poll has the device tell its state */
  async waitWhile(isIn: (code: number) => boolean, poll: () => Promise<void>): Promise<void> {
    for (let polls = 0; polls < RESET_POLLS; polls += 1) {
      await poll();
      if (!isIn(this.#code)) return;
      await delay(this.#options.pollMs);
    }
    throw new LineLost('acceptor does not become ready');
  }
}
