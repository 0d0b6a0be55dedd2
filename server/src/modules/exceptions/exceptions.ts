import type { FailureCode } from '@louting/common/failure-codes';
import type { Resolution } from '../../contract/exceptions-api.ts';

const HOUR = 3_600_000;

interface ExceptionKind {
  /** How long staff have, from the moment it was raised, in milliseconds. */
  readonly withinMs: number;
  /** What a person may decide. Empty: the facts settle it, e.g. the count of a cash box. */
  readonly resolutions: readonly Exclude<Resolution, 'found-out'>[];
}

/** Money is where it should be, or safe at its own account: somebody has to have seen it, nothing more. */
const TO_BE_SEEN: ExceptionKind = { withinMs: 72 * HOUR, resolutions: ['seen'] };

const KINDS: Partial<Record<FailureCode, ExceptionKind>> = {
  // Alipay takes a charge back within 24 hours only: a person has time to do it by hand.
  'LT-2103': { withinMs: 4 * HOUR, resolutions: ['paid-by-statement', 'not-paid'] },
  'LT-2109': { withinMs: 24 * HOUR, resolutions: ['returned-at-channel', 'nothing-received'] },
  'LT-2203': { withinMs: 24 * HOUR, resolutions: ['to-prepayment', 'returned-at-channel', 'nothing-received'] },
  'LT-2301': { withinMs: 48 * HOUR, resolutions: ['seen'] },
  'LT-2302': { withinMs: 72 * HOUR, resolutions: [] },
  // Refunds settle these by moving on; what the channel says against the books a person has to see.
  'LT-2509': { withinMs: 48 * HOUR, resolutions: [] },
  'LT-2513': { withinMs: 24 * HOUR, resolutions: [] },
  'LT-2510': { withinMs: 24 * HOUR, resolutions: ['seen'] },
  // The channel gave money away that the books still have: some account has to bear it.
  'LT-2512': { withinMs: 4 * HOUR, resolutions: ['from-prepayment', 'written-off'] },
  'LT-2303': { withinMs: 72 * HOUR, resolutions: ['to-prepayment', 'cash-back'] },
};

/** Each kind of exception with its own deadline and its own ways out. */
export function kindOf(code: FailureCode): ExceptionKind {
  return KINDS[code] ?? TO_BE_SEEN;
}
