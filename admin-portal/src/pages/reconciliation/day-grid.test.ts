import { fen } from '@louting/common/money';
import type { Run } from '@louting/server/contract/reconciliation-api';
import { describe, expect, it } from 'vitest';
import { dayGrid, figuresOf, percentOf } from './day-grid.ts';

function run(businessDate: string, change: Partial<Run> = {}): Run {
  return {
    runId: businessDate,
    channel: 'wechat-pay',
    merchant: '1900000109',
    businessDate,
    kind: 'trade',
    state: 'DONE',
    attempt: 1,
    startedAt: 0,
    rows: 10,
    problems: 0,
    matchedCount: 10,
    matchedFen: fen(1_000),
    comparedCount: 10,
    comparedFen: fen(1_000),
    openDifferences: 0,
    atRiskFen: fen(0),
    ...change,
  };
}

describe('the days of a month at one look', () => {
  it('say what is locked, what agrees, what waits for somebody and what nobody has compared', () => {
    const rows = [
      run('2026-02-01', { state: 'CLOSED' }),
      run('2026-02-02'),
      run('2026-02-03', { openDifferences: 2, atRiskFen: fen(500), matchedCount: 8, matchedFen: fen(500) }),
      run('2026-02-04', { state: 'FAILED' }),
      run('2026-02-01', { channel: 'pos', merchant: 'M 1' }),
    ];
    const grid = dayGrid('2026-02', rows, '2026-02-06');
    expect(grid.map((row) => row.key)).toEqual([
      'wechat-pay trade 1900000109',
      'alipay trade ',
      'pos trade M 1',
      'kiosk-cash cash ',
    ]);
    const [wechat] = grid;
    expect(wechat?.cells).toHaveLength(28);
    const states = wechat?.cells.slice(0, 6).map((cell) => cell.state);
    expect(states).toEqual(['CLOSED', 'DONE', 'OPEN', 'FAILED', 'MISSING', 'AHEAD']);
    expect(wechat?.figures.atRiskFen).toBe(500);
    expect(grid[2]?.merchant).toBe('M 1');
  });

  it('never say that everything agrees when one fen does not', () => {
    const { matchedFen, comparedFen } = figuresOf([
      run('2026-02-01', { matchedFen: fen(999_999), comparedFen: fen(1_000_000) }),
    ]);
    expect([percentOf(matchedFen, comparedFen), percentOf(7, 7), percentOf(0, 0)]).toEqual([
      '99.9%',
      '100.0%',
      undefined,
    ]);
  });
});
