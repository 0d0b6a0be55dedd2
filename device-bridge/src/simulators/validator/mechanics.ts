import type { NoteInside, NotePosition, TwinMemoryFile } from './twin-state.ts';

export interface TwinSpeeds {
  /** Mouth to escrow. */
  readonly readMs: number;
  readonly stackMs: number;
  readonly rejectMs: number;
  /** A note in escrow goes back by itself after this long, unless it is held. */
  readonly escrowMs: number;
  /** A motor never takes the same time twice: up to this much more on the way to the box. */
  readonly jitterMs: number;
}

export const LIFELIKE_SPEEDS: TwinSpeeds = {
  readMs: 900,
  stackMs: 1_000,
  rejectMs: 700,
  escrowMs: 10_000,
  jitterMs: 0,
};

export type BackCause = 'invalid' | 'inhibited' | 'host' | 'escrow-timeout';

/** What the electronics of the unit hear of its mechanics. */
export type Happening =
  | { readonly happened: 'escrow'; readonly note: NoteInside }
  | { readonly happened: 'going-back'; readonly note: NoteInside; readonly cause: BackCause }
  | { readonly happened: 'out'; readonly note: NoteInside; readonly cause: BackCause }
  | { readonly happened: 'in-box'; readonly note: NoteInside };

export interface MechanicsHost {
  readonly happened: (happening: Happening) => void;
  readonly changed: () => void;
}

/** The note path: one note at a time moves mouth → reader → escrow → box, or back to the mouth. */
export class ValidatorMechanics {
  jammed = false;
  cashBox: 'in' | 'full' | 'out' = 'in';
  /** Over a power cut the unit forgets which note it held, or that it held one. */
  forgetsValue = false;
  readonly #store: TwinMemoryFile;
  readonly #speeds: TwinSpeeds;
  readonly #host: MechanicsHost;
  #motion: NodeJS.Timeout | undefined;

  constructor(store: TwinMemoryFile, speeds: TwinSpeeds, host: MechanicsHost) {
    this.#store = store;
    this.#speeds = speeds;
    this.#host = host;
  }

  get note(): NoteInside | undefined {
    return this.#store.memory.note;
  }

  pullIn(fen: number, counterfeit: boolean, verdict: (fen: number) => 'good' | 'unknown' | 'inhibited'): void {
    this.#place({ fen, counterfeit, position: 'reading' });
    this.#after(this.#speeds.readMs, () => {
      const note = this.note;
      if (!note) return;
      const judged = note.counterfeit ? 'unknown' : verdict(note.fen);
      if (judged === 'unknown') this.sendBack('invalid');
      else if (judged === 'inhibited') this.sendBack('inhibited');
      else {
        this.#move('escrow');
        this.#host.happened({ happened: 'escrow', note });
        this.hold();
      }
    });
  }

  /** Restarts the escrow time. */
  hold(): boolean {
    if (this.note?.position !== 'escrow') return false;
    this.#after(this.#speeds.escrowMs, () => this.sendBack('escrow-timeout'));
    return true;
  }

  accept(): void {
    this.#move('stacking');
    this.#after(this.#speeds.stackMs + Math.random() * this.#speeds.jitterMs, () => {
      if (this.jammed) return;
      const note = this.#dropIntoBox();
      this.#host.happened({ happened: 'in-box', note });
    });
  }

  /** Someone opened the machine and freed the note: it goes on its way. */
  unjam(): void {
    this.jammed = false;
    if (this.note?.position === 'stacking') this.accept();
  }

  sendBack(cause: BackCause): void {
    const { note } = this;
    if (!note) return;
    this.#move('rejecting');
    this.#host.happened({ happened: 'going-back', note, cause });
    this.#after(this.#speeds.rejectMs, () => {
      this.#giveBack();
      this.#store.memory.rejectedCounter += 1;
      this.#store.save();
      this.#host.happened({ happened: 'out', note, cause });
    });
  }

  powerOff(): void {
    clearTimeout(this.#motion);
  }

  /** What a power cut left inside goes where it was nearest to: past escrow into the box, else back to the front. */
  clearPath(): { readonly note: NoteInside; readonly to: 'box' | 'front' } | undefined {
    clearTimeout(this.#motion);
    const { note } = this;
    if (!note) return undefined;
    if (note.position === 'stacking') {
      this.#dropIntoBox();
      return { note, to: 'box' };
    }
    this.#giveBack();
    return { note, to: 'front' };
  }

  #dropIntoBox(): NoteInside {
    const { memory } = this.#store;
    const { note } = memory;
    if (!note) throw new Error('no note to stack');
    memory.cashBox[note.fen] = (memory.cashBox[note.fen] ?? 0) + 1;
    memory.stackedCounter += 1;
    this.#place(undefined);
    return note;
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
    this.#host.changed();
  }

  #after(delayMs: number, action: () => void): void {
    clearTimeout(this.#motion);
    this.#motion = setTimeout(() => {
      action();
      this.#host.changed();
    }, delayMs);
    this.#motion.unref();
  }
}
