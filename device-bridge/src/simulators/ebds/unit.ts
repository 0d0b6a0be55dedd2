import type { Happening } from '../validator/mechanics.ts';
import { createFrameReader } from '../validator/frame-reader.ts';
import type { ProtocolUnit, UnitParts } from '../validator/unit.ts';
import { noteDescription } from './note-description.ts';

/** An MEI/CPI acceptor on an EBDS line: every message of the host is answered with the whole status. */
const STX = 0x02;
const ETX = 0x03;
const SERIAL_NUMBER = '50810412345';
const MODEL = 0x54;
const REVISION = 0x21;
/** Answers with the power-up bit set after the power came. */
const POWER_UP_ANSWERS = 2;

type Outcome = { readonly what: 'stacked' | 'returned' | 'rejected'; readonly fen: number };

export class EbdsUnit implements ProtocolUnit {
  readonly #parts: UnitParts;
  #enabled = false;
  #extended = false;
  /** By place in the table; the unit starts with all let in. */
  #letIn: readonly boolean[] | undefined;
  #lastBit: number | undefined;
  #lastAnswer: Uint8Array | undefined;
  /** Told until the host toggles its bit. */
  #outcome: Outcome | undefined;
  #toldOutcome = false;
  #cheated = false;
  #powerUpAnswers = 0;
  /** The host's first message says by its policy what becomes of a note that a power cut left inside. */
  #awaitsPolicy = false;

  constructor(parts: UnitParts) {
    this.#parts = parts;
  }

  createReader(): { push(bytes: Uint8Array): readonly Uint8Array[] } {
    return createFrameReader({
      start: STX,
      lengthAt: 1,
      check: (frame) =>
        frame.at(-2) === ETX && frame.slice(1, -2).reduce((sum, byte) => sum ^ byte, 0) === frame.at(-1),
    });
  }

  get accepting(): boolean {
    return this.#enabled && this.#powerUpAnswers === 0 && !this.#outcome && !this.#awaitsPolicy;
  }

  letsIn(fen: number): boolean {
    return this.#letIn?.[this.#parts.denominations.indexOf(fen)] ?? true;
  }

  powerUp(): void {
    const { store, mechanics } = this.#parts;
    this.#enabled = false;
    this.#letIn = undefined;
    this.#lastBit = undefined;
    this.#lastAnswer = undefined;
    this.#toldOutcome = false;
    this.#outcome = undefined;
    this.#powerUpAnswers = POWER_UP_ANSWERS;
    this.#awaitsPolicy = true;
    const untold = store.memory.unacknowledgedFen;
    if (untold !== undefined && !mechanics.forgetsValue) this.#outcome = { what: 'stacked', fen: untold };
  }

  happened(happening: Happening): void {
    const { fen } = happening.note;
    if (happening.happened === 'escrow') this.#parts.mechanics.hold();
    if (happening.happened === 'out') {
      this.#outcome = { what: happening.cause === 'host' ? 'returned' : 'rejected', fen };
      this.#toldOutcome = false;
    }
    if (happening.happened === 'in-box') this.#stacked(fen);
  }

  cheat(): void {
    this.#cheated = true;
  }

  cashBoxReplaced(): void {
    // Nothing but the status says so.
  }

