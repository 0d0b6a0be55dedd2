import { describe, expect, it } from 'vitest';
import { WATCHDOG_START, recoveryDelay, watch, type WatchdogEvent } from './watchdog.ts';

const play = (...events: readonly WatchdogEvent[]) => {
  let state = WATCHDOG_START;
  return events.map((event) => {
    const next = watch(state, event);
    state = next.state;
    return next.action;
  });
};

describe('window watchdog', () => {
  it('one missed frame is forgiven, two in a row reload', () => {
    expect(play({ event: 'not-drawing', at: 0 }, { event: 'not-drawing', at: 5_000 })).toEqual([
      { action: 'none' },
      { action: 'reload', afterMs: 500 },
    ]);
  });

  it('a frame in between starts the count again', () => {
    const actions = play(
      { event: 'not-drawing', at: 0 },
      { event: 'seen-drawing', at: 5_000 },
      { event: 'not-drawing', at: 10_000 },
    );
    expect(actions.every(({ action }) => action === 'none')).toBe(true);
  });

  it('renderer crashed: a new page, with growing patience', () => {
    expect(play({ event: 'gone', at: 0 }, { event: 'gone', at: 1_000 }, { event: 'gone', at: 3_000 })).toEqual([
      { action: 'recreate', afterMs: 500 },
      { action: 'recreate', afterMs: 1_000 },
      { action: 'recreate', afterMs: 2_000 },
    ]);
  });

  it('renderer crashes for ever: the process ends so that its supervisor starts afresh', () => {
    const actions = play(...Array.from({ length: 7 }, (_, at) => ({ event: 'gone', at }) as const));
    expect(actions.at(-1)).toEqual({ action: 'exit' });
    expect(actions.filter(({ action }) => action === 'exit')).toHaveLength(1);
  });

  it('a minute of health forgives everything', () => {
    const actions = play(
      { event: 'gone', at: 0 },
      { event: 'seen-drawing', at: 60_000 },
      { event: 'gone', at: 60_001 },
    );
    expect(actions.at(-1)).toEqual({ action: 'recreate', afterMs: 500 });
  });

  it('kiosk service not up yet: keeps trying, never gives up', () => {
    const actions = play(...Array.from({ length: 50 }, (_, at) => ({ event: 'load-failed', at }) as const));
    expect(actions.every(({ action }) => action === 'reload')).toBe(true);
  });

  it('never waits longer than half a minute', () => {
    expect(recoveryDelay(30)).toBe(30_000);
  });
});
