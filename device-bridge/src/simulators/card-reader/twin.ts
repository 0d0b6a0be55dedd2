import type { Transport } from '../../transports/transport.ts';
import { atrOf, layDown, type LaidCard, type VirtualCard } from '../virtual-card/card.ts';

/** A network card reader: tells each card that comes and goes, passes commands to it, answers PING. */
export class CardReaderTwin {
  #line: Transport | undefined;
  #card: VirtualCard | undefined;
  #laid: LaidCard | undefined;
  #silent = false;
  #listeners: (() => void)[] = [];

  attach(line: Transport): void {
    void this.#line?.close();
    this.#line = line;
    let pending = '';
    line.onData((bytes) => {
      const lines = (pending + Buffer.from(bytes).toString('latin1')).split('\n');
      pending = lines.pop() ?? '';
      for (const text of lines) this.#hear(text.trim());
    });
    line.onClose(() => {
      if (this.#line === line) this.#line = undefined;
      this.#changed();
    });
    this.#say('HELLO LT-READER-TWIN R000001 1.0');
    if (this.#card) this.#tellCard(this.#card);
    this.#changed();
  }

  present(card: VirtualCard): void {
    if (this.#card) this.remove();
    this.#card = card;
    this.#laid = layDown(card);
    this.#tellCard(card);
    this.#changed();
  }

  remove(): void {
    if (!this.#card) return;
    this.#card = undefined;
    this.#laid = undefined;
    this.#say('REMOVED');
    this.#changed();
  }

  /** Silent: the line stays open and nothing is answered. */
  setSilent(silent: boolean): void {
    this.#silent = silent;
    this.#changed();
  }

  state(): { readonly connected: boolean; readonly card: boolean; readonly silent: boolean } {
    return { connected: this.#line !== undefined, card: this.#card !== undefined, silent: this.#silent };
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Any line, for noise. */
  say(text: string): void {
    this.#say(text);
  }

  close(): void {
    void this.#line?.close();
  }

  #hear(text: string): void {
    if (text === 'PING') this.#say('PONG');
    const [, hex] = /^APDU ((?:[0-9a-fA-F]{2})+)$/.exec(text) ?? [];
    if (hex === undefined) return;
    void this.#pass(Buffer.from(hex, 'hex'));
  }

  async #pass(apdu: Uint8Array): Promise<void> {
    const laid = this.#laid;
    if (!laid) return this.#say('ERROR');
    const answer = await laid.answer(apdu);
    if (this.#laid !== laid) return undefined;
    return answer === undefined ? this.remove() : this.#say(`RAPDU ${hexOf(answer)}`);
  }

  #tellCard(card: VirtualCard): void {
    this.#say(`CARD ${hexOf(card.uid)} ${hexOf(atrOf(card))}`);
  }

  #say(text: string): void {
    if (this.#silent) return;
    this.#line?.write(Buffer.from(`${text}\r\n`)).catch(() => undefined);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}
