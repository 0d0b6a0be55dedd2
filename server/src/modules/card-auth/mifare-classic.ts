import { timingSafeEqual } from 'node:crypto';
import { failed, ok, type Result } from '@louting/common/result';
import { aesCmac } from './aes-cmac.ts';

/**
 * A sector of a MIFARE Classic card, read by the reader's own commands (PC/SC part 3). Crypto1 is broken, so this only
 * tells a card that was issued from one whose number alone was copied: it stays a weak identity.
 */
export interface IssueSector {
  /** The block that was written when the card was issued. */
  readonly block: number;
}

/** Each card has a sector key of its own, so that one opened card opens no other. */
export function sectorKey(masterKey: Uint8Array, uid: Uint8Array): Buffer {
  return aesCmac(masterKey, Buffer.concat([Buffer.from('sector key'), uid])).subarray(0, 6);
}

/** What stands in the block: made from the number of the card, and by nobody but the server. */
export function issueBlock(masterKey: Uint8Array, uid: Uint8Array): Buffer {
  return aesCmac(masterKey, Buffer.concat([Buffer.from('issue block'), uid]));
}

/** Key into the reader, sector opened with it, block read. */
export function readSector({ block }: IssueSector, key: Uint8Array): readonly Buffer[] {
  return [
    Buffer.from([0xff, 0x82, 0x00, 0x00, 0x06, ...key]),
    Buffer.from([0xff, 0x86, 0x00, 0x00, 0x05, 0x01, 0x00, block, 0x60, 0x00]),
    Buffer.from([0xff, 0xb0, 0x00, block, 0x10]),
  ];
}

/** @returns LT-1018 */
export function verifySector(expected: Uint8Array, answers: readonly Uint8Array[]): Result<undefined> {
  const [, , read] = answers;
  const isRead = read?.length === expected.length + 2 && read.at(-2) === 0x90 && read.at(-1) === 0x00;
  return isRead && timingSafeEqual(read.subarray(0, -2), expected) ? ok() : failed('LT-1018', 'sector does not fit');
}
