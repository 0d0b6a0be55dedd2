import type { BackCause, Happening } from '../validator/mechanics.ts';
import { addKermit, createFrameReader, endsWithKermit } from '../validator/frame-reader.ts';
import type { ProtocolUnit, UnitParts } from '../validator/unit.ts';

/** A JCM bill acceptor on an ID-003 line, after ID003-05: it is asked for its status and says what it is doing. */
const SYNC = 0xfc;
const ACK = 0x50;
const INVALID_COMMAND = 0x4b;
const CHINA = 0x2d;
const VERSION = 'U(CHN)-03 ID003-03V100-01 12DEC25';

const REJECT_REASON: Readonly<Record<BackCause, number>> = {
  invalid: 0x77,
  inhibited: 0x79,
  'escrow-timeout': 0x79,
  host: 0x79,
};

export class Id003Unit implements ProtocolUnit {
  readonly #parts: UnitParts;
  readonly #settings = new Map<number, readonly number[]>();
  /** What power-up found inside, until RESET. */
  #poweredUp: 'no' | 'empty' | 'note-in-acceptor' | 'note-in-stacker' = 'no';
  /** From RESET until the host has set the inhibit. */
  #initialising = false;
  #inhibited = true;
  #held = false;
  /** VEND VALID, until the host's ACK; then STACKED once. */
  #vendValid = false;
  #stackedOnce = false;
  #cheatedOnce = false;
  #goingBack: BackCause = 'host';
  /** Why a note came back: said at least once, however quickly it was gone. */
  #untold: BackCause | undefined;

  constructor(parts: UnitParts) {
    this.#parts = parts;
    if (!parts.store.existed) this.#initialising = true;
  }

  createReader(): { push(bytes: Uint8Array): readonly Uint8Array[] } {
    return createFrameReader({ start: SYNC, lengthAt: 1, check: endsWithKermit });
  }

  get accepting(): boolean {
    return this.#poweredUp === 'no' && !this.#initialising && !this.#inhibited && !this.#vendValid;
  }

