import type { Transport } from '../../transports/transport.ts';

export const SCANNER_FAULTS = [
  /** Half a code, then nothing. */
  'half-code',
  'noise',
  /** The module sends a code twice for one look. */
  'duplicate',
  /** A code without an end: the suffix is switched off. */
  'endless-line',
  /** A printed code that tries to type control keys. */
  'control-characters',
  'silence',
] as const;
export type ScannerFault = (typeof SCANNER_FAULTS)[number];

export interface ScannerState {
  readonly connected: boolean;
  readonly codesShown: number;
  readonly faults: readonly string[];
}

export interface ScannerTwinOptions {
  /** Reads only between these commands, in hex, and answers the first; absent: reads by presence. */
  readonly trigger?: { readonly start: string; readonly stop: string; readonly acknowledgement?: string | undefined };
}

const REMEMBERED = 256;
const ENDLESS = 2_000;

/** A scanner module: a code held before it goes down the line with CR. */
export class ScannerTwin {
  readonly #options: ScannerTwinOptions;
  readonly #faults = new Map<ScannerFault, number>();
  #line: Transport | undefined;
  #codesShown = 0;
  #received = '';
  #triggered = false;
  #listeners: (() => void)[] = [];

  constructor(options: ScannerTwinOptions = {}) {
    this.#options = options;
  }

  attach(line: Transport): void {
    this.#line = line;
    this.#triggered = false;
    line.onData((bytes) => this.#hear(line, bytes));
    line.onClose(() => {
      if (this.#line === line) this.#line = undefined;
      this.#changed();
    });
    this.#changed();
  }

  /** False: no host listens, or did not trigger the module: the code is lost as with the real one. */
  async show(code: string): Promise<boolean> {
    if (this.#options.trigger && !this.#triggered) return false;
    if (this.#spend('silence')) return false;
    if (this.#spend('noise')) await this.sendRaw(Uint8Array.of(0xff, 0x00, 0x93, 0x0a, 0x1b));
    if (this.#spend('half-code')) return this.sendRaw(textOf(code.slice(0, code.length / 2)));
    if (this.#spend('endless-line')) return this.sendRaw(textOf(code.repeat(Math.ceil(ENDLESS / code.length))));
    const said = this.#spend('control-characters') ? code.replaceAll(/./g, '$&\u0007\u001b') : code;
    const sent = await this.sendRaw(textOf(`${said}\r`));
    if (this.#spend('duplicate')) await this.sendRaw(textOf(`${said}\r`));
    return sent;
  }

  /** Any bytes, for noise, halves and hostile codes. */
  async sendRaw(bytes: Uint8Array): Promise<boolean> {
    if (!this.#line) return false;
    await this.#line.write(bytes);
    this.#codesShown += 1;
    this.#changed();
    return true;
  }

  /** For the next `times` codes. */
  setFault(fault: ScannerFault, times = 1): void {
    this.#faults.set(fault, times);
    this.#changed();
  }

  clearFaults(): void {
    this.#faults.clear();
    this.#changed();
  }

  /** Trigger bytes the host sent so far, in hex. */
  received(): string {
    return this.#received;
  }

  state(): ScannerState {
    return {
      connected: this.#line !== undefined,
      codesShown: this.#codesShown,
      faults: [...this.#faults.keys()],
    };
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  close(): void {
    void this.#line?.close();
  }

  #hear(line: Transport, bytes: Uint8Array): void {
    this.#received = (this.#received + Buffer.from(bytes).toString('hex')).slice(-REMEMBERED);
    const { trigger } = this.#options;
    if (trigger === undefined) return;
    if (this.#received.endsWith(trigger.start)) {
      this.#triggered = true;
      if (trigger.acknowledgement !== undefined) void line.write(Buffer.from(trigger.acknowledgement, 'hex'));
    }
    if (this.#received.endsWith(trigger.stop)) this.#triggered = false;
    this.#changed();
  }

  #spend(fault: ScannerFault): boolean {
    const left = this.#faults.get(fault) ?? 0;
    if (left <= 1) this.#faults.delete(fault);
    else this.#faults.set(fault, left - 1);
    return left > 0;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function textOf(words: string): Uint8Array {
  return new TextEncoder().encode(words);
}
