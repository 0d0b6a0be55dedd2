import { expect, it } from 'vitest';
import type { RunState } from '../../../contract/reconciliation-api.ts';
import { type DueDay, dueDays, type KnownRun } from './due-days.ts';

const at = (time: string) => Date.parse(`${time.replace(' ', 'T')}:00+08:00`);
const NOW = at('2026-11-26 10:30');
const run = (kind: DueDay['kind'], day: string, state: RunState, changes: Partial<KnownRun> = {}): KnownRun => ({
  businessDate: `2026-11-${day}`,
  kind,
  state,
  attempt: 1,
  leaseUntil: 0,
  finishedAt: at('2026-11-26 10:15'),
  ...changes,
});
const short = (due: readonly DueDay[]) => due.map(({ date, kind }) => `${date.slice(8)} ${kind}`);

it.each<[string, readonly KnownRun[], number, readonly string[]]>([
  ['a minute before half past ten: nothing', [], NOW - 60_000, ['24 trade']],
  ['half past ten: yesterday', [run('trade', '24', 'DONE'), run('fund', '24', 'DONE')], NOW, ['25 trade']],
  [
    'trades are here: the funds of the day',
    [run('trade', '24', 'DONE'), run('trade', '25', 'CLOSED')],
    NOW,
    ['24 fund', '25 fund'],
  ],
  [
    'days were missed: the oldest first, funds wait for all trades before',
    [run('trade', '25', 'DONE')],
    NOW,
    ['24 trade'],
  ],
  [
    'failed a quarter of an hour ago: tried again',
    [run('trade', '24', 'FAILED'), run('trade', '25', 'DONE')],
    NOW,
    ['24 trade'],
  ],
  ['failed twice: later', [run('trade', '24', 'FAILED', { attempt: 2 }), run('trade', '25', 'DONE')], NOW, []],
  [
    'failed often: every six hours',
    [run('trade', '24', 'FAILED', { attempt: 9, finishedAt: at('2026-11-26 04:30') }), run('trade', '25', 'DONE')],
    NOW,
    ['24 trade'],
  ],
  [
    'running elsewhere: left alone',
    [run('trade', '24', 'RUNNING', { leaseUntil: NOW + 1 }), run('trade', '25', 'DONE')],
    NOW,
    [],
  ],
  ['its process died: taken up', [run('trade', '24', 'RUNNING'), run('trade', '25', 'DONE')], NOW, ['24 trade']],
])('%s', (_name, runs, now, expected) => {
  expect(short(dueDays(runs, '2026-11-24', now))).toEqual(expected);
});

it('three months back and no further', () => {
  const due = dueDays([], '2026-01-01', NOW);
  expect(due.filter(({ kind }) => kind === 'trade')).toHaveLength(90);
  expect(due[0]).toEqual({ date: '2026-08-28', kind: 'trade' });
});
