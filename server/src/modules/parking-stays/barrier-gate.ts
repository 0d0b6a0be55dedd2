import type { Result } from '@louting/common/result';
import type { LetOut } from '../../contract/barrier-gate-api.ts';

/** A barrier gate 道闸, as the server speaks to it. */
export interface BarrierGate {
  /** The same command again is the same one. @returns LT-2866 it does not answer, or refused */
  letOut(command: LetOut): Promise<Result<undefined>>;
}

/** A gate that the operator configured, and whose it is. */
export interface GateOfCommunity {
  /** What it signs with, `x-gate-key`. */
  readonly keyId: string;
  readonly secret: string;
  readonly communityCode: string;
  readonly gate: BarrierGate;
}
