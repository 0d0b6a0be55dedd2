import type { BackCause, Happening } from '../validator/mechanics.ts';
import { addKermit, createFrameReader, endsWithKermit } from '../validator/frame-reader.ts';
import type { ProtocolUnit, UnitParts } from '../validator/unit.ts';

/** A CashCode validator on a CCNET line, after CCNET 2.3: polled for its state, its data acknowledged by the host. */
const SYNC = 0x02;
const VALIDATOR = 0x03;
const ACK = [0x00];
const ILLEGAL_COMMAND = [0x30];
const TYPES = 24;
const IDENTIFICATION = 'SM-CN1234      21KC05001234';

const REJECT_REASON: Readonly<Record<BackCause, number>> = {
  invalid: 0x66,
  inhibited: 0x68,
  'escrow-timeout': 0x6a,
  host: 0x6a,
};

export class CcnetUnit implements ProtocolUnit {
  readonly #parts: UnitParts;
  #poweredUp: 'no' | 'empty' | 'note-in-validator' | 'note-in-stacker' = 'no';
  #initialising = false;
  #enabledTypes = 0;
  #held = false;
  #cheatedOnce = false;
  #goingBack: BackCause = 'host';
  /** Told until the host acknowledges it. */
  #outcome: { readonly state: 0x1c | 0x81 | 0x82; readonly detail: number } | undefined;
  #lastData: readonly number[] = [];

  constructor(parts: UnitParts) {
    this.#parts = parts;
  }

  createReader(): { push(bytes: Uint8Array): readonly Uint8Array[] } {
    return createFrameReader({ start: SYNC, lengthAt: 2, check: endsWithKermit });
  }

  get accepting(): boolean {
    return this.#poweredUp === 'no' && !this.#initialising && this.#enabledTypes !== 0 && !this.#outcome;
  }

