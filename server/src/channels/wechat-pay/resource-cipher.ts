import { createDecipheriv } from 'node:crypto';

const TAG_BYTES = 16;

/** Encrypted part of a notification: AEAD_AES_256_GCM, the last 16 bytes of the ciphertext are the tag. */
export interface EncryptedResource {
  readonly ciphertext: string;
  readonly nonce: string;
  readonly associated_data?: string | undefined;
}

/**
 * @param apiV3Key 32 bytes
 * @returns the plain text, or undefined when key, nonce, associated data or ciphertext do not belong together
 */
export function decryptResource(resource: EncryptedResource, apiV3Key: Buffer): string | undefined {
  const bytes = Buffer.from(resource.ciphertext, 'base64');
  if (bytes.length < TAG_BYTES) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', apiV3Key, resource.nonce, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    decipher.setAAD(Buffer.from(resource.associated_data ?? ''));
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
