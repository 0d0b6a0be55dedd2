import type { Happening } from '../validator/mechanics.ts';
import type { ProtocolUnit, UnitParts } from '../validator/unit.ts';
import { KeyAgreement } from './key-agreement.ts';
import { SspSlave } from './slave.ts';
import { HostFrameReader, hostFrameOf, replyFrame } from './wire.ts';

const OK = 0xf0;
const OUT_OF_RANGE = 0xf4;
const KEY_NOT_SET = 0xfa;
const SYNC = 0x11;

/**
 * An SSP validator, plain or encrypted. The trap is built in: with a note in escrow the next POLL accepts it.
 */
export class SspUnit implements ProtocolUnit {
  readonly #slave: SspSlave;
  readonly #keys: KeyAgreement | undefined;
  #lastSequence: 0 | 1 | undefined;
  #lastReply: readonly number[] | undefined = [];

  /** @param fixedKey 16 hex digits: the unit speaks eSSP. */
  constructor(parts: UnitParts, fixedKey?: string) {
    this.#slave = new SspSlave(parts);
    this.#keys = fixedKey === undefined ? undefined : new KeyAgreement(fixedKey);
  }

  createReader(): { push(bytes: Uint8Array): readonly Uint8Array[] } {
    const reader = new HostFrameReader();
    return {
      push: (bytes) =>
        reader
          .push(bytes)
          .map(({ address, sequence, data }) => Uint8Array.from([(sequence << 7) | address, data.length, ...data])),
    };
  }

  answer(bytes: Uint8Array): Uint8Array | undefined {
    const frame = hostFrameOf(bytes);
    if (frame.address !== 0) return undefined;
    // A command repeated under the same sequence bit was answered already and is not done twice.
    const isSync = frame.data[0] === SYNC;
    if (isSync || frame.sequence !== this.#lastSequence) {
      this.#lastReply = this.#obey(frame.data);
      // After SYNC the first command comes with the bit cleared, whatever SYNC carried.
      this.#lastSequence = isSync ? 1 : frame.sequence;
    }
    return this.#lastReply && replyFrame(frame, this.#lastReply);
  }

  powerUp(): void {
    this.#lastSequence = undefined;
    this.#keys?.forget();
    this.#slave.powerUp();
  }

  happened(happening: Happening): void {
    this.#slave.happened(happening, this.#keys?.agreed ?? false);
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

  #obey(data: readonly number[]): readonly number[] | undefined {
    if (KeyAgreement.isSealed(data)) {
      if (!this.#keys?.agreed) return [KEY_NOT_SET];
      const command = this.#keys.open(data);
      return command && this.#keys.seal(this.#slave.answer(command));
    }
    const negotiated = this.#keys?.negotiate(data);
    if (negotiated === false) return [OUT_OF_RANGE];
    return negotiated ? [OK, ...negotiated] : this.#slave.answer(data);
  }
}
