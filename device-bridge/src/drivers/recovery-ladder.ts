/**
 * What is tried, in which order, to bring a device back: data, walked by a pure function. A rung is tried a bounded
 * number of times; the last one says out of service, and from then on the device is only looked for now and then.
 */
export type RecoveryAction =
  /** The same words again on the same line. */
  | 'retry'
  /** The device is told to start anew. */
  | 'soft-reset'
  /** The line is closed and opened. */
  | 'reopen'
  /** Its supply is switched off and on, where a relay exists. */
  | 'power-cycle'
  | 'out-of-service';

/** `silent`: no answer on an open line; `closed`: the line is gone; `failing`: it answers, and reports a failure. */
export type Trouble = 'silent' | 'closed' | 'failing';

export interface Rung {
  readonly action: RecoveryAction;
  readonly against: readonly Trouble[];
  readonly tries: number;
  /** Before each try; doubled with each further one of the same rung, up to `longestMs`. */
  readonly waitMs: number;
  readonly longestMs: number;
}

export interface LadderState {
  readonly rung: number;
  readonly tried: number;
}

export interface LadderStep {
  readonly action: RecoveryAction;
  readonly waitMs: number;
  /** 1 for the first try of its rung. */
  readonly attempt: number;
}

export const FOOT_OF_LADDER: LadderState = { rung: 0, tried: 0 };

/** For devices on a serial line that remember what they were doing. */
export const SERIAL_DEVICE_LADDER: readonly Rung[] = [
  { action: 'retry', against: ['silent'], tries: 1, waitMs: 0, longestMs: 0 },
  { action: 'soft-reset', against: ['silent', 'failing'], tries: 1, waitMs: 200, longestMs: 200 },
  { action: 'reopen', against: ['silent', 'closed', 'failing'], tries: 5, waitMs: 500, longestMs: 5_000 },
  { action: 'power-cycle', against: ['silent', 'closed', 'failing'], tries: 1, waitMs: 1_000, longestMs: 1_000 },
  { action: 'out-of-service', against: ['silent', 'closed', 'failing'], tries: 1, waitMs: 5_000, longestMs: 5_000 },
];

/** The next thing to try. Without a relay its rung is stepped over; the last rung is never left by climbing. */
export function climb(
  ladder: readonly Rung[],
  state: LadderState,
  trouble: Trouble,
  hasRelay: boolean,
): readonly [LadderState, LadderStep] {
  const helps = (rung: Rung): boolean => rung.against.includes(trouble) && (hasRelay || rung.action !== 'power-cycle');
  const current = ladder[state.rung];
  if (current && helps(current) && state.tried < current.tries) return at(state.rung, current, state.tried + 1);

  for (let index = state.rung + 1; index < ladder.length; index += 1) {
    const rung = ladder[index];
    if (rung && helps(rung)) return at(index, rung, 1);
  }
  const last = ladder.at(-1);
  if (!last) throw new Error('a recovery ladder needs a rung');
  return at(ladder.length - 1, last, state.rung === ladder.length - 1 ? state.tried + 1 : 1);
}

function at(rung: number, { action, waitMs, longestMs }: Rung, attempt: number): readonly [LadderState, LadderStep] {
  return [
    { rung, tried: attempt },
    { action, attempt, waitMs: Math.min(longestMs, waitMs * 2 ** (attempt - 1)) },
  ];
}
