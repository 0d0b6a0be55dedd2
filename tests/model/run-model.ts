import { asyncModelRun, asyncProperty, check, commands } from 'fast-check';
import { ok } from '@louting/common/result';
import { learn } from '../../server/src/modules/payments/learnt.ts';
import { orderIdOf } from '../../server/src/modules/payments/channel-orders.ts';
import { auditOrThrow, nothingIsMissing, soundOrThrow } from './invariants.ts';
import { paidOutcome } from './model-channel.ts';
import type { MoneyModel } from './money-model.ts';
import { taken } from './step.ts';
import {
  beginToPay,
  giveUp,
  insertNote,
  settle,
  settleTheRest,
  showPayerCode,
  submitAgain,
} from './steps-of-kiosks.ts';
import {
  lineFails,
  meanwhile,
  notify,
  payByPhone,
  powerFails,
  staffReversesBill,
  timePasses,
} from './steps-of-the-world.ts';
import { createWorldFactory, type World } from './world.ts';

/** What happens often in a lobby stands here more than once. */
const STEPS = [
  beginToPay,
  beginToPay,
  beginToPay,
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
  notify,
  notify,
  timePasses,
  timePasses,
  lineFails,
  meanwhile,
  powerFails,
  staffReversesBill,
];
const RUNS_AT_ONCE = 50;
const LONGEST_RUN = 150;
/** Open orders are asked ever more rarely, at last every five minutes; an hour later all have ended. */
const ROUNDS_TO_END = 60;

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
    const model: MoneyModel = { orders: [] };
    try {
      await asyncModelRun(() => ({ model, real: world }), steps);
      await comeToAnEnd(model, world);
      await count(reached, world);
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

/** The lines work again, the kiosks send what they hold, the channels repeat what nobody acknowledged. */
async function comeToAnEnd(model: MoneyModel, world: World): Promise<void> {
  world.cutPowerAt(0);
  for (const channel of Object.values(world.channels)) {
    Object.assign(channel.faults, { loseRequests: 0, loseAnswers: 0, staleQueries: 0, meanwhile: undefined });
  }
  await settleTheRest(model, world);
  for (let round = 0; round < ROUNDS_TO_END; round += 1) {
    world.pass(300_000);
    if ((await world.resolver.runOnce()) === 0) break;
  }
  await readStatements(world);
  await soundOrThrow(model, world);
  await auditOrThrow(world);
  await nothingIsMissing(model, world);
}

/** The next day's statement of each channel names every payment, also those whose notification was lost. */
async function readStatements(world: World): Promise<void> {
  for (const channel of Object.values(world.channels)) {
    for (const [outTradeNo, trade] of channel.trades) {
      if (trade.state !== 'paid') continue;
      const orderId = orderIdOf(outTradeNo) ?? '';
      const outcome = ok(paidOutcome(trade, trade.order.amountFen));
      await learn(world.context, orderId, { channel: channel.name, outcome, from: 'query' });
    }
  }
}

async function count(reached: Record<string, number>, world: World): Promise<void> {
  const { db } = world.storage;
  const states = await db.selectFrom('payment_order').select(['method', 'state']).execute();
  const exceptions = await db.selectFrom('payment_exception').select('code').execute();
  const seen = [...states.map(({ method, state }) => `${method} ${state}`), ...exceptions.map(({ code }) => code)];
  for (const name of seen) reached[name] = (reached[name] ?? 0) + 1;
}
