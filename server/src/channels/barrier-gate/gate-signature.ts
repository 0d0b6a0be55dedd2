import { signatureOf } from '../shared-secret-signature.ts';

export interface GateKey {
  readonly keyId: string;
  readonly secret: string;
}

/** Headers of a request between gate and server, whichever of them sends it. */
export function signedGateHeaders(
  parts: { readonly subject: string; readonly timestamp: string; readonly nonce: string; readonly body: string },
  { keyId, secret }: GateKey,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-gate-key': keyId,
    'x-timestamp': parts.timestamp,
    'x-nonce': parts.nonce,
    'x-signature': signatureOf({ ...parts, body: Buffer.from(parts.body) }, secret),
  };
}