  answer(frame: Uint8Array): Uint8Array | undefined {
    const control = frame[2] ?? 0;
    const bit = control & 1;
    const type = control >> 4;
    const data = Array.from(frame.slice(3, -2));
    // The same bit again: the last answer did not arrive, and is all that is sent.
    if (bit === this.#lastBit && this.#lastAnswer) return this.#lastAnswer;
    this.#arrived();
    this.#lastBit = bit;
    this.#lastAnswer = this.#obey(type, data, bit);
    return this.#lastAnswer;
  }

  #obey(type: number, data: readonly number[], bit: number): Uint8Array | undefined {
    if (type === 1) {
      this.#order(data);
      return this.#status(bit);
    }
    if (type === 6) return this.#auxiliary(data, bit);
    if (type !== 7) return undefined;
    const [subtype, enables = 0, mode = 0, configuration = 0, ...rest] = data;
    this.#order([enables, mode, configuration]);
    if (subtype === 0x03) {
      this.#letIn = rest.flatMap((byte) => Array.from({ length: 7 }, (_, note) => ((byte >> note) & 1) === 1));
      return this.#status(bit);
    }
    if (subtype !== 0x02) return this.#status(bit);
    const index = rest[0] ?? 0;
    const fen = this.#parts.denominations[index - 1];
    const description = noteDescription(index, fen, this.#parts.currency);
    return framed(0x70 | bit, [0x02, ...this.#statusBytes(), ...description]);
  }

  #order([enables = 0, mode = 0, configuration = 0]: readonly number[]): void {
    const { mechanics } = this.#parts;
    this.#extended = (configuration & 0x10) !== 0;
    if (this.#awaitsPolicy) this.#applyPolicy((configuration >> 2) & 3);
    this.#enabled = (enables & 0x7f) !== 0;
    if (mechanics.note?.position !== 'escrow') return;
    if (mode & 0x20) mechanics.accept();
    else if (mode & 0x40) mechanics.sendBack('host');
    else mechanics.hold();
  }

  /** A (0): stacked without a report. B (1): held in escrow, or stacked and reported. C (2): held, or as with A. */
  #applyPolicy(policy: number): void {
    const { mechanics } = this.#parts;
    this.#awaitsPolicy = false;
    const { note, forgetsValue } = mechanics;
    if (!note || (note.position === 'escrow' && policy !== 0)) return;
    const cleared = mechanics.clearPath();
    if (cleared?.to === 'box' && policy === 1 && !forgetsValue) this.#stacked(cleared.note.fen);
  }

  #auxiliary(data: readonly number[], bit: number): Uint8Array | undefined {
    if (data.join() === '127,127,127') {
      this.#parts.mechanics.powerOff();
      this.powerUp();
      return undefined;
    }
    if (data[2] === 0x05) return framed(0x60 | bit, [...Buffer.from(SERIAL_NUMBER.padEnd(20), 'latin1')]);
    return this.#status(bit);
  }

  #status(bit: number): Uint8Array {
    const { note } = this.#parts.mechanics;
    const fen =
      this.#outcome?.what === 'stacked' ? this.#outcome.fen : note?.position === 'escrow' ? note.fen : undefined;
    const bytes = this.#statusBytes();
    if (!this.#extended || fen === undefined) return framed(0x20 | bit, bytes);
    return framed(0x70 | bit, [0x02, ...bytes, ...noteDescription(0, fen, this.#parts.currency)]);
  }

  #statusBytes(): readonly number[] {
    const { mechanics } = this.#parts;
    const state = this.#stateBits();
    let condition = mechanics.cashBox === 'out' ? 0 : 0x10;
    if (this.#cheated) condition |= 0x01;
    if (this.#outcome?.what === 'rejected') condition |= 0x02;
    if (mechanics.jammed) condition |= 0x04;
    if (mechanics.cashBox === 'full') condition |= 0x08;
    const exception = this.#powerUpAnswers > 0 ? 0x01 : 0;
    if (this.#powerUpAnswers > 0) this.#powerUpAnswers -= 1;
    this.#cheated = false;
    this.#toldOutcome = this.#outcome !== undefined;
    return [state, condition, exception, 0, MODEL, REVISION];
  }

  #stateBits(): number {
    const { note } = this.#parts.mechanics;
    const idle = this.#enabled && !note ? 0x01 : 0;
    if (this.#outcome?.what === 'stacked') return 0x10 | idle;
    if (this.#outcome?.what === 'returned') return 0x40 | idle;
    switch (note?.position) {
      case 'reading':
        return 0x02;
      case 'escrow':
        return 0x04;
      case 'stacking':
        return 0x08;
      case 'rejecting':
        return 0x20;
      default:
        return idle;
    }
  }

  #stacked(fen: number): void {
    this.#outcome = { what: 'stacked', fen };
    this.#toldOutcome = false;
    this.#remember(fen);
  }

  /** The host toggled its bit: what the last answer told is known to it. */
  #arrived(): void {
    if (!this.#toldOutcome) return;
    this.#toldOutcome = false;
    if (this.#outcome?.what === 'stacked') this.#remember(undefined);
    this.#outcome = undefined;
  }

  #remember(fen: number | undefined): void {
    const { store } = this.#parts;
    store.memory.unacknowledgedFen = fen;
    store.save();
  }
}

function framed(control: number, data: readonly number[]): Uint8Array {
  const length = data.length + 5;
  const check = data.reduce((sum, byte) => sum ^ byte, length ^ control);
  return Uint8Array.from([STX, length, control, ...data, ETX, check]);
}
