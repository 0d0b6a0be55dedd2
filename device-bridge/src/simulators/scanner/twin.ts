import type { Transport } from '../../transports/transport.ts';

export interface ScannerState {
  readonly connected: boolean;
  readonly codesShown: number;
}

/** A scanner module in presence mode: a code held before it goes down the line with CR. */
export class ScannerTwin {
  #line: Transport | undefined;
  #codesShown = 0;
  #received: number[] = [];
  #listeners: (() => void)[] = [];

  attach(line: Transport): void {
    this.#line = line;
    line.onData((bytes) => this.#received.push(...bytes));
    line.onClose(() => {
      if (this.#line === line) this.#line = undefined;
      this.#changed();
    });
    this.#changed();
  }

  /** False: no host listens, the code is lost as with the real module. */
  async show(code: string): Promise<boolean> {
    return this.sendRaw(new TextEncoder().encode(`${code}\r`));
  }

  /** Any bytes, for noise, halves and hostile codes. */
  async sendRaw(bytes: Uint8Array): Promise<boolean> {
    if (!this.#line) return false;
    await this.#line.write(bytes);
    this.#codesShown += 1;
    this.#changed();
    return true;
  }

  /** Trigger bytes the host sent so far, in hex. */
  received(): string {
    return Buffer.from(this.#received).toString('hex');
  }

  state(): ScannerState {
    return { connected: this.#line !== undefined, codesShown: this.#codesShown };
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  close(): void {
    void this.#line?.close();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
