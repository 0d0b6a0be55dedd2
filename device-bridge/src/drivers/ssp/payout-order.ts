import type { PayoutEvent, PayoutEventName } from './payout-events.ts';

/** One payout device as its poll events tell it: what becomes of the order, and what is wrong with it. Pure. */
export interface PayoutProgress {
  /** An order was accepted whose end has not been told. */
  readonly ordered: boolean;
  /** Something was moving at the last poll. */
  readonly moving: boolean;
  /** Polls in a row in which nothing moved. */
  readonly quietPolls: number;
  /** What the order that came to its end paid, in the device's own words, until it is laid to rest. */
  readonly endedFen: number | undefined;
  /** It searched in vain for what its counters say it has. */
  readonly ranOut: boolean;
  readonly low: boolean;
  /** Stuck, out of order or cheated; repeated by the device while it lasts. */
  readonly broken: boolean;
  /** What left the store not for the hand: from then on its level is no proof of what was paid. */
  readonly divertedFen: number;
}

export const NOTHING_ORDERED: PayoutProgress = {
  ordered: false,
  moving: false,
  quietPolls: 0,
  endedFen: undefined,
  ranOut: false,
  low: false,
  broken: false,
  divertedFen: 0,
};

const MOVING: readonly PayoutEventName[] = [
  'dispensing',
  'floating',
  'emptying',
  'smart-emptying',
  'jam-recovery',
  'note-in-bezel',
  'initialising',
];
/** An order ends with one of these; all but the first paid less than was ordered. */
const ENDINGS: readonly PayoutEventName[] = ['dispensed', 'halted', 'timeout', 'jammed', 'incomplete-payout'];
const BROKEN: readonly PayoutEventName[] = [
  'jammed',
  'fraud',
  'calibration-failed',
  'payout-out-of-service',
  'safe-jam',
  'unsafe-jam',
];
const DIVERTED: readonly PayoutEventName[] = [
  'paid-to-cashbox',
  'floated',
  'incomplete-float',
  'smart-emptied',
  'note-to-stacker',
];

/** An accepted order that moves nothing in so many polls is over: the event of its end was lost. */
const QUIET_POLLS = 10;

/** With POLL WITH ACK these are told until they are acknowledged, and nothing that came after them. */
const TOLD_UNTIL_ACKNOWLEDGED: readonly PayoutEventName[] = [
  ...ENDINGS,
  ...DIVERTED,
  'fraud',
  'note-error',
  'note-stacked-at-power-up',
  'note-stored-at-power-up',
  'note-paid-at-power-up',
];

/** The end of an order is acknowledged when it is on the disk; everything else when it was heard. */
export function acknowledgesAtOnce({ endedFen }: PayoutProgress, events: readonly PayoutEvent[]): boolean {
  return (
    endedFen === undefined && events.some(({ event }) => event !== 'unknown' && TOLD_UNTIL_ACKNOWLEDGED.includes(event))
  );
}

export function followPayout(before: PayoutProgress, events: readonly PayoutEvent[]): PayoutProgress {
  const told = (names: readonly PayoutEventName[]): boolean =>
    events.some(({ event }) => event !== 'unknown' && names.includes(event));
  const heard = events.reduce(step, before);
  const moving = told(MOVING);
  const quietPolls = moving ? 0 : before.quietPolls + 1;
  return { ...heard, moving, quietPolls, ordered: heard.ordered && quietPolls < QUIET_POLLS, broken: told(BROKEN) };
}

function step(progress: PayoutProgress, event: PayoutEvent): PayoutProgress {
  if (event.event === 'unknown') return progress;
  // What it was told before it lost its power is gone; what it paid of it comes as an incomplete payout.
  if (event.event === 'slave-reset') return { ...progress, ordered: false };
  if (event.event === 'coins-low' || event.event === 'coins-empty') return { ...progress, low: true };
  if (DIVERTED.includes(event.event)) {
    return { ...progress, divertedFen: progress.divertedFen + event.paidFen };
  }
  // A jam is told for as long as it lasts, whosever order it ended.
  const isEnd = ENDINGS.includes(event.event) && (event.event !== 'jammed' || progress.ordered);
  if (!isEnd) return progress;
  const ended = { ...progress, ordered: false, endedFen: event.paidFen };
  return event.event === 'timeout' ? { ...ended, ranOut: true } : ended;
}

/** A new conversation: what it was doing shows in its polls. */
export function heardAnew(progress: PayoutProgress): PayoutProgress {
  return { ...progress, ordered: false, moving: false };
}

/** The order was accepted. */
export function orderAccepted(progress: PayoutProgress): PayoutProgress {
  return { ...progress, ordered: true, quietPolls: 0, endedFen: undefined, divertedFen: 0 };
}

/** The end of the order is on the disk. */
export function laidToRest(progress: PayoutProgress): PayoutProgress {
  return { ...progress, ordered: false, endedFen: undefined, divertedFen: 0 };
}
