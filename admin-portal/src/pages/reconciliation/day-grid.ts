import { fen, type Fen } from '@louting/common/money';
import type { Run, RunChannel, RunKind } from '@louting/server/contract/reconciliation-api';

/** What one look at a day says. `MISSING`: the day is over and nobody has compared it; `AHEAD`: it is not over. */
export type DayState = 'CLOSED' | 'DONE' | 'OPEN' | 'FAILED' | 'GIVEN_UP' | 'RUNNING' | 'MISSING' | 'AHEAD';

export interface DayCell {
  readonly date: string;
  readonly state: DayState;
  readonly run?: Run;
}

/** One channel's days of a month, with the figures finance is asked for. */
export interface GridRow {
  readonly key: string;
  readonly channel: RunChannel;
  readonly kind: RunKind;
  readonly merchant: string;
  readonly cells: readonly DayCell[];
  readonly figures: Figures;
}

export interface Figures {
  readonly matchedCount: number;
  readonly comparedCount: number;
  readonly matchedFen: Fen;
  readonly comparedFen: Fen;
  readonly atRiskFen: Fen;
  readonly openDifferences: number;
}

/** Shown though nothing ran yet: every community has them, and a day without them should be seen. */
const ALWAYS: readonly (readonly [RunChannel, RunKind])[] = [
  ['wechat-pay', 'trade'],
  ['alipay', 'trade'],
  ['kiosk-cash', 'cash'],
];
export const CHANNELS: readonly RunChannel[] = ['wechat-pay', 'alipay', 'unionpay', 'pos', 'kiosk-cash', 'bank'];
const KINDS: readonly RunKind[] = ['trade', 'fund', 'cash', 'statement'];

/**
 * @param month `YYYY-MM`
 * @param today the business day that is not over yet
 */
export function dayGrid(month: string, runs: readonly Run[], today: string): GridRow[] {
  const rows = new Map<string, Run[]>();
  for (const run of runs) {
    const key = [run.channel, run.kind, run.merchant].join(' ');
    rows.set(key, [...(rows.get(key) ?? []), run]);
  }
  for (const [channel, kind] of ALWAYS) {
    if (!runs.some((run) => run.channel === channel && run.kind === kind)) rows.set(`${channel} ${kind} `, []);
  }
  const dates = daysOf(month);
  return [...rows]
    .map(([key, ofRow]): GridRow => {
      const [channel, kind, ...merchant] = key.split(' ') as [RunChannel, RunKind, ...string[]];
      const byDate = new Map(ofRow.map((run) => [run.businessDate, run]));
      // A statement tells of many days and stands on its last: the days before it are not missing.
      const missingUntil = kind === 'statement' ? '' : today;
      const cells = dates.map((date) => cellOf(date, byDate.get(date), missingUntil));
      return { key, channel, kind, merchant: merchant.join(' '), cells, figures: figuresOf(ofRow) };
    })
    .sort(
      (one, other) =>
        CHANNELS.indexOf(one.channel) - CHANNELS.indexOf(other.channel) ||
        KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) ||
        one.merchant.localeCompare(other.merchant),
    );
}

export function figuresOf(runs: readonly Run[]): Figures {
  const sum = (of: (run: Run) => number) => runs.reduce((total, run) => total + of(run), 0);
  return {
    matchedCount: sum((run) => run.matchedCount),
    comparedCount: sum((run) => run.comparedCount),
    matchedFen: fen(sum((run) => run.matchedFen)),
    comparedFen: fen(sum((run) => run.comparedFen)),
    atRiskFen: fen(sum((run) => run.atRiskFen)),
    openDifferences: sum((run) => run.openDifferences),
  };
}

/** Rounded down, so that 100 % says that everything agrees. Undefined: there was nothing to compare. */
export function percentOf(matched: number, compared: number): string | undefined {
  if (compared === 0) return undefined;
  return `${(Math.floor((matched / compared) * 1000) / 10).toFixed(1)}%`;
}

function cellOf(date: string, run: Run | undefined, today: string): DayCell {
  if (!run) return { date, state: date < today ? 'MISSING' : 'AHEAD' };
  const state = run.state === 'DONE' && run.openDifferences > 0 ? 'OPEN' : run.state;
  return { date, state, run };
}

export function daysOf(month: string): string[] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length: last }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`);
}
