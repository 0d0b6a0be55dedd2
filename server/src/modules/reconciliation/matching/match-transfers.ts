import { assign } from './assignment.ts';
import { inForce } from '../rules/rules-in-force.ts';
import { type AmountPlan, type FeeRule, type OpenBillToMatch, planOf, sumOf } from './amount-plan.ts';
import { byDueDate, type Candidate, candidate, candidatesFor } from './candidates.ts';
import { clustersOf } from './clusters.ts';
import type { HouseholdIndex } from './household-index.ts';
import { factsOf, type TransferToMatch } from './transfer-facts.ts';
import { AUTO_MARGIN, AUTO_SCORE, EVIDENCE, type Reason, scoreOf, SUGGEST_SCORE, TWIN_MARGIN } from './weights.ts';

/** What the machine says about one transfer. */
export interface MatchDecision {
  readonly lineId: string;
  /** `auto`: booked by itself. `suggested`: a person confirms or rejects. `manual`: a person looks for the room. */
  readonly kind: 'auto' | 'suggested' | 'manual';
  /** The best first; of `auto` and `suggested` the first is meant. */
  readonly candidates: readonly Candidate[];
}

/** Below this a candidate takes no part in the contest for bills. */
const CONTENDS = 0.3;
/** Two or three transfers of the same days can pay one sum. */
const SPLIT_DAYS = 5;
const MOST_SPLITS = 3;
/** A cluster larger than this is solved in pieces, in the order of the lines. */
const LARGEST_CLUSTER = 120;
const DAY_MS = 86_400_000;

/** A rule of what a bank keeps, from a day on; one of no fee ends it. */
export type DatedFeeRule = FeeRule & { readonly fromDate: string };

function feesOn(rules: readonly DatedFeeRule[], date: string): FeeRule[] {
  return inForce(rules, date)
    .filter(({ feeFen }) => feeFen > 0)
    .toSorted((a, b) => a.feeFen - b.feeFen);
}

interface Contender {
  readonly line: TransferToMatch;
  candidates: Candidate[];
}

/**
 * Scores every transfer against the households, settles who pays which bill over all of them
 * together, and decides what may be booked without a person. Pure: the same input gives the same answer.
 */
export function matchTransfers(
  lines: readonly TransferToMatch[],
  index: HouseholdIndex,
  feeRules: readonly DatedFeeRule[] = [],
): MatchDecision[] {
  const contenders = lines.map((line): Contender => ({
    line,
    candidates: candidatesFor(factsOf(line), index, feesOn(feeRules, line.date)),
  }));
  recogniseSplits(contenders, index);
  const decided = new Map<string, MatchDecision>();
  const clusters = clustersOf(contenders, ({ candidates }) =>
    candidates.filter(({ score }) => score >= CONTENDS).flatMap(({ roomIds }) => roomIds),
  );
  for (const cluster of clusters) {
    for (let from = 0; from < cluster.length; from += LARGEST_CLUSTER) {
      for (const decision of settle(cluster.slice(from, from + LARGEST_CLUSTER), index, feeRules)) {
        decided.set(decision.lineId, decision);
      }
    }
  }
  return lines.map(({ lineId }) => decided.get(lineId) ?? { lineId, kind: 'manual', candidates: [] });
}

/** Transfers for one room that are partial alone and exact together. */
function recogniseSplits(contenders: readonly Contender[], index: HouseholdIndex): void {
  const partial = contenders.flatMap((contender) => {
    const [best] = contender.candidates;
    const [roomId] = best?.roomIds ?? [];
    return best && roomId !== undefined && best.plan.fit === 'partial' && best.score >= CONTENDS
      ? [{ contender, best, roomId }]
      : [];
  });
  for (const [roomId, all] of Map.groupBy(partial, (entry) => entry.roomId)) {
    const bills = index.households.get(roomId)?.openBills ?? [];
    const inOrder = all.toSorted((a, b) => (a.contender.line.date < b.contender.line.date ? -1 : 1));
    for (let from = 0; from < inOrder.length; from += 1) {
      for (let count = 2; count <= MOST_SPLITS && from + count <= inOrder.length; count += 1) {
        const group = inOrder.slice(from, from + count);
        const [first, last] = [group[0], group.at(-1)];
        if (!first || !last || daysBetween(first.contender.line.date, last.contender.line.date) > SPLIT_DAYS) break;
        const sum = group.reduce((total, { contender }) => total + contender.line.amountFen, 0);
        const { fit } = planOf(sum, bills);
        if (fit !== 'total' && fit !== 'period' && fit !== 'bill') continue;
        for (const { contender, best } of group) {
          const reasons: Reason[] = [...best.identity, 'amount-split'];
          const raised = { ...best, reasons, score: scoreOf(reasons) };
          contender.candidates = contender.candidates.map((other) => (other === best ? raised : other));
        }
      }
    }
  }
}

