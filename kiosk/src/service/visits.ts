import type { Clock } from '@louting/common/clock';
import { newId } from '@louting/common/ids';
import type { Visit } from '@louting/server/contract/visits-api';
import type { Logger } from 'pino';
import type { UnnumberedModel } from '../flows/present.ts';
import { touchedIn, visitAfter, type VisitSoFar } from '../flows/visits.ts';
import type { Intent } from '../screens.ts';
import { isUncertain } from '../flows/effects.ts';
import type { ServerClient } from './server-client/server-client.ts';

/** A day without a line at a busy kiosk. */
const MOST_KEPT = 500;

export interface VisitWatch {
  shown(model: UnnumberedModel): void;
  touched(intent: Intent): void;
}

/** Follows what the screen shows, and hands over each visit when it is over. */
export function watchVisits(clock: Clock, keep: (visit: Visit) => void): VisitWatch {
  let visit: VisitSoFar | undefined;
  /** A visit begins with the touch that leaves the idle screen. */
  let first: Intent | undefined;
  return {
    shown: (model) => {
      const next = visitAfter(visit, model, clock.now());
      visit = next.visit && first ? touchedIn(next.visit, first) : next.visit;
      if (next.visit) first = undefined;
      if (next.ended) keep({ visitId: newId(), ...next.ended });
    },
    touched: (intent) => {
      if (visit) visit = touchedIn(visit, intent);
      else first = intent;
    },
  };
}

export interface VisitLog {
  keep(visit: Visit): void;
  /** Tells the server what is kept. Never rejects. */
  tell(): void;
  settled(): Promise<void>;
}

/**
 * Visits wait in memory for the line: they are counts for the office, and what carries money keeps the journal to
 * itself. A power cut may lose some.
 */
export function visitLog(server: Pick<ServerClient, 'tellVisit'>, log: Logger, stopping: AbortSignal): VisitLog {
  const kept: Visit[] = [];
  let telling: Promise<void> | undefined;

  const goRound = async () => {
    for (let [visit] = kept; visit !== undefined && !stopping.aborted; [visit] = kept) {
      const told = await server.tellVisit(visit);
      if (!told.ok && isUncertain(told.error)) return;
      if (!told.ok) log.warn({ failure: told.error }, 'a visit was refused');
      kept.shift();
    }
  };
  const tell = () => {
    telling ??= goRound()
      .catch((error: unknown) => log.warn({ error }, 'telling visits broke off'))
      .finally(() => {
        telling = undefined;
      });
  };
  return {
    keep: (visit) => {
      if (kept.length >= MOST_KEPT) kept.shift();
      kept.push(visit);
      tell();
    },
    tell,
    settled: async () => telling,
  };
}