  letsIn(fen: number): boolean {
    return (this.#enabledTypes & (1 << this.#parts.denominations.indexOf(fen))) !== 0;
  }

  powerUp(): void {
    const { mechanics, store } = this.#parts;
    const inStacker = mechanics.note?.position === 'stacking' || store.memory.unacknowledgedFen !== undefined;
    this.#enabledTypes = 0;
    this.#initialising = false;
    this.#outcome = undefined;
    this.#held = false;
    this.#poweredUp = 'empty';
    if (mechanics.forgetsValue) return;
    if (inStacker) this.#poweredUp = 'note-in-stacker';
    else if (mechanics.note) this.#poweredUp = 'note-in-validator';
  }

  happened(happening: Happening): void {
    const type = this.#parts.denominations.indexOf(happening.note.fen);
    if (happening.happened === 'escrow') this.#held = false;
    if (happening.happened === 'going-back') this.#goingBack = happening.cause;
    if (happening.happened === 'out') this.#outcome = { state: 0x1c, detail: REJECT_REASON[happening.cause] };
    if (happening.happened === 'out' && happening.cause === 'host') this.#outcome = { state: 0x82, detail: type };
    if (happening.happened !== 'in-box') return;
    this.#outcome = { state: 0x81, detail: type };
    this.#remember(happening.note.fen);
  }

  cheat(): void {
    this.#cheatedOnce = true;
  }

  cashBoxReplaced(): void {
    // Nothing but the state says so.
  }

  answer(frame: Uint8Array): Uint8Array | undefined {
    if (frame[1] !== VALIDATOR) return undefined;
    const [command = 0, ...data] = frame.slice(3, -2);
    if (command === 0x00) {
      this.#acknowledged();
      return undefined;
    }
    const body = command === 0xff ? this.#lastData : this.#obey(command, data);
    return addKermit([SYNC, VALIDATOR, body.length + 5, ...body]);
  }

  #obey(command: number, data: readonly number[]): readonly number[] {
    const { mechanics } = this.#parts;
    switch (command) {
      case 0x30:
        this.#reset();
        return ACK;
      case 0x31: // GET STATUS: enabled types, types under high security
        return this.#data([...this.#typeBytes(), 0, 0, 0]);
      case 0x32: // SET SECURITY
        return ACK;
      case 0x33:
        return this.#data(this.#state());
      case 0x34:
        if (data.length !== 6 || this.#poweredUp !== 'no') return ILLEGAL_COMMAND;
        this.#enabledTypes = ((data[0] ?? 0) << 16) | ((data[1] ?? 0) << 8) | (data[2] ?? 0);
        return ACK;
      case 0x35:
        if (!this.#hasEscrow) return ILLEGAL_COMMAND;
        mechanics.accept();
        return ACK;
      case 0x36:
        if (!this.#hasEscrow) return ILLEGAL_COMMAND;
        mechanics.sendBack('host');
        return ACK;
      case 0x37:
        return this.#isAtRest ? this.#data([...Buffer.from(IDENTIFICATION), 0, 0, 0, 0, 0, 0, 1]) : ILLEGAL_COMMAND;
      case 0x38:
        this.#held = this.#hasEscrow && mechanics.hold();
        return this.#held ? ACK : ILLEGAL_COMMAND;
      case 0x41:
        return this.#isAtRest ? this.#data(this.#billTable()) : ILLEGAL_COMMAND;
      default:
        return ILLEGAL_COMMAND;
    }
  }

  get #isAtRest(): boolean {
    const { note, jammed } = this.#parts.mechanics;
    return this.#poweredUp !== 'no' || this.#initialising || (!note && !jammed && this.#enabledTypes === 0);
  }

  #data(body: readonly number[]): readonly number[] {
    this.#lastData = body;
    return body;
  }

  #state(): readonly number[] {
    const { mechanics, denominations } = this.#parts;
    const { note } = mechanics;
    if (this.#poweredUp !== 'no') {
      return [{ empty: 0x10, 'note-in-validator': 0x11, 'note-in-stacker': 0x12 }[this.#poweredUp]];
    }
    if (this.#initialising) {
      this.#initialising = false;
      return [0x13];
    }
    if (this.#cheatedOnce) {
      this.#cheatedOnce = false;
      return [0x45];
    }
    if (this.#outcome) return [this.#outcome.state, this.#outcome.detail];
    if (mechanics.jammed) return [note?.position === 'stacking' ? 0x44 : 0x43];
    if (mechanics.cashBox === 'out') return [0x42];
    if (mechanics.cashBox === 'full') return [0x41];
    switch (note?.position) {
      case 'reading':
        return [0x15];
      case 'escrow':
        return this.#held ? [0x1a] : [0x80, denominations.indexOf(note.fen)];
      case 'stacking':
        return [0x17];
      case 'rejecting':
        return this.#goingBack === 'host' ? [0x18] : [0x1c, REJECT_REASON[this.#goingBack]];
      default:
        return [this.#enabledTypes === 0 ? 0x19 : 0x14];
    }
  }

  /** A data answer arrived: an outcome that it told is not told again. */
  #acknowledged(): void {
    if (this.#outcome && this.#lastData[0] === this.#outcome.state) {
      this.#outcome = undefined;
      this.#remember(undefined);
    }
    this.#lastData = [];
  }

  /** Between power-up and RESET nothing moves. */
  get #hasEscrow(): boolean {
    return this.#poweredUp === 'no' && this.#parts.mechanics.note?.position === 'escrow';
  }

  #reset(): void {
    this.#poweredUp = 'no';
    this.#initialising = true;
    this.#enabledTypes = 0;
    this.#outcome = undefined;
    this.#remember(undefined);
    this.#parts.mechanics.clearPath();
  }

  #typeBytes(): readonly number[] {
    return [(this.#enabledTypes >> 16) & 0xff, (this.#enabledTypes >> 8) & 0xff, this.#enabledTypes & 0xff];
  }

  /** First digits, country, decimal point; renminbi under the country's name. */
  #billTable(): readonly number[] {
    const country = this.#parts.currency === 'CNY' ? 'CHN' : this.#parts.currency;
    return Array.from({ length: TYPES }, (_, type) => {
      const fen = this.#parts.denominations[type];
      if (fen === undefined) return [0, 0, 0, 0, 0];
      const yuan = fen / 100;
      const zeros = yuan >= 10 && yuan % 10 === 0 ? 1 : 0;
      return [yuan / 10 ** zeros, ...Buffer.from(country, 'latin1'), zeros];
    }).flat();
  }

  #remember(fen: number | undefined): void {
    const { store } = this.#parts;
    store.memory.unacknowledgedFen = fen;
    store.save();
  }
}
