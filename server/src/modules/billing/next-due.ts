import { addMonths, covers, cyclePeriod } from './periods.ts';
import { dueDateOf } from './bill-basis.store.ts';

/** An item that a room is charged for, and what was billed of it. */
export interface ChargeOfRoom {
  readonly from_date: string;
  readonly to_date: string | null;
  /** In the order in which they come into force. */
  readonly versions: readonly {
    readonly from_date: string;
    readonly to_date: string | null;
    readonly formula: 'area' | 'fixed' | 'metered';
    readonly cycleMonths: number;
    readonly dueDays: number;
  }[];
  /** First days of the periods that have a bill. */
  readonly billed: ReadonlySet<string>;
}

/** Nothing is charged less often than once a year. */
const MONTHS_AHEAD = 13;

/**
 * When the first bill that is not made yet will have to be paid; undefined where nothing more is charged.
 * @param today business date
 */
export function nextDueDate(charges: readonly ChargeOfRoom[], today: string): string | undefined {
  return charges
    .flatMap((charge) => dueDateOfNext(charge, today) ?? [])
    .sort()
    .at(0);
}

function dueDateOfNext({ versions, billed, ...charged }: ChargeOfRoom, today: string): string | undefined {
  const latest = versions.at(-1);
  if (!latest) return undefined;
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1) {
    const period = cyclePeriod(addMonths(today.slice(0, 7), ahead), latest.cycleMonths, latest.formula === 'metered');
    if (!period || billed.has(period.from) || !covers(charged, period.from)) continue;
    const version = versions.find((one) => covers(one, period.from));
    const due = version && dueDateOf(period, version);
    if (due !== undefined && due >= today) return due;
  }
  return undefined;
}
