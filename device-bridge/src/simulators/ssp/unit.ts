import type { Happening } from '../validator/mechanics.ts';
import type { ProtocolUnit, UnitParts } from '../validator/unit.ts';
import { SspSession } from './session.ts';
import { SspSlave } from './slave.ts';

const ADDRESS = 0;

/**
 * An SSP validator, plain or encrypted. The trap is built in: with a note in escrow the next POLL accepts it.
 */
export class SspUnit implements ProtocolUnit {
  readonly #slave: SspSlave;
  readonly #session: SspSession;

  /** @param fixedKey 16 hex digits: the unit speaks eSSP. */
  constructor(parts: UnitParts, fixedKey?: string) {
    this.#slave = new SspSlave(parts);
    this.#session = new SspSession(ADDRESS, (command) => this.#slave.answer(command), fixedKey);
  }

  createReader(): { push(bytes: Uint8Array): readonly Uint8Array[] } {
    return this.#session.createReader();
  }

  answer(bytes: Uint8Array): Uint8Array | undefined {
    return this.#session.answer(bytes);
  }

  powerUp(): void {
    this.#session.powerUp();
    this.#slave.powerUp();
  }

  happened(happening: Happening): void {
    this.#slave.happened(happening, this.#session.keysAgreed);
  }

  cheat(): void {
    this.#slave.tell('fraud');
  }

  cashBoxReplaced(): void {
    this.#slave.tell('cash-box-replaced');
  }

  get accepting(): boolean {
    return this.#slave.accepting;
  }

  letsIn(fen: number): boolean {
    return this.#slave.letsIn(fen);
  }
}
