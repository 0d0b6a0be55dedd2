import { MONTHS_OFFERED } from '../../contract/offers-api.ts';
import type { LeaseState } from '../../contract/parking-leases-api.ts';
import { addDays, type Period } from '../billing/periods.ts';
import { renewal } from './offers.ts';

/** When a space is let; without an end as long as none was agreed, dates `YYYY-MM-DD`. */
export interface LeaseTerm {
  readonly from: string | null;
  readonly to: string | null;
  readonly ended: boolean;
}

/** Whole months from a day on. */
export function termOf(from: string, months: number): Period {
  return renewal(addDays(from, -1), months);
}

/** Months an owner may pay on: none beyond the last day of the lease. */
export function monthsThatFit(paidUntil: string, to: string | null): number[] {
  return MONTHS_OFFERED.filter((months) => to === null || renewal(paidUntil, months).to <= to);
}

export function leaseState({ from, to, ended }: LeaseTerm, today: string): LeaseState {
  if (to !== null && to < today) return ended ? 'ENDED' : 'OVER';
  if (ended && to !== null && from !== null && to < from) return 'ENDED';
  return from !== null && from > today ? 'COMING' : 'RUNNING';
}

/** Whether a new term would let the space twice; a lease that ended before it began lets nothing. */
export function collides(term: Period, other: LeaseTerm): boolean {
  if (other.from !== null && other.to !== null && other.to < other.from) return false;
  return (other.from === null || other.from <= term.to) && (other.to === null || other.to >= term.from);
}

/** Nothing that is paid is taken away: its last day is the earliest. The day before the first calls a lease off. */
export function mayEndOn(day: string, lease: LeaseTerm & { readonly paidUntil: string }): boolean {
  const earliest = lease.from === null ? lease.paidUntil : [lease.paidUntil, addDays(lease.from, -1)].toSorted().at(-1);
  return earliest !== undefined && day >= earliest && (lease.to === null || day <= lease.to);
}