  letsIn(fen: number): boolean {
    const [bits = 0] = this.#settings.get(0xc0) ?? [];
    return (bits & (1 << this.#parts.denominations.indexOf(fen))) === 0;
  }

  powerUp(): void {
    const { mechanics, store } = this.#parts;
    const { note, forgetsValue } = mechanics;
    const inStacker = note?.position === 'stacking' || store.memory.unacknowledgedFen !== undefined;
    this.#settings.clear();
    this.#inhibited = true;
    this.#initialising = false;
    this.#vendValid = false;
    this.#stackedOnce = false;
    this.#held = false;
    this.#untold = undefined;
    this.#poweredUp = 'empty';
    if (forgetsValue) return;
    if (inStacker) this.#poweredUp = 'note-in-stacker';
    else if (note) this.#poweredUp = 'note-in-acceptor';
  }

  happened(happening: Happening): void {
    if (happening.happened === 'escrow') this.#held = false;
    if (happening.happened === 'going-back') this.#goingBack = this.#untold = happening.cause;
    if (happening.happened !== 'in-box') return;
    this.#vendValid = true;
    this.#remember(happening.note.fen);
  }

  cheat(): void {
    this.#cheatedOnce = true;
  }

  cashBoxReplaced(): void {
    // Nothing but the status says so.
  }

  answer(frame: Uint8Array): Uint8Array | undefined {
    const [code = 0, ...data] = frame.slice(2, -2);
    if (code === ACK) {
      this.#acknowledged();
      return undefined;
    }
    return reply(...this.#obey(code, data));
  }

  #obey(code: number, data: readonly number[]): readonly number[] {
    const { mechanics, denominations } = this.#parts;
    switch (code) {
      case 0x11:
        return this.#status();
      case 0x40:
        this.#reset();
        return [ACK];
      case 0x41: // STACK-1
      case 0x42: // STACK-2
        if (!this.#hasEscrow) return [INVALID_COMMAND];
        mechanics.accept();
        return [ACK];
      case 0x43: // RETURN
        if (!this.#hasEscrow) return [INVALID_COMMAND];
        mechanics.sendBack('host');
        return [ACK];
      case 0x44: // HOLD
        this.#held = this.#hasEscrow && mechanics.hold();
        return [this.#held ? ACK : INVALID_COMMAND];
      case 0x88:
        return [0x88, ...Buffer.from(VERSION, 'latin1')];
      case 0x8a:
        return [0x8a, ...denominations.flatMap((fen, index) => [0x61 + index, this.#country, ...valueOf(fen / 100)])];
      default:
        return this.#set(code, data);
    }
  }

  get #country(): number {
    return this.#parts.currency === 'CNY' ? CHINA : 0x0c;
  }

  /** A setting is stored and sent back. */
  #set(code: number, data: readonly number[]): readonly number[] {
    if (code >= 0x80 && code <= 0x85) return [code, ...(this.#settings.get(code + 0x40) ?? [])];
    if (code < 0xc0 || code > 0xc5 || this.#poweredUp !== 'no') return [INVALID_COMMAND];
    this.#settings.set(code, data);
    if (code === 0xc3) {
      this.#inhibited = ((data[0] ?? 1) & 1) === 1;
      if (!this.#parts.mechanics.note) this.#initialising = false;
    }
    return [code, ...data];
  }

  /** Between power-up and RESET nothing moves. */
  get #hasEscrow(): boolean {
    return this.#poweredUp === 'no' && this.#parts.mechanics.note?.position === 'escrow';
  }

  #reset(): void {
    const { mechanics } = this.#parts;
    this.#poweredUp = 'no';
    this.#initialising = true;
    this.#inhibited = true;
    this.#vendValid = false;
    this.#remember(undefined);
    mechanics.clearPath();
  }

  #acknowledged(): void {
    if (!this.#vendValid) return;
    this.#vendValid = false;
    this.#stackedOnce = true;
    this.#remember(undefined);
  }

  #status(): readonly number[] {
    const { mechanics, denominations } = this.#parts;
    const { note } = mechanics;
    if (this.#poweredUp !== 'no')
      return [{ empty: 0x40, 'note-in-acceptor': 0x41, 'note-in-stacker': 0x42 }[this.#poweredUp]];
    if (this.#cheatedOnce) {
      this.#cheatedOnce = false;
      return [0x48];
    }
    if (this.#vendValid) return [0x15];
    if (mechanics.jammed) return [note?.position === 'stacking' ? 0x46 : 0x45];
    if (mechanics.cashBox === 'out') return [0x44];
    if (mechanics.cashBox === 'full') return [0x43];
    if (this.#initialising) return [0x1b];
    if (this.#stackedOnce) {
      this.#stackedOnce = false;
      return [0x16];
    }
    if (!note && this.#untold) return this.#goesBack(this.#untold);
    switch (note?.position) {
      case 'reading':
        return [0x12];
      case 'escrow':
        return this.#held ? [0x19] : [0x13, 0x61 + denominations.indexOf(note.fen)];
      case 'stacking':
        return [0x14];
      case 'rejecting':
        return this.#goesBack(this.#goingBack);
      default:
        return [this.#inhibited ? 0x1a : 0x11];
    }
  }

  #goesBack(cause: BackCause): readonly number[] {
    this.#untold = undefined;
    return cause === 'host' ? [0x18] : [0x17, REJECT_REASON[cause]];
  }

  #remember(fen: number | undefined): void {
    const { store } = this.#parts;
    store.memory.unacknowledgedFen = fen;
    store.save();
  }
}

function reply(...body: readonly number[]): Uint8Array {
  return addKermit([SYNC, body.length + 4, ...body]);
}

/** Value and exponent of ten. */
function valueOf(yuan: number): readonly [number, number] {
  const exponent = yuan % 100 === 0 ? 2 : yuan % 10 === 0 ? 1 : 0;
  return [yuan / 10 ** exponent, exponent];
}
