import type { NoteInside, NotePosition, TwinMemoryFile } from './twin-state.ts';

export interface TwinSpeeds {
  /** Mouth to escrow. */
  readonly readMs: number;
  readonly stackMs: number;
  readonly rejectMs: number;
  /** A note in escrow goes back by itself after this long without HOLD. */
  readonly escrowMs: number;
}

export const LIFELIKE_SPEEDS: TwinSpeeds = { readMs: 900, stackMs: 1_000, rejectMs: 700, escrowMs: 10_000 };

/** LAST REJECT CODE (0x17) values, GA138. */
export const REJECT_CODES = {
  accepted: 0x00,
  inhibited: 0x06,
  host: 0x08,
  invalid: 0x09,
  escrowTimeout: 0x13,
} as const;

/** One-shot poll events, GA138. */
export const EVENT = {
  reset: 0xf1,
  read: 0xef,
  credit: 0xee,
  rejecting: 0xed,
  rejected: 0xec,
  stacking: 0xcc,
  stacked: 0xeb,
  unsafeJam: 0xe9,
  disabled: 0xe8,
  stackerFull: 0xe7,
  fraud: 0xe6,
  cashBoxReplaced: 0xe4,
  cashBoxRemoved: 0xe3,
  clearedToCashBox: 0xe2,
  clearedFromFront: 0xe1,
} as const;

/** The note path: one note at a time moves mouth → reader → escrow → box, or back to the mouth. */
export class ValidatorMechanics {
  readonly events: number[][] = [];
  jammed = false;
  cashBox: 'in' | 'full' | 'out' = 'in';
  /** On power-up the unit reports that a note moved, and not which. */
  forgetsValue = false;
  lastReject: number = REJECT_CODES.accepted;
  readonly #store: TwinMemoryFile;
  readonly #channels: readonly number[];
  readonly #speeds: TwinSpeeds;
  readonly #changed: () => void;
  #motion: NodeJS.Timeout | undefined;

  constructor(store: TwinMemoryFile, channels: readonly number[], speeds: TwinSpeeds, changed: () => void) {
    this.#store = store;
    this.#channels = channels;
    this.#speeds = speeds;
    this.#changed = changed;
  }

  get note(): NoteInside | undefined {
    return this.#store.memory.note;
  }

  /** 1-based channel of the note inside, 0 when its value is not known. */
  channelOf(note: NoteInside): number {
    return this.#channels.indexOf(note.fen) + 1;
  }

  pullIn(fen: number, counterfeit: boolean, channelEnabled: (channel: number) => boolean): void {
    this.#place({ fen, counterfeit, position: 'reading' });
    this.#after(this.#speeds.readMs, () => {
      const note = this.note;
      if (!note) return;
      const channel = this.channelOf(note);
      if (counterfeit || channel === 0) this.reject(REJECT_CODES.invalid);
      else if (!channelEnabled(channel)) this.reject(REJECT_CODES.inhibited);
      else {
        this.#move('escrow');
        this.events.push([EVENT.read, channel]);
        this.hold();
      }
    });
  }

  /** Restarts the escrow time. */
  hold(): boolean {
    if (this.note?.position !== 'escrow') return false;
    this.#after(this.#speeds.escrowMs, () => this.reject(REJECT_CODES.escrowTimeout));
    return true;
  }

  accept(): void {
    this.#move('stacking');
    this.#after(this.#speeds.stackMs, () => {
      if (this.jammed) return;
      const channel = this.#dropIntoBox();
      this.events.push([EVENT.credit, channel], [EVENT.stacked]);
    });
  }

  /** Someone opened the machine and freed the note: it goes on its way. */
  unjam(): void {
    this.jammed = false;
    if (this.note?.position === 'stacking') this.accept();
  }

  reject(code: number): void {
    this.lastReject = code;
    this.#move('rejecting');
    this.events.push([EVENT.rejecting]);
    this.#after(this.#speeds.rejectMs, () => {
      this.#giveBack();
      this.#store.memory.rejectedCounter += 1;
      this.#store.save();
      this.events.push([EVENT.rejected]);
    });
  }

  powerOff(): void {
    clearTimeout(this.#motion);
    this.events.length = 0;
  }

  /** Clears the path: past escrow a note is carried into the box, before it back to the front. */
  powerUp(): void {
    this.events.length = 0;
    this.events.push([EVENT.reset]);
    const note = this.note;
    if (!note) return;
    if (note.position === 'stacking') {
      const channel = this.#dropIntoBox();
      this.events.push([EVENT.clearedToCashBox, this.forgetsValue ? 0 : channel]);
      return;
    }
    const channel = note.position === 'reading' || this.forgetsValue ? 0 : this.channelOf(note);
    this.#giveBack();
    this.events.push([EVENT.clearedFromFront, channel]);
  }

  #dropIntoBox(): number {
    const { memory } = this.#store;
    const note = memory.note;
    if (!note) throw new Error('no note to stack');
    memory.cashBox[note.fen] = (memory.cashBox[note.fen] ?? 0) + 1;
    memory.stackedCounter += 1;
    this.lastReject = REJECT_CODES.accepted;
    this.#place(undefined);
    return this.channelOf(note);
  }

  #giveBack(): void {
    const { memory } = this.#store;
    if (memory.note) memory.returned.push(memory.note.fen);
    this.#place(undefined);
  }

  #move(position: NotePosition): void {
    if (this.note) this.#place({ ...this.note, position });
  }

  #place(note: NoteInside | undefined): void {
    this.#store.memory.note = note;
    this.#store.save();
    this.#changed();
  }

  #after(delayMs: number, action: () => void): void {
    clearTimeout(this.#motion);
    this.#motion = setTimeout(() => {
      action();
      this.#changed();
    }, delayMs);
    this.#motion.unref();
  }
}
