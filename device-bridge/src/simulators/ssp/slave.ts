import type { TwinMemory } from './twin-state.ts';
import { EVENT, REJECT_CODES, type ValidatorMechanics } from './validator-mechanics.ts';

export interface SlaveSettings {
  enabled: boolean;
  /** Bit n-1 set: channel n is let in. */
  inhibits: number;
  readonly currency: string;
  /** Channel 1 first, in fen. */
  readonly denominations: readonly number[];
}

const OK = 0xf0;
const UNKNOWN_COMMAND = 0xf2;
const WRONG_PARAMETERS = 0xf3;
const OUT_OF_RANGE = 0xf4;
const CANNOT_BE_PROCESSED = 0xf5;
const FAIL = 0xf8;

const HIGHEST_PROTOCOL = 8;
const SERIAL_NUMBER = 4_711_001;
const FIRMWARE = '0333';

/** The answer of the slave to one command of the host, GA138; moves the note where the command does. */
export function answerCommand(
  command: readonly number[],
  settings: SlaveSettings,
  mechanics: ValidatorMechanics,
  memory: TwinMemory,
): number[] {
  const [code, ...parameters] = command;
  switch (code) {
    case 0x01: // RESET
      settings.enabled = false;
      settings.inhibits = 0;
      mechanics.powerOff();
      mechanics.powerUp();
      return [OK];
    case 0x02: // SET INHIBITS
      if (parameters.length < 1 || parameters.length > 2) return [WRONG_PARAMETERS];
      settings.inhibits = (parameters[0] ?? 0) | ((parameters[1] ?? 0) << 8);
      return [OK];
    case 0x05: // SETUP REQUEST
      return [OK, ...setup(settings)];
    case 0x06: // HOST PROTOCOL VERSION
      if (parameters.length !== 1) return [WRONG_PARAMETERS];
      return [(parameters[0] ?? 0) <= HIGHEST_PROTOCOL ? OK : FAIL];
    case 0x07: // POLL
      return [OK, ...poll(settings, mechanics)];
    case 0x08: // REJECT BANKNOTE
      if (mechanics.note?.position !== 'escrow') return [CANNOT_BE_PROCESSED];
      dropReadEvent(mechanics);
      mechanics.reject(REJECT_CODES.host);
      return [OK];
    case 0x09: // DISABLE
      settings.enabled = false;
      if (mechanics.note?.position === 'reading') mechanics.reject(REJECT_CODES.host);
      return [OK];
    case 0x0a: // ENABLE
      settings.enabled = true;
      return [OK];
    case 0x0c: // GET SERIAL NUMBER
      return [OK, ...bigEndian(SERIAL_NUMBER, 4)];
    case 0x11: // SYNC
      return [OK];
    case 0x17: // LAST REJECT CODE
      return [OK, mechanics.lastReject];
    case 0x18: // HOLD
      return [mechanics.hold() ? OK : CANNOT_BE_PROCESSED];
    case 0x58: // GET COUNTERS: stacked, stored, dispensed, transferred to stacker, rejected
      return [OK, 5, ...[memory.stackedCounter, 0, 0, 0, memory.rejectedCounter].flatMap((n) => littleEndian(n, 4))];
    case undefined:
      return [OUT_OF_RANGE];
    default:
      return [UNKNOWN_COMMAND];
  }
}

function poll(settings: SlaveSettings, mechanics: ValidatorMechanics): number[] {
  const events = mechanics.events.splice(0).flat();
  const note = mechanics.note;
  if (note?.position === 'reading') events.push(EVENT.read, 0);
  // The poll that reports the escrow is followed by the one that accepts it.
  const toldOfEscrow = note?.position === 'escrow' && events.includes(EVENT.read);
  if (note?.position === 'escrow' && !toldOfEscrow) mechanics.accept();
  if (mechanics.note?.position === 'stacking') events.push(EVENT.stacking);
  if (mechanics.jammed) events.push(EVENT.unsafeJam);
  if (mechanics.cashBox === 'full') events.push(EVENT.stackerFull);
  if (mechanics.cashBox === 'out') events.push(EVENT.cashBoxRemoved);
  if (!settings.enabled) events.push(EVENT.disabled);
  return events;
}

/** A host that rejects before it polled never hears of the escrow. */
function dropReadEvent(mechanics: ValidatorMechanics): void {
  const index = mechanics.events.findIndex(([code]) => code === EVENT.read);
  if (index !== -1) mechanics.events.splice(index, 1);
}

/** Values are told in yuan with a real value multiplier of 100, as for every two-decimal currency. */
function setup({ currency, denominations }: SlaveSettings): number[] {
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
