import type { Transport } from '../../transports/transport.ts';
import { LineFaults, type CabinetFault } from './line-faults.ts';

export type UpsSupply = 'mains' | 'battery' | 'low';

export interface UpsState {
  readonly connected: boolean;
  readonly supply: UpsSupply;
  readonly failed: boolean;
  readonly faults: readonly string[];
}

/** A UPS with the Megatec protocol, as its description V2.7 has it: what it does not know it sends back as it came. */
export class UpsTwin {
  readonly #faults = new LineFaults();
  readonly #listeners: (() => void)[] = [];
  #line: Transport | undefined;
  #supply: UpsSupply = 'mains';
  #failed = false;

  attach(line: Transport): void {
    this.#line = line;
    let question = '';
    line.onData((bytes) => {
      for (const byte of bytes) {
        if (byte !== 0x0d) {
          question = (question + String.fromCodePoint(byte)).slice(-32);
          continue;
        }
        this.#faults.speak(line, new TextEncoder().encode(`${this.#answer(question)}\r`));
        question = '';
      }
    });
    line.onClose(() => {
      if (this.#line === line) this.#line = undefined;
      this.#changed();
    });
    this.#changed();
  }

  supplyFrom(supply: UpsSupply): void {
    this.#supply = supply;
    this.#changed();
  }

  setFailed(failed: boolean): void {
    this.#failed = failed;
    this.#changed();
  }

  setFault(fault: CabinetFault, times?: number): void {
    this.#faults.set(fault, times);
    this.#changed();
  }

  clearFaults(): void {
    this.#faults.clear();
    this.#failed = false;
    this.#changed();
  }

  state(): UpsState {
    return {
      connected: this.#line !== undefined,
      supply: this.#supply,
      failed: this.#failed,
      faults: this.#faults.names(),
    };
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  close(): void {
    void this.#line?.close();
  }

  #answer(question: string): string {
    const onMains = this.#supply === 'mains';
    if (question === 'Q1') {
      const volts = onMains ? '221.4' : '000.0';
      const battery = this.#supply === 'low' ? '10.9' : onMains ? '13.6' : '12.4';
      const bits = [!onMains, this.#supply === 'low', false, this.#failed, true, false, false, true];
      return `(${volts} 140.0 220.6 034 50.0 ${battery} 25.0 ${bits.map(Number).join('')}`;
    }
    if (question === 'F') return '#220.0 004 012.0 50.0';
    if (question === 'I') return `#${'Louting'.padEnd(15)} ${'UPS twin'.padEnd(10)} ${'V1.0'.padEnd(10)}`;
    return question;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
