/**
 * The innermost step of the watchdog ladder: a window that went blank, hung or crashed is reloaded, with growing
 * patience, and after too many tries in a row its process ends so that the supervisor outside starts it afresh.
 * Money never depends on it: the service and the device bridge go on without any window.
 */
export interface WatchdogState {
  /** Recoveries since the window was last healthy for `HEALTHY_MS`. */
  readonly recoveries: number;
  readonly missed: number;
  readonly lastTroubleAt: number | undefined;
}

export type WatchdogEvent =
  | { readonly event: 'seen-drawing'; readonly at: number }
  | { readonly event: 'not-drawing'; readonly at: number }
  | { readonly event: 'gone' | 'unresponsive' | 'load-failed'; readonly at: number };

export type WatchdogAction =
  | { readonly action: 'none' }
  | { readonly action: 'reload' | 'recreate'; readonly afterMs: number }
  | { readonly action: 'exit' };

export const PROBE_EVERY_MS = 5_000;
/** One missed probe may be a busy processor; two in a row are a dead picture. */
const MISSES_ALLOWED = 1;
const RECOVERIES_ALLOWED = 6;
const HEALTHY_MS = 60_000;

export const WATCHDOG_START: WatchdogState = { recoveries: 0, missed: 0, lastTroubleAt: undefined };

/** Wait before the n-th recovery in a row (from 0), in milliseconds. */
export function recoveryDelay(recoveries: number): number {
  return Math.min(30_000, 500 * 2 ** recoveries);
}

export function watch(
  state: WatchdogState,
  event: WatchdogEvent,
): { readonly state: WatchdogState; readonly action: WatchdogAction } {
  switch (event.event) {
    case 'seen-drawing': {
      const calm = state.lastTroubleAt === undefined || event.at - state.lastTroubleAt >= HEALTHY_MS;
      return { state: calm ? WATCHDOG_START : { ...state, missed: 0 }, action: { action: 'none' } };
    }
    case 'not-drawing':
      if (state.missed < MISSES_ALLOWED)
        return { state: { ...state, missed: state.missed + 1 }, action: { action: 'none' } };
      return recover(state, 'reload', event.at);
    // The server may still be starting: waiting costs nothing and is never a reason to give up.
    case 'load-failed':
      return {
        state: { ...state, lastTroubleAt: event.at },
        action: { action: 'reload', afterMs: recoveryDelay(Math.min(state.recoveries, 2)) },
      };
    case 'unresponsive':
      return recover(state, 'reload', event.at);
    default:
      return recover(state, 'recreate', event.at);
  }
}

function recover(
  state: WatchdogState,
  action: 'reload' | 'recreate',
  at: number,
): { readonly state: WatchdogState; readonly action: WatchdogAction } {
  if (state.recoveries >= RECOVERIES_ALLOWED) return { state, action: { action: 'exit' } };
  return {
    state: { recoveries: state.recoveries + 1, missed: 0, lastTroubleAt: at },
    action: { action, afterMs: recoveryDelay(state.recoveries) },
  };
}
