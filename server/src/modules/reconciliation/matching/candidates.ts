import { type AmountPlan, type FeeRule, type OpenBillToMatch, planOf } from './amount-plan.ts';
import { type HouseholdIndex, roomsOf, shapesOf } from './household-index.ts';
import { amountReason, observe } from './score.ts';
import type { TransferFacts } from './transfer-facts.ts';
import { type Reason, scoreOf } from './weights.ts';

/** One way to explain a transfer. */
export interface Candidate {
  /** One room, or several of one payer paid together. */
  readonly roomIds: readonly string[];
  readonly plan: AmountPlan;
  /** What speaks for the rooms, the amount left aside. */
  readonly identity: readonly Reason[];
  readonly reasons: readonly Reason[];
  /** 0 to 1 */
  readonly score: number;
}

/** A name that so many rooms share leads nowhere. */
const MOST_NAMESAKES = 40;
/** More rooms than this are not paid by one transfer, but by an agent with many. */
const MOST_TOGETHER = 6;
/** Kept of each transfer, the best. */
const MOST_KEPT = 8;

/** Everything that might explain a transfer, the best first. Rooms that only the amount speaks for are not looked for. */
export function candidatesFor(facts: TransferFacts, index: HouseholdIndex, feeRules: readonly FeeRule[]): Candidate[] {
  const rooms = new Set<string>();
  if (facts.line.referencedRoomId !== undefined) rooms.add(facts.line.referencedRoomId);
  const named = facts.rooms.flatMap((reference) => roomsOf(index, reference));
  add(rooms, named);
  for (const digits of facts.digitRuns) add(rooms, index.byRunTogether.get(digits));
  const byAccount = facts.account === undefined ? [] : (index.byAccount.get(facts.account) ?? []);
  add(rooms, byAccount);
  for (const phone of facts.references.phones) add(rooms, index.byPhone.get(phone));
  add(rooms, index.byName.get(facts.name));
  for (const sound of facts.sounds) add(rooms, index.bySound.get(sound));
  for (const name of facts.namesInRemark) add(rooms, index.byName.get(name));
  if (facts.masked) for (const shape of shapesOf(facts.name)) add(rooms, index.byNameShape.get(shape));

  const found: Candidate[] = [];
  const identities = new Map<string, readonly Reason[]>();
  for (const roomId of rooms) {
    const household = index.households.get(roomId);
    if (!household) continue;
    const identity = observe(facts, household, index);
    identities.set(roomId, identity);
    found.push(candidate([roomId], planOf(facts.line.amountFen, household.openBills, feeRules), identity));
  }
  found.push(...together(facts, index, identities, [named, byAccount]));
  return found.toSorted((a, b) => b.score - a.score).slice(0, MOST_KEPT);
}

export function candidate(roomIds: readonly string[], plan: AmountPlan, identity: readonly Reason[]): Candidate {
  const reasons = [...identity, amountReason(plan.fit)];
  return { roomIds, plan, identity, reasons, score: scoreOf(reasons) };
}

/** Several rooms paid by one transfer: those it names, those its account pays for, those of one owner. */
function together(
  facts: TransferFacts,
  index: HouseholdIndex,
  identities: ReadonlyMap<string, readonly Reason[]>,
  sets: readonly (readonly string[])[],
): Candidate[] {
  const groups = new Map<string, readonly string[]>();
  const propose = (rooms: readonly string[]) => {
    const distinct = [...new Set(rooms)].toSorted();
    if (distinct.length > 1 && distinct.length <= MOST_TOGETHER) groups.set(distinct.join(), distinct);
  };
  for (const rooms of sets) propose(rooms);
  for (const roomId of identities.keys()) {
    for (const { partyId, name } of index.households.get(roomId)?.names ?? []) {
      if (name === facts.name || facts.namesInRemark.has(name)) propose(index.byParty.get(partyId) ?? []);
    }
  }
  const found: Candidate[] = [];
  for (const rooms of groups.values()) {
    const bills = rooms.flatMap((roomId) => index.households.get(roomId)?.openBills ?? []).toSorted(byDueDate);
    const plan = planOf(facts.line.amountFen, bills);
    const touched = new Set(plan.parts.map((part) => part.roomId));
    // Only an exact sum over all of the rooms says that they were paid together.
    if ((plan.fit !== 'total' && plan.fit !== 'period') || touched.size !== rooms.length) continue;
    found.push(candidate(rooms, plan, commonIdentity(facts, index, rooms, identities)));
  }
  return found;
}

/** What speaks for the best known of the rooms speaks for all; an account that pays for just these rooms is their own. */
function commonIdentity(
  facts: TransferFacts,
  index: HouseholdIndex,
  rooms: readonly string[],
  identities: ReadonlyMap<string, readonly Reason[]>,
): readonly Reason[] {
  const [best = []] = rooms.map((roomId) => identities.get(roomId) ?? []).toSorted((a, b) => scoreOf(b) - scoreOf(a));
  const paysFor = facts.account === undefined ? undefined : index.byAccount.get(facts.account);
  const justThese = paysFor?.length === rooms.length && rooms.every((roomId) => paysFor.includes(roomId));
  return best.map((reason) => (justThese && reason === 'account-known-shared' ? 'account-known' : reason));
}

function add(rooms: Set<string>, more: readonly string[] | undefined): void {
  if (more && more.length <= MOST_NAMESAKES) for (const roomId of more) rooms.add(roomId);
}

export function byDueDate(a: OpenBillToMatch, b: OpenBillToMatch): number {
  if (a.dueDate !== b.dueDate) return a.dueDate < b.dueDate ? -1 : 1;
  return a.billId < b.billId ? -1 : 1;
}
