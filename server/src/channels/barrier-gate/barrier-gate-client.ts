import { readFileSync } from 'node:fs';
import { failed, ok } from '@louting/common/result';
import { z } from 'zod';
import { LET_OUT_PATH } from '../../contract/barrier-gate-api.ts';
import type { GateOfCommunity } from '../../modules/parking-stays/barrier-gate.ts';
import type { ChannelDependencies } from '../channel-dependencies.ts';
import { exchange } from '../http-exchange.ts';
import { signedGateHeaders } from './gate-signature.ts';

/** A barrier gate's own controller, or the platform that stands before several. */
export const BarrierGateConfigSchema = z.strictObject({
  /** Of the community whose cars it sees. */
  communityCode: z.string().min(1),
  baseUrl: z.url().transform((url) => url.replace(/\/+$/, '')),
  keyId: z.string().min(1),
  /** File that holds the secret both sides sign with. */
  secretPath: z.string().min(1),
  timeoutMs: z.number().int().positive().default(3_000),
});
export type BarrierGateSettings = z.input<typeof BarrierGateConfigSchema>;

/** @throws Error when the secret cannot be read */
export function createBarrierGate(
  { communityCode, baseUrl, keyId, secretPath, timeoutMs }: z.output<typeof BarrierGateConfigSchema>,
  dependencies: ChannelDependencies,
): GateOfCommunity {
  const secret = readFileSync(secretPath, 'utf8').trim();
  const { clock, newNonce } = dependencies;
  return {
    keyId,
    secret,
    communityCode,
    gate: {
      letOut: async (command) => {
        const body = JSON.stringify(command);
        const parts = { subject: `POST ${LET_OUT_PATH}`, timestamp: String(clock.now()), nonce: newNonce(), body };
        const headers = signedGateHeaders(parts, { keyId, secret });
        const url = `${baseUrl}${LET_OUT_PATH}`;
        const answer = await exchange('gate.let-out', { method: 'POST', url, headers, body, timeoutMs }, dependencies);
        if (!answer.ok) return failed('LT-2866', answer.error.detail);
        return answer.value.status === 200 ? ok() : failed('LT-2866', `status ${answer.value.status}`);
      },
    },
  };
}
