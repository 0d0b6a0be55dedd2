import { businessDate } from '@louting/common/clock';
import type { RunState } from '../../../contract/reconciliation-api.ts';
import { dayAfter } from '../reconciliation-context.ts';

/** Files are there at 10:00 of the next day; half an hour later is soon enough. */
const DUE_AFTER_MS = 34.5 * 3_600_000;
/** WeChat keeps three months of files; what is older has to be brought by a person. */
const KEPT_DAYS = 90;
const MINUTE = 60_000;
/** Between two tries of a day that failed: after the first, the second … */
const AGAIN_AFTER_MS = [10 * MINUTE, 30 * MINUTE, 60 * MINUTE, 180 * MINUTE] as const;
const LONGEST_MS = 360 * MINUTE;

/** The newest day that may be asked for, and the oldest a channel still has. */
export function daysToHave(now: number): { readonly from: string; readonly to: string } {
  const to = businessDate(now - DUE_AFTER_MS);
  return { from: dayAfter(to, 1 - KEPT_DAYS), to };
}

export interface KnownRun {
  readonly businessDate: string;
  readonly kind: 'trade' | 'fund';
  readonly state: RunState;
  readonly attempt: number;
  readonly leaseUntil: number;
  readonly finishedAt: number;
}

export interface DueDay {
  readonly date: string;
  readonly kind: 'trade' | 'fund';
}

/**
 * Which files of a channel to ask for now, the oldest first. Movements of funds wait for the trades of their day and of
 * all days before: a settlement pays those out, and would find nothing to pay. A day that two people have given up is
 * waited for no longer.
 * @param since before this day nothing of ours can be at the channel
 */
export function dueDays(runs: readonly KnownRun[], since: string, now: number): DueDay[] {
  const { from, to } = daysToHave(now);
  const known = new Map(runs.map((run) => [`${run.kind} ${run.businessDate}`, run]));
  const due: DueDay[] = [];
  let tradesAreHere = true;
  for (let date = since > from ? since : from; date <= to; date = dayAfter(date)) {
    const trade = known.get(`trade ${date}`);
    if (!isDone(trade)) {
      tradesAreHere = false;
      if (mayTry(trade, now)) due.push({ date, kind: 'trade' });
    }
    const fund = known.get(`fund ${date}`);
    if (tradesAreHere && !isDone(fund) && mayTry(fund, now)) due.push({ date, kind: 'fund' });
  }
  return due;
}

function isDone(run: KnownRun | undefined): boolean {
  return run?.state === 'DONE' || run?.state === 'CLOSED' || run?.state === 'GIVEN_UP';
}

function mayTry(run: KnownRun | undefined, now: number): boolean {
  if (!run) return true;
  if (run.state === 'RUNNING') return run.leaseUntil <= now;
  return now >= run.finishedAt + (AGAIN_AFTER_MS[run.attempt - 1] ?? LONGEST_MS);
}
