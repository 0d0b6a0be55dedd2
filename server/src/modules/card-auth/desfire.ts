import { timingSafeEqual } from 'node:crypto';
import { failed, ok, type Result } from '@louting/common/result';
import { aesCmac, decryptCbc, encryptCbc } from './aes-cmac.ts';

/** DESFire EV2 and EV3, AuthenticateEV2First (NXP AN12343; the scheme is that of AN12196), ISO 7816 wrapping. */

const RANDOM = 16;
/** Native status in the second byte behind 91. */
const MORE = 0xaf;
const DONE = 0x00;

export interface DesfireApplication {
  /** Most significant byte first, as AN10922 has it; over the air it goes the other way round. */
  readonly aid: Uint8Array;
  readonly keyNumber: number;
}

/** What a card says before any secret is needed: its application is chosen, and it is asked for its challenge. */
export function desfireOpening({ aid, keyNumber }: DesfireApplication): readonly Buffer[] {
  return [wrapped(0x5a, Uint8Array.from(aid).toReversed()), wrapped(0x71, Uint8Array.of(keyNumber, 0))];
}

/**
 * The key of one card (NXP AN10922, AES-128): only the card and the server can make it.
 * @param systemIdentifier at most 20 bytes
 */
export function diversified(
  masterKey: Uint8Array,
  uid: Uint8Array,
  aid: Uint8Array,
  systemIdentifier: Uint8Array,
): Buffer {
  return aesCmac(masterKey, Buffer.concat([Buffer.of(1), uid, aid, systemIdentifier]), 32);
}

export interface DesfireChallenge {
  /** The command that answers the card's challenge and poses ours. */
  readonly command: Buffer;
  /** Ours and the card's; whoever knows the key can prove it with them. */
  readonly randoms: Buffer;
}

/** @returns LT-1018 when the card did not choose the application or gave no challenge */
export function answerDesfire(
  key: Uint8Array,
  answers: readonly Uint8Array[],
  randomA: Uint8Array,
): Result<DesfireChallenge> {
  const [selected, challenged] = answers;
  if (statusOf(selected) !== DONE || statusOf(challenged) !== MORE) return failed('LT-1018', 'no challenge');
  const sealed = dataOf(challenged);
  if (sealed.length !== RANDOM) return failed('LT-1018', 'challenge of another length');
  const randomB = decryptCbc(key, sealed);
  const token = encryptCbc(key, Buffer.concat([randomA, rotated(randomB)]));
  return ok({ command: wrapped(MORE, token), randoms: Buffer.concat([randomA, randomB]) });
}

export interface DesfireSession {
  readonly transactionId: Buffer;
  readonly encryptionKey: Buffer;
  readonly macKey: Buffer;
}

/** The card knew the key when it gives our random number back. @returns LT-1018 */
export function verifyDesfire(
  key: Uint8Array,
  randoms: Uint8Array,
  answer: Uint8Array | undefined,
): Result<DesfireSession> {
  if (statusOf(answer) !== DONE) return failed('LT-1018', 'card refused');
  const sealed = dataOf(answer);
  if (sealed.length !== 2 * RANDOM) return failed('LT-1018', 'answer of another length');
  const opened = decryptCbc(key, sealed);
  const randomA = randoms.subarray(0, RANDOM);
  if (!timingSafeEqual(opened.subarray(4, 4 + RANDOM), rotated(randomA)))
    return failed('LT-1018', 'answer does not fit');
  return ok({ transactionId: opened.subarray(0, 4), ...sessionKeys(key, randomA, randoms.subarray(RANDOM)) });
}

/** Keys of the channel that follows (AN12343, 5.3.5): nothing is read over it yet, the proof is enough. */
function sessionKeys(
  key: Uint8Array,
  a: Uint8Array,
  b: Uint8Array,
): { readonly encryptionKey: Buffer; readonly macKey: Buffer } {
  const mixed = Buffer.from(a.subarray(2, 8).map((byte, index) => byte ^ (b[index] ?? 0)));
  const tail = Buffer.concat([a.subarray(0, 2), mixed, b.subarray(6), a.subarray(8)]);
  const of = (first: number, second: number) =>
    aesCmac(key, Buffer.concat([Buffer.of(first, second, 0, 1, 0, 0x80), tail]));
  return { encryptionKey: of(0xa5, 0x5a), macKey: of(0x5a, 0xa5) };
}

function wrapped(instruction: number, data: Uint8Array): Buffer {
  return Buffer.from([0x90, instruction, 0, 0, data.length, ...data, 0]);
}

function rotated(random: Uint8Array): Buffer {
  return Buffer.concat([random.subarray(1), random.subarray(0, 1)]);
}

function statusOf(answer: Uint8Array | undefined): number | undefined {
  return answer?.at(-2) === 0x91 ? answer.at(-1) : undefined;
}

function dataOf(answer: Uint8Array | undefined): Uint8Array {
  return answer?.subarray(0, -2) ?? new Uint8Array();
}
