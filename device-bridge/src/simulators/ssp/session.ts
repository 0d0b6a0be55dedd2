import { KeyAgreement } from './key-agreement.ts';
import { HostFrameReader, hostFrameOf, replyFrame } from './wire.ts';

const OK = 0xf0;
const OUT_OF_RANGE = 0xf4;
const KEY_NOT_SET = 0xfa;
const SYNC = 0x11;

/** Carries out one command. @param sealed it came encrypted */
export type Obey = (command: readonly number[], sealed: boolean) => readonly number[];

/**
 * The slave's side of a conversation, GA138: a command repeated under its sequence bit is answered again and not done
 * twice, keys are agreed on request, and an encrypted command gets an encrypted answer.
 */
export class SspSession {
  readonly #address: number;
  readonly #obey: Obey;
  readonly #keys: KeyAgreement | undefined;
  #lastSequence: 0 | 1 | undefined;
  #lastReply: readonly number[] | undefined = [];

  /** @param fixedKey 16 hex digits: it speaks eSSP. */
  constructor(address: number, obey: Obey, fixedKey?: string) {
    this.#address = address;
    this.#obey = obey;
    this.#keys = fixedKey === undefined ? undefined : new KeyAgreement(fixedKey);
  }

  get keysAgreed(): boolean {
    return this.#keys?.agreed ?? false;
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
    if (frame.address !== this.#address) return undefined;
    const isSync = frame.data[0] === SYNC;
    if (isSync || frame.sequence !== this.#lastSequence) {
      this.#lastReply = this.#reply(frame.data);
      // After SYNC the first command comes with the bit cleared, whatever SYNC carried.
      this.#lastSequence = isSync ? 1 : frame.sequence;
    }
    return this.#lastReply && replyFrame(frame, this.#lastReply);
  }

  powerUp(): void {
    this.#lastSequence = undefined;
    this.#keys?.forget();
  }

  #reply(data: readonly number[]): readonly number[] | undefined {
    if (KeyAgreement.isSealed(data)) {
      if (!this.#keys?.agreed) return [KEY_NOT_SET];
      const command = this.#keys.open(data);
      return command && this.#keys.seal(this.#obey(command, true));
    }
    const negotiated = this.#keys?.negotiate(data);
    if (negotiated === false) return [OUT_OF_RANGE];
    return negotiated ? [OK, ...negotiated] : this.#obey(data, false);
  }
}
