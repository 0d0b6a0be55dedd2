import { asyncModelRun, asyncProperty, check, commands } from 'fast-check';
import { newModel } from './money-model.ts';
import { taken } from './step.ts';
import {
  bankCash,
  countBag,
  decideDoubt,
  explain,
  orphanIsFound,
  prepareTheDay,
  pullBox,
  signTheDay,
} from './steps-of-cash.ts';
import {
  beginToPay,
  giveUp,
  insertNote,
  payOffLine,
  settle,
  showPayerCode,
  submitAgain,
  topUp,
} from './steps-of-kiosks.ts';
import {
  depositIsReturned,
  depositIsTaken,
  keptDepositIsDecided,
  ownersAgree,
  prepaymentIsUsed,
} from './steps-of-prepayment.ts';
import {
  askForRefund,
  bringRefundToEnd,
  decideRefund,
  refundMovesOn,
  refundsAreWorkedOn,
  refundWillGo,
} from './steps-of-refunds.ts';
import { staffPublishBill, staffReversesBill, staffSettleCase } from './steps-of-staff.ts';
import {
  everythingAtOnce,
  lineFails,
  meanwhile,
  notify,
  payByPhone,
  powerFails,
  statementIsRead,
  timePasses,
} from './steps-of-the-world.ts';
import { matchIsDecided, matchIsProposed, transferArrives } from './steps-of-bank.ts';
import { entriesAreSealed, monthIsClosed } from './steps-of-closing.ts';
import { comeToAnEnd } from './the-end.ts';
import { createWorldFactory, KIOSKS, rowsOf, type World } from './world.ts';

/** What happens often in a lobby and at an office stands here more than once. */
const STEPS = [
  beginToPay,
  beginToPay,
  beginToPay,
  beginToPay,
  topUp,
  payOffLine,
  submitAgain,
  showPayerCode,
  showPayerCode,
  giveUp,
  insertNote,
  insertNote,
  insertNote,
  settle,
  settle,
  payByPhone,
  payByPhone,
  payByPhone,
  notify,
  notify,
  timePasses,
  timePasses,
  lineFails,
  meanwhile,
  powerFails,
  everythingAtOnce,
  statementIsRead,
  pullBox,
  countBag,
  countBag,
  bankCash,
  prepareTheDay,
  signTheDay,
  explain,
  decideDoubt,
  orphanIsFound,
  ownersAgree,
  prepaymentIsUsed,
  depositIsTaken,
  depositIsReturned,
  keptDepositIsDecided,
  askForRefund,
  askForRefund,
  decideRefund,
  decideRefund,
  bringRefundToEnd,
  bringRefundToEnd,
  refundWillGo,
  refundMovesOn,
  refundsAreWorkedOn,
  refundsAreWorkedOn,
  staffSettleCase,
  staffReversesBill,
  staffPublishBill,
  transferArrives,
  matchIsProposed,
  matchIsDecided,
  entriesAreSealed,
  monthIsClosed,
];
const RUNS_AT_ONCE = 50;
const LONGEST_RUN = 500;

export interface ModelResult {
  readonly seed: number;
  readonly steps: number;
  readonly runs: number;
  /** How often orders ended in each state and each exception was raised: what the steps really reached. */
  readonly reached: Readonly<Record<string, number>>;
  /** What fast-check prints of the shortest run that breaks a rule; undefined: none did. */
  readonly counterexample?: string;
}

/**
 * Lets kiosks, phones, staff and channels do as they like until so many steps were taken.
 * @param seed the same seed takes the same steps
 * @param path of a counterexample, to take only its steps
 */
export async function runModel(
  options: { readonly steps: number; readonly seed: number; readonly path?: string },
  onProgress: (steps: number) => void = () => undefined,
): Promise<ModelResult> {
  const factory = await createWorldFactory();
  const before = taken.steps;
  let runs = 0;
  const reached: Record<string, number> = {};
  const property = asyncProperty(commands(STEPS, { maxCommands: LONGEST_RUN, size: 'max' }), async (steps) => {
    runs += 1;
    const world = await factory.make();
    const model = newModel(KIOSKS);
    try {
      await asyncModelRun(() => ({ model, real: world }), steps);
      await comeToAnEnd(model, world);
      count(reached, world);
    } finally {
      await world.close();
    }
  });
  try {
    for (let batch = 0; taken.steps - before < options.steps; batch += 1) {
      const details = await check(property, {
        seed: options.seed + batch,
        numRuns: RUNS_AT_ONCE,
        ...(options.path === undefined ? {} : { path: options.path }),
      });
      onProgress(taken.steps - before);
      if (details.failed) {
        const reason = details.errorInstance instanceof Error ? details.errorInstance.message : 'failed';
        const path = details.counterexamplePath ?? '';
        const shortest = [...(details.counterexample?.[0] ?? [])].join('\n');
        const counterexample = `${reason}\n${shortest}\nreplay: seed ${options.seed + batch}, path ${path}`;
        return { seed: options.seed, steps: taken.steps - before, runs, reached, counterexample };
      }
      if (options.path !== undefined) break;
    }
    return { seed: options.seed, steps: taken.steps - before, runs, reached };
  } finally {
    factory.remove();
  }
}

const SEEN = `select method || ' ' || state as seen from payment_order
  union all select code || ' ' || coalesce(resolution, 'open') from payment_exception
  union all select 'refund ' || route || ' ' || state from refund
  union all select 'bag ' || case when settled_at is null then 'waits' else 'counted' end from cash_collection
  union all select 'close ' || state from day_close
  union all select 'difference ' || state from cash_difference
  union all select 'note ' || outcome from cash_note_decision
  union all select 'deposit ' || state from deposit
  union all select 'transfer ' || state from bank_line
  union all select 'use ' || kind from prepayment_use
  union all select 'month ' || state from ledger_period
  union all select 'sealed' from ledger_block`;

function count(reached: Record<string, number>, world: World): void {
  for (const { seen } of rowsOf<{ seen: string }>(world, SEEN)) reached[seen] = (reached[seen] ?? 0) + 1;
}
