import { FAILURE_CODES, type FailureCode } from '@louting/common/failure-codes';
import type { Screen } from '../../screens.ts';
import type { Sample } from './sample.ts';

/** Out of order until somebody heals it: nobody is served meanwhile. */
const STOPS_THE_KIOSK: ReadonlySet<FailureCode> = new Set([
  'LT-4001',
  'LT-4002',
  'LT-4004',
  'LT-4005',
  'LT-5001',
  'LT-5002',
  'LT-5003',
  'LT-5004',
  'LT-5005',
] satisfies FailureCode[]);

/** Nobody knows yet where the money is. */
const BEING_VERIFIED: ReadonlySet<FailureCode> = new Set([
  'LT-2102',
  'LT-2103',
  'LT-2112',
  'LT-2301',
  'LT-2302',
  'LT-2509',
  'LT-9999',
] satisfies FailureCode[]);

/** Met on the way in without a card. */
const OF_A_WAY_IN: ReadonlySet<FailureCode> = new Set([
  'LT-1010',
  'LT-1011',
  'LT-1012',
  'LT-1013',
  'LT-1014',
  'LT-1016',
] satisfies FailureCode[]);

const codes = Object.keys(FAILURE_CODES) as FailureCode[];

/** The screen on which an owner would read the words for a code. */
function screenFor(code: FailureCode): Screen {
  if (OF_A_WAY_IN.has(code)) return { screen: 'way-problem', way: 'room', code };
  if (code.startsWith('LT-1')) return { screen: 'card-problem', code };
  if (STOPS_THE_KIOSK.has(code)) return { screen: 'out-of-service', code };
  const isUnclear = BEING_VERIFIED.has(code);
  return {
    screen: 'failure',
    code,
    money: isUnclear ? 'being-verified' : 'not-taken',
    canRetry: !isUnclear,
    ...(isUnclear ? { reference: '7F3K-92QD' } : {}),
  };
}

/** Every failure code on its screen. */
export const ERROR_SAMPLES: readonly Sample[] = codes.map((code) => ({
  name: `error-${code}`,
  screen: screenFor(code),
}));
