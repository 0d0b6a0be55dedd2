import { failed, ok, type Result } from '@louting/common/result';

export const MOST_IMAGE_BYTES = 6 * 1024 ** 2;

export interface SlipImage {
  readonly type: 'image/jpeg' | 'image/png';
  readonly bytes: Buffer;
}

/** First bytes of a file (JPEG: ITU T.81 B.1.1.3 SOI; PNG: RFC 2083 §3.1). A file's name tells nothing. */
const SIGNATURES = [
  { type: 'image/jpeg', bytes: Buffer.from([0xff, 0xd8, 0xff]) },
  { type: 'image/png', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
] as const;

/** @returns LT-2741 when it is neither JPEG nor PNG */
export function slipImage(bytes: Buffer): Result<SlipImage> {
  const known = SIGNATURES.find((signature) => bytes.subarray(0, signature.bytes.length).equals(signature.bytes));
  return known ? ok({ type: known.type, bytes }) : failed('LT-2741');
}
