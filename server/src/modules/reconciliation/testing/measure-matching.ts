import { accountKey } from '../matching/normalise.ts';
import type { OpenBillToMatch } from '../matching/amount-plan.ts';
import { type HouseholdToMatch, indexHouseholds } from '../matching/household-index.ts';
import { type MatchDecision, matchTransfers } from '../matching/match-transfers.ts';
import type { GeneratedMonth, GeneratedSet, Truth } from './generated-months.ts';

export interface MatchingQuality {
  readonly lines: number;
  readonly auto: number;
  readonly suggested: number;
  readonly manual: number;
  /** Booked by itself for other rooms than in truth. */
  readonly wrong: number;
  /** Suggestions whose first candidate is right. */
  readonly suggestedRight: number;
  /** See `isDeterminable`. */
  readonly determinable: number;
  readonly determinableFound: number;
  /** Of the automatic matches, those that name the right rooms. */
  readonly precision: number;
  /** Of the determinable lines, those booked by themselves for the right rooms. */
  readonly recall: number;
  /** Of all lines that pay bills, whether or not anything names the room. */
  readonly recallOfAll: number;
  /** Milliseconds of normalising, scoring and assigning; generating and keeping the households are left out. */
  readonly matchingMs: number;
}

const FEE_RULES = [{ name: 'cross-bank-transfer-5', fromDate: '2020-01-01', feeFen: 500 }];

/**
 * Half a year, month by month: bills are published, the month's transfers are matched in one go, and then a person
 * settles by the truth what the machine has left, as a cashier does before the month is closed. Payers learnt on the
 * way, by machine or person, are known in the months after.
 */
export function measureMatching(set: GeneratedSet): MatchingQuality {
  const open = new Map<string, OpenBillToMatch[]>(set.households.map(({ roomId }) => [roomId, []]));
  const accounts = new Map<string, Set<string>>(set.households.map(({ roomId }) => [roomId, new Set()]));
  const counts = {
    lines: 0,
    auto: 0,
    suggested: 0,
    manual: 0,
    wrong: 0,
    suggestedRight: 0,
    determinable: 0,
    determinableFound: 0,
  };
  let paying = 0;
  let payingFound = 0;
  let matchingMs = 0;
  for (const month of set.months()) {
    for (const bill of month.published) open.get(bill.roomId)?.push(bill);
    const households = set.households.map(({ roomId, code, registered }): HouseholdToMatch => ({
      roomId,
      code,
      parties: registered,
      openBills: open.get(roomId) ?? [],
      accounts: [...(accounts.get(roomId) ?? [])],
    }));
    const started = performance.now();
    const decisions = matchTransfers(
      month.lines.map(({ line }) => line),
      indexHouseholds(households),
      FEE_RULES,
    );
    matchingMs += performance.now() - started;
    const roomsOfAccount = roomsByAccount(accounts);
    const pairs = new Map<string, 'open' | 'booked'>();
    for (const [at, decision] of decisions.entries()) {
      const entry = month.lines[at];
      if (!entry) continue;
      const { pair } = entry.truth;
      const second = pair !== undefined && pairs.has(pair);
      const taken = pair !== undefined && pairs.get(pair) === 'booked';
      const right = !taken && isRight(decision, entry.truth);
      if (pair !== undefined) pairs.set(pair, taken || decision.kind === 'auto' ? 'booked' : 'open');
      // Of two payments of one debt either may be found, and only one.
      const determinable = second
        ? !taken && isDeterminable(entry, roomsOfAccount)
        : isDeterminable(entry, roomsOfAccount);
      counts.lines += 1;
      counts[decision.kind] += 1;
      if (decision.kind === 'auto' && !right) counts.wrong += 1;
      if (decision.kind === 'suggested' && right) counts.suggestedRight += 1;
      const found = decision.kind === 'auto' && right;
      if (determinable) counts.determinable += 1;
      if (determinable && found) counts.determinableFound += 1;
      if (entry.truth.roomIds.length > 0) paying += 1;
      if (found) payingFound += 1;
    }
    closeMonth(month, open, accounts);
  }
  return {
    ...counts,
    precision: (counts.auto - counts.wrong) / counts.auto,
    recall: counts.determinableFound / counts.determinable,
    recallOfAll: payingFound / paying,
    matchingMs,
  };
}

export function isRight(decision: MatchDecision, truth: Truth): boolean {
  const named = decision.candidates[0]?.roomIds ?? [];
  return named.length > 0 && named.toSorted().join() === [...truth.roomIds].toSorted().join();
}

/**
 * A line has a determinable truth when it pays bills and something printed on it names the rooms: the room itself in
 * the remark without a slip; the number on the door, or a registered telephone, together with a registered payer or
 * alone where it is a telephone; or an account, printed in full or masked with its name, that has paid before, and only
 * for these rooms. First transfers without a reference are not: by rule a person decides on them.
 */
export function isDeterminable(
  { line, truth }: GeneratedMonth['lines'][number],
  roomsOfAccount: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  if (truth.roomIds.length === 0) return false;
  if (truth.names === 'room' || truth.names === 'telephone') return true;
  if (truth.names === 'door' && truth.registeredPayer) return true;
  const key = accountKey(line.counterpartyAccount, line.counterpartyName);
  const paidFor = key === undefined ? undefined : roomsOfAccount.get(key);
  return paidFor?.size === truth.roomIds.length && truth.roomIds.every((roomId) => paidFor.has(roomId));
}

function roomsByAccount(accounts: ReadonlyMap<string, ReadonlySet<string>>): Map<string, Set<string>> {
  const rooms = new Map<string, Set<string>>();
  for (const [roomId, keys] of accounts) {
    for (const key of keys) rooms.set(key, (rooms.get(key) ?? new Set()).add(roomId));
  }
  return rooms;
}

/** The truth is booked, oldest bills first, and payers are learnt. */
function closeMonth(
  month: GeneratedMonth,
  open: Map<string, OpenBillToMatch[]>,
  accounts: Map<string, Set<string>>,
): void {
  const paid = new Set<string>();
  for (const { line, truth } of month.lines) {
    if (truth.pair !== undefined && paid.has(truth.pair)) continue;
    if (truth.pair !== undefined) paid.add(truth.pair);
    let rest = line.amountFen + truth.keptFen;
    for (const roomId of truth.roomIds) {
      const left: OpenBillToMatch[] = [];
      for (const bill of open.get(roomId) ?? []) {
        const takes = Math.min(rest, bill.outstandingFen);
        rest -= takes;
        if (takes < bill.outstandingFen) left.push({ ...bill, outstandingFen: bill.outstandingFen - takes });
      }
      open.set(roomId, left);
      const key = accountKey(line.counterpartyAccount, line.counterpartyName);
      if (key !== undefined) accounts.get(roomId)?.add(key);
    }
  }
}