/** One cluster: who pays which bills, found together, then decided line by line on what the bills still ask. */
function settle(
  cluster: readonly Contender[],
  index: HouseholdIndex,
  feeRules: readonly DatedFeeRule[],
): MatchDecision[] {
  const options = cluster.map(({ candidates }) =>
    candidates.filter(({ score }) => score >= CONTENDS).flatMap((one) => alternatives(one, index)),
  );
  const columns = new Map<string, number>();
  const columnOf = (option: Candidate, row: number): number => {
    const exclusive = option.plan.restFen === 0 && option.plan.fit !== 'partial' && option.plan.parts.length > 0;
    const bills = option.plan.parts.map((part) => part.billId).join();
    const key = exclusive ? bills : `${row}:${option.roomIds.join()}`;
    const column = columns.get(key) ?? columns.size;
    columns.set(key, column);
    return column;
  };
  const placed = options.map((row, at) => row.map((option) => ({ option, column: columnOf(option, at) })));
  const weights = placed.map((row) => {
    const weightsOfRow = Array.from({ length: columns.size }, () => 0);
    for (const { option, column } of row) weightsOfRow[column] = Math.max(weightsOfRow[column] ?? 0, option.score);
    return weightsOfRow;
  });
  const chosen = assign(weights);
  const wins = cluster.map((contender, row) => {
    const won = placed[row]?.filter(({ column }) => column === chosen[row]).toSorted(byScore)[0]?.option;
    return { contender, won: won ?? contender.candidates[0] };
  });

  const left = new Map<string, number>();
  // The surest first: what they take is no longer there for the others.
  const inOrder = wins.toSorted(
    (a, b) => (b.won?.score ?? 0) - (a.won?.score ?? 0) || (a.contender.line.date < b.contender.line.date ? -1 : 1),
  );
  return inOrder.map(({ contender, won }) => decide(contender, won, { index, feeRules, left }));
}

/** Of several bills of one amount any may be meant: each is a place of its own, so that two transfers find two bills. */
function alternatives(option: Candidate, index: HouseholdIndex): Candidate[] {
  const [part] = option.plan.parts;
  const [roomId] = option.roomIds;
  if (option.plan.fit !== 'bill' || !part || roomId === undefined) return [option];
  const bills = index.households.get(roomId)?.openBills ?? [];
  return bills
    .filter((bill) => bill.outstandingFen === part.amountFen)
    .map((bill) => ({ ...option, plan: { ...option.plan, parts: [{ ...part, billId: bill.billId }] } }));
}

interface Standing {
  readonly index: HouseholdIndex;
  readonly feeRules: readonly DatedFeeRule[];
  /** What bills still ask after the transfers decided before, by bill id. */
  readonly left: Map<string, number>;
}

function decide(contender: Contender, won: Candidate | undefined, standing: Standing): MatchDecision {
  const { line, candidates } = contender;
  if (!won) return { lineId: line.lineId, kind: 'manual', candidates: [] };
  const meant = stillFits(won.plan, standing) ? won : replanned(line, won, standing);
  const others = candidates.filter((other) => !other.roomIds.some((roomId) => meant.roomIds.includes(roomId)));
  const margin = meant.score - Math.max(0, ...others.map((other) => other.score));
  const shown = [meant, ...others];
  const evident = meant.reasons.some((reason) => EVIDENCE.has(reason));
  const books = meant.plan.parts.length > 0;
  if (books && evident && meant.score >= AUTO_SCORE && margin >= AUTO_MARGIN) {
    take(meant.plan, standing);
    return { lineId: line.lineId, kind: 'auto', candidates: shown };
  }
  const suggested = meant.score >= SUGGEST_SCORE && margin >= TWIN_MARGIN;
  return { lineId: line.lineId, kind: suggested ? 'suggested' : 'manual', candidates: shown };
}

function stillFits(plan: AmountPlan, { left }: Standing): boolean {
  return plan.parts.every((part) => (left.get(part.billId) ?? part.amountFen) >= part.amountFen);
}

/** The same rooms on what their bills still ask. */
function replanned(line: TransferToMatch, won: Candidate, { index, feeRules, left }: Standing): Candidate {
  const bills = won.roomIds
    .flatMap((roomId) => index.households.get(roomId)?.openBills ?? [])
    .map((bill): OpenBillToMatch => ({ ...bill, outstandingFen: left.get(bill.billId) ?? bill.outstandingFen }))
    .filter((bill) => bill.outstandingFen > 0)
    .toSorted(byDueDate);
  const plan = planOf(line.amountFen, bills, feesOn(feeRules, line.date));
  // The second half of a split finds the bill half paid.
  const split = won.reasons.includes('amount-split') && line.amountFen <= sumOf(bills);
  const fresh = candidate(won.roomIds, plan, won.identity);
  return split ? { ...fresh, reasons: won.reasons, score: won.score } : fresh;
}

function take(plan: AmountPlan, { index, left }: Standing): void {
  for (const part of plan.parts) {
    const asked =
      left.get(part.billId) ??
      index.households.get(part.roomId)?.openBills.find((bill) => bill.billId === part.billId)?.outstandingFen ??
      part.amountFen;
    left.set(part.billId, asked - part.amountFen);
  }
}

function byScore(a: { readonly option: Candidate }, b: { readonly option: Candidate }): number {
  return b.option.score - a.option.score;
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}
