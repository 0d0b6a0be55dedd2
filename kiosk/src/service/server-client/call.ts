import type { Result } from '@louting/common/result';
import type { z } from 'zod';

/** One request to the server, before it is signed. */
export interface Call {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** All calls carry ids made and journaled before, so that sending again answers the same. */
  readonly attempts: number;
  readonly extraPatienceMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Sends it, and again where that is safe, and reads the answer by the schema of the contract. */
export type Calling = <Schema extends z.ZodType>(schema: Schema, call: Call) => Promise<Result<z.output<Schema>>>;
