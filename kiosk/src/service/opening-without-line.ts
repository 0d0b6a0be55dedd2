import { randomInt, timingSafeEqual, type KeyObject } from 'node:crypto';
import { failed, ok, type Result } from '@louting/common/result';
import type { Clock } from '@louting/common/clock';
import { agreementKeyOfSigner, maintenanceAnswer } from '@louting/server/contract/maintenance-answer';

const LIVES_MS = 600_000;
/** Of a hundred million answers, in ten minutes. */
const WRONG_TRIES = 5;

export interface OpeningWithoutLine {
  /** Six digits that somebody reads out to the office. Undefined: this kiosk has never heard the office's key. */
  question(): string | undefined;
  /** LT-4007 */
  answer(given: string): Result<{ readonly question?: string }>;
}

/**
 * The device page while the server is away: a question is good for one opening, and lives ten minutes. Wrong answers
 * count across questions, so that asking again buys no more tries.
 */
export function openingWithoutLine(
  signer: KeyObject,
  officeKey: () => string | undefined,
  clock: Clock,
): OpeningWithoutLine {
  let asked: { readonly question: string; readonly endsAt: number } | undefined;
  let wrong: readonly number[] = [];
  return {
    question: () => {
      if (officeKey() === undefined) return undefined;
      if (!asked || asked.endsAt <= clock.now()) {
        asked = { question: String(randomInt(1_000_000)).padStart(6, '0'), endsAt: clock.now() + LIVES_MS };
      }
      return asked.question;
    },
    answer: (given) => {
      const office = officeKey();
      const now = clock.now();
      wrong = wrong.filter((at) => at > now - LIVES_MS);
      if (!asked || asked.endsAt <= now || office === undefined || wrong.length >= WRONG_TRIES)
        return failed('LT-4007');
      const expected = maintenanceAnswer(agreementKeyOfSigner(signer), office, asked.question);
      if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), Buffer.from(expected))) {
        wrong = [...wrong, now];
        return failed('LT-4007');
      }
      asked = undefined;
      wrong = [];
      return ok({});
    },
  };
}
