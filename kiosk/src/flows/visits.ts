import { isFailureCode, type FailureCode } from '@louting/common/failure-codes';
import type { Visit } from '@louting/server/contract/visits-api';
import type { Intent, ScreenName } from '../screens.ts';
import type { UnnumberedModel } from './present.ts';

/** One use of the kiosk as it goes on: what somebody saw and touched, and nothing of who they are. */
export interface VisitSoFar {
  readonly startedAt: number;
  /** When goodbye was said. */
  readonly goodbyeAt: number | undefined;
  readonly touches: number;
  readonly way: Visit['way'];
  readonly method: Visit['method'];
  readonly outcome: Visit['outcome'];
  readonly at: ScreenName;
  /** The last screen that was not goodbye. */
  readonly leftAt: ScreenName;
  readonly code: FailureCode | undefined;
  readonly helped: boolean;
  readonly practising: boolean;
  readonly letters: Visit['letters'];
  readonly language: Visit['language'];
}

/** Nobody stands there, or a technician does. */
const NO_VISIT: ReadonlySet<ScreenName> = new Set([
  'starting',
  'idle',
  'out-of-service',
  'maintenance-code',
  'maintenance-devices',
  'maintenance-device',
  'maintenance-trace',
]);

/** Where the owner says who they are without a card. */
const WAY_SCREENS: ReadonlySet<ScreenName> = new Set(['phone-code', 'room-check', 'owner-phone', 'choose-home']);

/**
 * The visit after this screen was shown. A visit ends when the idle screen is back, or when the next one in the queue
 * lays a card on the reader while goodbye is still shown.
 * @param at milliseconds since the epoch
 */
export function visitAfter(
  visit: VisitSoFar | undefined,
  model: UnnumberedModel,
  at: number,
): { readonly visit: VisitSoFar | undefined; readonly ended?: Omit<Visit, 'visitId'> } {
  const nobody = NO_VISIT.has(model.screen);
  const isNext = visit?.at === 'goodbye' && model.screen === 'identifying';
  const ended = visit && (nobody || isNext) ? { ended: summary(visit, at) } : {};
  if (nobody) return { visit: undefined, ...ended };
  return { visit: seeing(visit && !isNext ? visit : beginning(model, at), model, at), ...ended };
}

/** A touch; what it chose is noted where it says how somebody came in or paid. */
export function touchedIn(visit: VisitSoFar, intent: Intent): VisitSoFar {
  const touched = { ...visit, touches: visit.touches + 1 };
  if (visit.practising) return touched;
  if (intent.intent === 'choose-way') return { ...touched, way: intent.way };
  if (intent.intent === 'choose-method') return { ...touched, method: intent.method };
  return touched;
}

function beginning({ screen, mode, language }: UnnumberedModel, at: number): VisitSoFar {
  return {
    startedAt: at,
    goodbyeAt: undefined,
    touches: 0,
    way: undefined,
    method: undefined,
    outcome: 'not-identified',
    at: screen,
    leftAt: screen,
    code: undefined,
    helped: false,
    practising: false,
    letters: mode,
    language,
  };
}

function seeing(visit: VisitSoFar, model: UnnumberedModel, at: number): VisitSoFar {
  const seen: VisitSoFar = {
    ...visit,
    at: model.screen,
    goodbyeAt: model.screen === 'goodbye' ? (visit.goodbyeAt ?? at) : undefined,
    leftAt: model.screen === 'goodbye' ? visit.leftAt : model.screen,
    letters: model.mode,
    language: model.language,
    helped: visit.helped || model.help !== 'none',
    practising: model.practice !== undefined,
  };
  // Nothing that is practised has happened.
  if (seen.practising) return seen;
  switch (model.screen) {
    case 'identifying':
      return WAY_SCREENS.has(visit.at) ? seen : { ...seen, way: 'card' };
    case 'bills':
      return {
        ...seen,
        ...(visit.outcome === 'not-identified' && { outcome: 'left' }),
        ...(model.onBehalf && { way: 'pay-slip' }),
      };
    case 'nothing-owed':
      return visit.outcome === 'not-identified' ? { ...seen, outcome: 'nothing-owed' } : seen;
    case 'stay-sum':
      return visit.outcome === 'not-identified' ? { ...seen, outcome: 'left', way: 'plate' } : seen;
    case 'success':
      return model.paidEarlier ? seen : { ...seen, outcome: 'paid', code: undefined };
    case 'booked-later':
      return { ...seen, outcome: 'paid', code: undefined };
    case 'failure':
      return { ...seen, outcome: 'failed', code: codeOf(model.code) };
    case 'card-problem':
    case 'way-problem':
      return { ...seen, code: codeOf(model.code) };
    default:
      return seen;
  }
}

function codeOf(code: string): FailureCode | undefined {
  return isFailureCode(code) ? code : undefined;
}

function summary(visit: VisitSoFar, at: number): Omit<Visit, 'visitId'> {
  const { startedAt, touches, way, method, outcome, leftAt, code, helped, letters, language } = visit;
  return {
    startedAt,
    seconds: Math.max(0, Math.min(86_400, Math.round(((visit.goodbyeAt ?? at) - startedAt) / 1_000))),
    touches,
    letters,
    language,
    outcome,
    leftAt,
    helped,
    ...(way && { way }),
    ...(method && { method }),
    ...(code && { code }),
  };
}
