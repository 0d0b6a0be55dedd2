import type { BackCause, Happening } from '../validator/mechanics.ts';
import type { UnitParts } from '../validator/unit.ts';

/** Poll events, GA138. */
const EVENT = {
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

/** LAST REJECT CODE (0x17) values, GA138. */
const REJECT_CODE: Readonly<Record<BackCause, number>> = {
  inhibited: 0x06,
  host: 0x08,
  invalid: 0x09,
  'escrow-timeout': 0x13,
};
const ACCEPTED = 0x00;

/** Told by POLL WITH ACK until EVENT ACK; no note moves meanwhile. */
const ACKNOWLEDGED: readonly number[] = [EVENT.credit, EVENT.clearedToCashBox, EVENT.clearedFromFront];

const OK = 0xf0;
const UNKNOWN_COMMAND = 0xf2;
const WRONG_PARAMETERS = 0xf3;
const OUT_OF_RANGE = 0xf4;
const CANNOT_BE_PROCESSED = 0xf5;
const FAIL = 0xf8;

const HIGHEST_PROTOCOL = 8;
const SERIAL_NUMBER = 4_711_001;
const FIRMWARE = '0333';

/** The commands of the slave, GA138; they move the note where a command does. */
export class SspSlave {
  readonly #parts: UnitParts;
  readonly #events: number[][] = [];
  #enabled = false;
  /** Bit n-1 set: channel n is let in. */
  #inhibits = 0;
  #lastReject: number = ACCEPTED;

  constructor(parts: UnitParts) {
    this.#parts = parts;
  }

  /** Not while the host owes an acknowledgement. */
  get accepting(): boolean {
    return this.#enabled && this.#parts.store.memory.unacknowledgedFen === undefined;
  }

  letsIn(fen: number): boolean {
    return (this.#inhibits & (1 << this.#parts.denominations.indexOf(fen))) !== 0;
  }

  powerUp(): void {
    this.#enabled = false;
    this.#inhibits = 0;
    this.#events.length = 0;
    this.#events.push([EVENT.reset]);
    const { mechanics, store } = this.#parts;
    const channel = (fen: number): number => (mechanics.forgetsValue ? 0 : this.#channelOf(fen));
    const reading = mechanics.note?.position === 'reading';
    const cleared = mechanics.clearPath();
    if (cleared?.to === 'box') this.#events.push([EVENT.clearedToCashBox, channel(cleared.note.fen)]);
    else if (cleared) this.#events.push([EVENT.clearedFromFront, reading ? 0 : channel(cleared.note.fen)]);
    // A credit that the host never acknowledged is told once more, as what the power-up found.
    else if (store.memory.unacknowledgedFen !== undefined)
      this.#events.push([EVENT.clearedToCashBox, channel(store.memory.unacknowledgedFen)]);
  }

  happened(happening: Happening, awaitsAcknowledgement: boolean): void {
    switch (happening.happened) {
      case 'escrow':
        this.#events.push([EVENT.read, this.#channelOf(happening.note.fen)]);
        return;
      case 'going-back':
        this.#lastReject = REJECT_CODE[happening.cause];
        this.#events.push([EVENT.rejecting]);
        return;
      case 'out':
        this.#events.push([EVENT.rejected]);
        return;
      case 'in-box':
        this.#lastReject = ACCEPTED;
        this.#events.push([EVENT.credit, this.#channelOf(happening.note.fen)], [EVENT.stacked]);
        if (awaitsAcknowledgement) this.#remember(happening.note.fen);
    }
  }

  tell(event: 'fraud' | 'cash-box-replaced'): void {
    this.#events.push(event === 'fraud' ? [EVENT.fraud, 0] : [EVENT.cashBoxReplaced]);
  }

  answer(command: readonly number[]): number[] {
    const { mechanics, store } = this.#parts;
    const [code, ...parameters] = command;
    switch (code) {
      case 0x01: // RESET
        mechanics.powerOff();
        this.powerUp();
        return [OK];
      case 0x02: // SET INHIBITS
        if (parameters.length < 1 || parameters.length > 2) return [WRONG_PARAMETERS];
        this.#inhibits = (parameters[0] ?? 0) | ((parameters[1] ?? 0) << 8);
        return [OK];
      case 0x05: // SETUP REQUEST
        return [OK, ...setup(this.#parts)];
      case 0x06: // HOST PROTOCOL VERSION
        if (parameters.length !== 1) return [WRONG_PARAMETERS];
        return [(parameters[0] ?? 0) <= HIGHEST_PROTOCOL ? OK : FAIL];
      case 0x07: // POLL
        return [OK, ...this.#poll(false)];
      case 0x08: // REJECT BANKNOTE
        if (mechanics.note?.position !== 'escrow') return [CANNOT_BE_PROCESSED];
        this.#dropReadEvent();
        mechanics.sendBack('host');
        return [OK];
      case 0x09: // DISABLE
        this.#enabled = false;
        if (mechanics.note?.position === 'reading') mechanics.sendBack('host');
        return [OK];
      case 0x0a: // ENABLE
        this.#enabled = true;
        return [OK];
      case 0x0c: // GET SERIAL NUMBER
        return [OK, ...bigEndian(SERIAL_NUMBER, 4)];
      case 0x11: // SYNC
        return [OK];
      case 0x17: // LAST REJECT CODE
        return [OK, this.#lastReject];
      case 0x18: // HOLD
        return [mechanics.hold() ? OK : CANNOT_BE_PROCESSED];
      case 0x56: // POLL WITH ACK
        return [OK, ...this.#poll(true)];
      case 0x57: // EVENT ACK
        return [this.#acknowledge() ? OK : CANNOT_BE_PROCESSED];
      case 0x58: {
        // GET COUNTERS: stacked, stored, dispensed, transferred to stacker, rejected
        const { stackedCounter, rejectedCounter } = store.memory;
        return [OK, 5, ...[stackedCounter, 0, 0, 0, rejectedCounter].flatMap((n) => littleEndian(n, 4))];
      }
      case undefined:
        return [OUT_OF_RANGE];
      default:
        return [UNKNOWN_COMMAND];
    }
  }

  /** With acknowledgement, what has to be acknowledged stays in the queue, and what came after it waits behind. */
  #poll(withAck: boolean): number[] {
    const held = withAck ? this.#events.findIndex(([code]) => ACKNOWLEDGED.includes(code ?? 0)) : -1;
    const told = held === -1 ? this.#events.splice(0) : [...this.#events.splice(0, held), this.#events[0] ?? []];
    const events = told.flat();
    const { mechanics } = this.#parts;
    const { note } = mechanics;
    if (note?.position === 'reading') events.push(EVENT.read, 0);
    // The poll that reports the escrow is followed by the one that accepts it.
    const toldOfEscrow = note?.position === 'escrow' && events.includes(EVENT.read);
    if (note?.position === 'escrow' && !toldOfEscrow) mechanics.accept();
    if (mechanics.note?.position === 'stacking') events.push(EVENT.stacking);
    if (mechanics.jammed) events.push(EVENT.unsafeJam);
    if (mechanics.cashBox === 'full') events.push(EVENT.stackerFull);
    if (mechanics.cashBox === 'out') events.push(EVENT.cashBoxRemoved);
    if (!this.#enabled) events.push(EVENT.disabled);
    return events;
  }

  #acknowledge(): boolean {
    if (!ACKNOWLEDGED.includes(this.#events[0]?.[0] ?? 0)) return false;
    this.#events.shift();
    this.#remember(undefined);
    return true;
  }

  #remember(fen: number | undefined): void {
    this.#parts.store.memory.unacknowledgedFen = fen;
    this.#parts.store.save();
  }

  /** A host that rejects before it polled never hears of the escrow. */
  #dropReadEvent(): void {
    const index = this.#events.findIndex(([code]) => code === EVENT.read);
    if (index !== -1) this.#events.splice(index, 1);
  }

  /** 1-based, 0 when its value is not known. */
  #channelOf(fen: number): number {
    return this.#parts.denominations.indexOf(fen) + 1;
  }
}

/** Values are told in yuan with a real value multiplier of 100, as for every two-decimal currency. */
function setup({ currency, denominations }: UnitParts): number[] {
  const country = Array.from(Buffer.from(currency, 'ascii'));
  const yuan = denominations.map((fen) => fen / 100);
  return [
    0x00,
    ...Buffer.from(FIRMWARE, 'ascii'),
    ...country,
    ...bigEndian(1, 3),
    denominations.length,
    ...yuan,
    ...denominations.map(() => 2),
    ...bigEndian(100, 3),
    HIGHEST_PROTOCOL,
    ...denominations.flatMap(() => country),
    ...yuan.flatMap((value) => littleEndian(value, 4)),
  ];
}

function littleEndian(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, index) => Math.floor(value / 256 ** index) & 0xff);
}

function bigEndian(value: number, bytes: number): number[] {
  return littleEndian(value, bytes).toReversed();
}
