import { z } from 'zod';
import { keyIdOf } from './seal-key.ts';

const AnchorSchema = z.strictObject({
  block: z.int().positive(),
  hash: z.string().regex(/^[\da-f]{64}$/),
  /** Milliseconds since the epoch. */
  time: z.int().nonnegative(),
  keyId: z.string(),
  /** Ed25519, base64. */
  signature: z.string(),
});
export type Anchor = z.infer<typeof AnchorSchema>;

/** What is kept away from the books, on paper or at the auditor: whoever rewrites the books cannot rewrite it. */
export const AnchorFileSchema = z.strictObject({
  format: z.literal('louting-ledger-anchors/1'),
  /** SPKI, PEM; the id of a key is made from it, so it cannot be exchanged alone. */
  keys: z.array(z.strictObject({ keyId: z.string(), publicKey: z.string() })),
  /** Oldest first. */
  anchors: z.array(AnchorSchema),
});
export type AnchorFile = z.infer<typeof AnchorFileSchema>;

/** @throws Error when the text is not an anchor file, or a key's id is not its own */
export function readAnchorFile(text: string): AnchorFile {
  const file = AnchorFileSchema.parse(JSON.parse(text));
  for (const { keyId, publicKey } of file.keys) {
    if (keyIdOf(publicKey) !== keyId) throw new Error(`the key ${keyId} of the anchor file has another id`);
  }
  return file;
}
