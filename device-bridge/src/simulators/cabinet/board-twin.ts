import type { Transport } from '../../transports/transport.ts';
import { LineFaults, type CabinetFault } from './line-faults.ts';
import { answer, RequestReader, type SlaveData } from './rtu-slave.ts';

export interface BoardState {
  readonly connected: boolean;
  readonly door: 'open' | 'closed';
  readonly tampered: boolean;
  readonly temperatureC: number;
  /** Relays that are on, by number. */
  readonly relays: readonly number[];
  readonly faults: readonly string[];
}

const BOARD = 1;
const THERMOMETER = 2;
const DOOR = 0;
const TAMPER = 1;
const TEMPERATURE_REGISTER = 1;
const ROOM_C = 31.5;

/**
 * One RS-485 line of a cabinet: at address 1 a board with eight inputs and eight relays, at address 2 a thermometer.
 * Door and tamper contact are closed while all is well, so a cut wire looks like an open door.
 */
export class CabinetBoardTwin {
  readonly #inputs = [true, true, false, false, false, false, false, false];
  readonly #relays = Array.from({ length: 8 }, () => false);
  readonly #faults = new LineFaults();
  readonly #listeners: (() => void)[] = [];
  #line: Transport | undefined;
  #temperatureC = ROOM_C;

  attach(line: Transport): void {
    this.#line = line;
    const reader = new RequestReader();
    line.onData((bytes) => {
      for (const request of reader.push(bytes)) this.#hear(line, request);
    });
    line.onClose(() => {
      if (this.#line === line) this.#line = undefined;
      this.#changed();
    });
    this.#changed();
  }

  openDoor(): void {
    this.#set(DOOR, false);
  }

  closeDoor(): void {
    this.#set(DOOR, true);
  }

  tamper(tampered: boolean): void {
    this.#set(TAMPER, !tampered);
  }

  warmTo(temperatureC = ROOM_C): void {
    this.#temperatureC = temperatureC;
    this.#changed();
  }

  /** The relays fall off; the contacts stay as they are. */
  powerCycle(): void {
    this.#relays.fill(false);
    void this.#line?.close();
    this.#changed();
  }

  setFault(fault: CabinetFault, times?: number): void {
    this.#faults.set(fault, times);
    this.#changed();
  }

  clearFaults(): void {
    this.#faults.clear();
    this.#changed();
  }

  state(): BoardState {
    return {
      connected: this.#line !== undefined,
      door: this.#inputs[DOOR] ? 'closed' : 'open',
      tampered: !this.#inputs[TAMPER],
      temperatureC: this.#temperatureC,
      relays: this.#relays.flatMap((on, relay) => (on ? [relay] : [])),
      faults: this.#faults.names(),
    };
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  close(): void {
    void this.#line?.close();
  }

  #hear(line: Transport, request: readonly number[]): void {
    const relaysBefore = this.#relays.join();
    const board: SlaveData = {
      discreteInputs: this.#inputs,
      coils: this.#relays,
      inputRegisters: new Map(),
      holdingRegisters: new Map(),
    };
    const tenths = Math.round(this.#temperatureC * 10) & 0xffff;
    const thermometer: SlaveData = {
      discreteInputs: [],
      coils: [],
      inputRegisters: new Map([[TEMPERATURE_REGISTER, tenths]]),
      holdingRegisters: new Map(),
    };
    const reply = answer(BOARD, board, request) ?? answer(THERMOMETER, thermometer, request);
    if (reply) this.#faults.speak(line, reply);
    if (relaysBefore !== this.#relays.join()) this.#changed();
  }

  #set(input: number, on: boolean): void {
    this.#inputs[input] = on;
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
