import type { FailureCode } from './failure-codes.ts';

/** An expected outcome: a value, never an exception. Anything unexpected is thrown and crashes its actor. */
export type Result<T, E = Failure> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** An expected failure. `code` is what screen, slip, log and portal all show; `detail` is for staff, never personal data. */
export interface Failure {
  readonly code: FailureCode;
  readonly detail?: string;
}

export function ok(): Result<undefined, never>;
export function ok<T>(value: T): Result<T, never>;
export function ok<T>(value?: T): Result<T | undefined, never> {
  return { ok: true, value };
}

export function failed(code: FailureCode, detail?: string): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: detail === undefined ? { code } : { code, detail } };
}

/** For the places where a failure can only be a programming error. */
export function unwrap<T>(result: Result<T, unknown>): T {
  if (result.ok) return result.value;
  throw new Error(`expected success, got ${JSON.stringify(result.error)}`);
}
